#include "organisation/duplicates.h"

#include "organisation/rows.h"

namespace thidua::organisation {

namespace {

// Pairs of ids: three joins that each run on an index, made one. Near codes are a matter of C++, so
// the third gives candidates of which some are dropped.
std::string pairs_sql(access::Actor const& actor)
{
    auto const scopes = actor.scopes(Permission::ReadPeople);
    auto const both = [&](std::string const& condition) {
        return "SELECT a.id AS first_id, b.id AS second_id FROM person a JOIN person b ON "
               "b.search_key = a.search_key AND " +
               condition +
               " AND a.code_key < b.code_key JOIN unit ua ON ua.id = a.unit_id JOIN unit ub ON "
               "ub.id = b.unit_id "
               "WHERE a.merged_into IS NULL AND b.merged_into IS NULL AND " +
               access::sql_in_scopes(scopes, "ua.path") + " AND " +
               access::sql_in_scopes(scopes, "ub.path");
    };
    // A birth year is a range of days, on the same index as the day.
    return both(
               "b.birth_date >= substr(a.birth_date, 1, 4) || '-01-01' AND b.birth_date <= "
               "substr(a.birth_date, 1, 4) || '-12-31'") +
           " UNION " + both("b.unit_id = a.unit_id") + " UNION " +
           both("(a.birth_date IS NULL OR b.birth_date IS NULL)");
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
    auto rows = tx.query(
        "SELECT d.first_id, d.second_id FROM (" + pairs_sql(actor) +
            ") AS d JOIN person a ON a.id = d.first_id JOIN person b ON b.id = d.second_id "
            "ORDER BY a.sort_key, a.code_key, b.code_key LIMIT ?1 OFFSET ?2",
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
        .integer("SELECT count(*) FROM (SELECT 1 FROM (" + pairs_sql(actor) +
                     ") AS d LIMIT ?1) AS counted",
                 {limit})
        .value_or(0);
}

}  // namespace thidua::organisation
