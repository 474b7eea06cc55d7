#include "organisation/duplicates.h"

#include "organisation/rows.h"

namespace thidua::organisation {

namespace {

// Candidates `a` and `b`: of one name, with something in common or with a birthday unknown. Near
// codes are a matter of C++, so of the last ones some are dropped. One join in the order of the
// list, so that a page, and a count with a limit, end early.
std::string pairs_from(access::Actor const& actor)
{
    auto const scopes = actor.scopes(Permission::ReadPeople);
    return " FROM person a JOIN person b ON b.search_key = a.search_key AND a.code_key < "
           "b.code_key "
           "JOIN unit ua ON ua.id = a.unit_id JOIN unit ub ON ub.id = b.unit_id "
           "WHERE a.merged_into IS NULL AND b.merged_into IS NULL AND "
           "(a.unit_id = b.unit_id OR a.birth_date IS NULL OR b.birth_date IS NULL "
           "OR substr(a.birth_date, 1, 4) = substr(b.birth_date, 1, 4)) AND " +
           access::sql_in_scopes(scopes, "ua.path") + " AND " +
           access::sql_in_scopes(scopes, "ub.path");
}

Pair compare(Person first, Person second)
{
    Pair pair{std::move(first), std::move(second)};
    auto const& a = pair.first.birth_date;
    auto const& b = pair.second.birth_date;
    pair.same_birth_date = a && b && *a == *b;
    pair.same_birth_year = a && b && a->year() == b->year();
    pair.same_unit = pair.first.unit_id == pair.second.unit_id;
    pair.near_codes = is_near_code(pair.first.code, pair.second.code);
    return pair;
}

bool is_likely(Pair const& pair)
{
    return pair.same_birth_year || pair.same_unit || pair.near_codes;
}

}  // namespace

std::vector<Pair> find_duplicates(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::int64_t limit,
                                  std::int64_t offset)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> ids;
    auto rows = tx.query("SELECT a.id, b.id" + pairs_from(actor) +
                             " ORDER BY a.sort_key, a.code_key, b.code_key LIMIT ?1 OFFSET ?2",
                         {limit, offset});
    while (rows.next()) ids.emplace_back(rows.integer(0), rows.integer(1));
    std::vector<Pair> pairs;
    for (auto const& [first, second] : ids) {
        auto pair = compare(person_by_id(tx, first).value(), person_by_id(tx, second).value());
        if (is_likely(pair)) pairs.push_back(std::move(pair));
    }
    return pairs;
}

std::int64_t count_duplicates(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::int64_t limit)
{
    return tx
        .integer("SELECT count(*) FROM (SELECT 1" + pairs_from(actor) + " LIMIT ?1) AS counted",
                 {limit})
        .value_or(0);
}

}  // namespace thidua::organisation
