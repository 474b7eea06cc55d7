#include "register/public.h"

#include "base/text.h"
#include "organisation/filter.h"
#include "organisation/names.h"
#include "register/search.h"
#include "register/search_rows.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::registry {

namespace {

using organisation::Filter;

// What the public may know of. A revocation by a marked paper is not one of these things.
constexpr char const* kPublicOnly =
    "d.released_by <> '' AND d.marking = 0 AND a.released = 1 AND a.marking = 0"
    " AND a.state <> 'withdrawn'";

Result<void> check(PublicQuery const& query)
{
    if (query.name.empty()) return bad_input("public.need-name", {}, "name");
    if (query.decision.empty() && query.year.empty())
        return bad_input("public.need-more", {}, "decision");
    auto const& year = query.year;
    bool const is_year =
        year.size() == 4 && std::ranges::all_of(year, [](char c) { return c >= '0' && c <= '9'; });
    if (!year.empty() && !is_year) return bad_input("public.bad-year", {{"year", year}}, "year");
    return {};
}

// "The subject bears each of these words", or, for a single word, "is named so".
void require_name(Filter& filter, std::string_view name)
{
    auto const typed = search_words(name);
    std::set<std::string> const words(typed.begin(), typed.end());
    for (auto const& word : words) {
        filter.require(
            "EXISTS (SELECT 1 FROM name_word w WHERE w.subject_kind = a.subject_kind"
            " AND w.subject_id = a.subject_id AND w.word = " +
            filter.value(word) + ")");
    }
    if (words.size() > 1) return;
    auto const key = filter.value(search_key(name));
    filter.require(
        "((a.subject_kind = 'person' AND EXISTS (SELECT 1 FROM person p WHERE p.id = a.subject_id"
        " AND p.search_key = " +
        key +
        ")) OR (a.subject_kind = 'unit' AND EXISTS (SELECT 1 FROM unit s"
        " WHERE s.id = a.subject_id AND s.search_key = " +
        key + ")))");
}

// The number as it stands, or without the symbol that follows the stroke.
void require_number(Filter& filter, std::string_view number)
{
    auto key = search_key(number);
    std::erase(key, ' ');
    filter.require("(d.search_key = " + filter.value(key) +
                   " OR (d.search_key >= " + filter.value(key + "/") + " AND d.search_key < " +
                   filter.value(organisation::prefix_end(key + "/")) + "))");
}

void require_year(Filter& filter, std::string const& year)
{
    filter.require("(a.year = " + filter.value(std::int64_t{std::stoi(year)}) +
                   " OR (a.decided_on >= " + filter.value(year + "-01-01") +
                   " AND a.decided_on <= " + filter.value(year + "-12-31") + "))");
}

// The subjects meant, where nothing but the name narrows the search; nothing where they are too
// many to go through, which is so for any two words that half the register bears.
Result<void> require_subjects(storage::Transaction& tx, Filter& filter, std::string_view name)
{
    constexpr std::int64_t kMost = 2'000;
    std::string sql;
    for (auto const kind : {organisation::kPerson, organisation::kUnit}) {
        auto const ids = subjects_named(tx, kind, name, kMost + 1);
        if (static_cast<std::int64_t>(ids.size()) > kMost)
            return bad_input("public.too-many", {}, "name");
        if (ids.empty()) continue;
        std::string list;
        for (auto const id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
        sql += (sql.empty() ? "" : " OR ") + std::string{"(a.subject_kind = '"} +
               std::string{kind} + "' AND a.subject_id IN (" + list + "))";
    }
    filter.require(sql.empty() ? "(1=0)" : "(" + sql + ")");
    return {};
}

boost::json::object shown(storage::Rows const& row)
{
    return {{"subject_kind", row.text(0)},
            {"subject_name", row.text(1)},
            {"unit_name", row.text(2)},
            {"award", row.text(3)},
            {"award_name", row.text(4)},
            {"year", integer_or_null(row, 5)},
            {"year_from", integer_or_null(row, 6)},
            {"number", row.text(7)},
            {"decided_on", row.text(8)},
            {"authority", row.text(9)},
            {"state", row.text(10)}};
}

}  // namespace

Result<PublicAnswer> look_up(storage::Transaction& tx, PublicQuery const& query)
{
    TD_CHECK(check(query));
    if (search_words(query.name).empty()) return bad_input("public.need-name", {}, "name");
    Filter filter;
    filter.require(kPublicOnly);
    if (!query.decision.empty()) require_number(filter, query.decision);
    if (!query.year.empty()) require_year(filter, query.year);
    if (query.decision.empty()) TD_CHECK(require_subjects(tx, filter, query.name));
    require_name(filter, query.name);

    PublicAnswer answer;
    auto rows = tx.query(
        "SELECT a.subject_kind, a.subject_name, a.unit_name, a.award, k.name_vi, a.year, "
        "a.year_from,"
        " d.number, a.decided_on, d.authority,"
        " CASE WHEN a.state = 'revoked' AND v.marking > 0 THEN 'valid' ELSE a.state END"
        " FROM award a JOIN decision d ON d.id = a.decision_id JOIN award_type k ON k.code = "
        "a.award"
        " LEFT JOIN decision v ON v.id = a.revoked_by_id" +
            filter.where() + " ORDER BY a.decided_on DESC, d.ref, a.ref LIMIT " +
            std::to_string(kPublicRows + 1),
        filter.params());
    while (rows.next()) {
        answer.more = answer.rows.size() == static_cast<std::size_t>(kPublicRows);
        if (!answer.more) answer.rows.push_back(shown(rows));
    }
    return answer;
}

}  // namespace thidua::registry
