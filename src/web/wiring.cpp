#include "web/wiring.h"

#include "legal/book.h"
#include "legal/parameters.h"
#include "organisation/lookup.h"

namespace thidua::web {

std::vector<identity::StaffMember> staff_of(storage::Transaction& tx,
                                            access::Actor const& actor,
                                            std::string_view unit)
{
    std::vector<identity::StaffMember> staff;
    auto const top = organisation::find_unit(tx, unit);
    if (!top) return staff;
    auto const end = top->path.substr(0, top->path.size() - 1) + '0';  // '0' follows '/'.
    auto rows = tx.query(
        "SELECT p.code, p.full_name, u.code FROM person p JOIN unit u ON u.id = p.unit_id"
        " WHERE u.path >= ?1 AND u.path < ?2 AND p.origin = 'staff' AND p.left_on IS NULL"
        " AND p.merged_into IS NULL AND " +
            access::sql_in_scopes(actor.scopes(access::Permission::ManageAccounts), "u.path") +
            " ORDER BY u.path, p.code",
        {top->path, end});
    while (rows.next()) staff.push_back({rows.string(0), rows.string(1), rows.string(2)});
    return staff;
}

std::vector<voting::LawShare> vote_shares_of(storage::Transaction& tx,
                                             Date received,
                                             std::string_view unit_path)
{
    auto const book = legal::unsettled_book(tx, received);
    auto const parameters = legal::parameters_for(tx, received, unit_path);
    std::vector<voting::LawShare> shares;
    for (auto const& code : book->award_order) {
        auto const share = parameters.vote_share(code, received);
        if (share.says != law::Says::Value) continue;
        auto const& award = book->awards.at(code);
        shares.push_back({code,
                          award.name_vi,
                          award.name_en,
                          share.percent,
                          share.clause,
                          std::string{law::letter(share.confidence)}});
    }
    return shares;
}

}  // namespace thidua::web
