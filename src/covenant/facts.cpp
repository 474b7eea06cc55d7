#include "covenant/facts.h"

#include "covenant/results.h"
#include "organisation/rows.h"

namespace thidua::covenant {

std::optional<SignatureFact> signature_of(storage::Transaction& tx,
                                          std::int64_t unit_id,
                                          int year,
                                          std::int64_t block_id)
{
    auto rows = tx.query(
        "SELECT covenant_ref, state, signed_on, late, joined_later FROM covenant_signature_view"
        " WHERE unit_id = ?1 AND year = ?2 AND (?3 = 0 OR block_id = ?3) ORDER BY block_id,"
        " calendar LIMIT 1",
        {unit_id, year, block_id});
    if (!rows.next()) return std::nullopt;
    SignatureFact fact{.covenant = rows.string(0)};
    fact.refused = rows.text(1) == "refused";
    if (rows.text(1) == "signed") fact.signed_on = organisation::date_at(rows, 2);
    fact.late = fact.signed_on && rows.boolean(3);
    fact.joined_later = rows.boolean(4);
    return fact;
}

TargetsMet targets_met(storage::Transaction& tx,
                       std::int64_t unit_id,
                       int year,
                       std::int64_t block_id)
{
    TargetsMet facts;
    auto const ref = tx.text(
        "SELECT covenant_ref FROM covenant_result_view WHERE unit_id = ?1 AND year = ?2 AND (?3 = 0"
        " OR block_id = ?3) ORDER BY block_id, calendar, position LIMIT 1",
        {unit_id, year, block_id});
    if (!ref) return facts;
    auto const covenant = find_covenant(tx, *ref).value();
    for (auto const& result : results_of(tx, covenant, unit_id)) {
        bool const met = is_met(result, Period::Year);
        facts.rows.push_back({result.target,
                              result.content,
                              result.measure,
                              result.plan.number,
                              result.year.value.number,
                              result.year.percent,
                              met});
        facts.met += met ? 1 : 0;
        ++facts.total;
    }
    return facts;
}

}  // namespace thidua::covenant
