#include "organisation/council.h"

namespace thidua::organisation {
namespace {

// Accounts that meet `condition` on account a, by given name.
std::vector<NamedAccount> accounts_where(storage::Transaction& tx,
                                         std::string const& condition,
                                         storage::Params params)
{
    std::vector<NamedAccount> found;
    auto rows = tx.query("SELECT a.id, a.name, a.display_name FROM account a WHERE a.disabled = 0"
                         " AND " +
                             condition + " ORDER BY a.sort_key, a.id",
                         params);
    while (rows.next()) found.push_back({rows.integer(0), rows.string(1), rows.string(2)});
    return found;
}

}  // namespace

std::optional<NamedAccount> active_account(storage::Transaction& tx, std::string_view name)
{
    auto found = accounts_where(tx, "a.name = ?1", {name});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<NamedAccount> council_members(storage::Transaction& tx,
                                          std::string_view path,
                                          Date today)
{
    return accounts_where(
        tx,
        "EXISTS (SELECT 1 FROM role_grant g LEFT JOIN unit u ON u.code = g.unit"
        " WHERE g.account_id = a.id AND g.revoked_at IS NULL"
        " AND g.role IN ('council-member', 'council-secretary') AND g.from_on <= ?1"
        " AND (g.to_on IS NULL OR g.to_on >= ?1) AND (g.unit = '' OR u.path = ?2))",
        {to_iso(today), path});
}

std::optional<CouncilUnit> top_unit(storage::Transaction& tx, std::string_view scope)
{
    auto rows = tx.query(
        "SELECT u.code, u.path FROM unit u WHERE u.path = ?1 OR (?1 = '/' AND u.parent_id IS NULL"
        " AND u.kind <> 'ngoai') ORDER BY u.code_key, u.id LIMIT 1",
        {scope});
    if (!rows.next()) return std::nullopt;
    return CouncilUnit{rows.string(0), rows.string(1)};
}

}  // namespace thidua::organisation
