#include "register/search_awards.h"

#include "base/date.h"
#include "base/text.h"
#include "organisation/filter.h"
#include "organisation/lookup.h"
#include "register/search_rows.h"
#include "register/search_units.h"

#include <boost/json.hpp>

#include <charconv>

namespace thidua::registry {

namespace {

using organisation::Filter;
using organisation::kPerson;
using organisation::kUnit;
using organisation::prefix_end;

// So many subjects or decisions of a filter are named one by one; where there are more, each award
// is asked instead.
constexpr std::int64_t kNamedAtMost = 2'000;
// A register of so many awards is sorted by names or units also where a list is not narrowed.
constexpr std::int64_t kSortedAtMost = 500'000;

struct Field {
    char const* name;
    std::string AwardFilter::*value;
};
constexpr Field kFields[] = {
    {"q", &AwardFilter::q},
    {"name", &AwardFilter::name},
    {"number", &AwardFilter::number},
    {"unit", &AwardFilter::unit},
    {"decision", &AwardFilter::decision},
    {"award", &AwardFilter::award},
    {"level", &AwardFilter::level},
    {"mode", &AwardFilter::mode},
    {"movement", &AwardFilter::movement},
    {"marking", &AwardFilter::marking},
    {"state", &AwardFilter::state},
    {"kind", &AwardFilter::kind},
    {"sex", &AwardFilter::sex},
    {"direct", &AwardFilter::direct},
    {"block", &AwardFilter::block},
    {"year", &AwardFilter::year},
    {"from", &AwardFilter::from},
    {"to", &AwardFilter::to},
};

std::string in_list(std::vector<std::int64_t> const& ids)
{
    std::string list;
    for (auto const id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
    return list.empty() ? "(NULL)" : "(" + list + ")";
}

// "The award's subject is one of these people or units."
std::string is_one_of(std::vector<std::int64_t> const& people,
                      std::vector<std::int64_t> const& units)
{
    auto const persons_sql =
        "(a.subject_kind = 'person' AND a.subject_id IN " + in_list(people) + ")";
    auto const units_sql = "(a.subject_kind = 'unit' AND a.subject_id IN " + in_list(units) + ")";
    if (units.empty()) return persons_sql;
    if (people.empty()) return units_sql;
    return "(" + persons_sql + " OR " + units_sql + ")";
}

// "The award's subject bears every word", asked award by award.
std::string bears_every_word(Filter& filter, std::string_view name)
{
    std::string sql;
    for (auto const& word : search_words(name)) {
        sql += (sql.empty() ? "" : " AND ") +
               std::string{
                   "EXISTS (SELECT 1 FROM name_word b WHERE b.subject_kind ="
                   " a.subject_kind AND b.subject_id = a.subject_id"
                   " AND b.word >= "} +
               filter.value(word) + " AND b.word < " + filter.value(prefix_end(word)) + ")";
    }
    return "(" + sql + ")";
}

void require_name(storage::Transaction& tx, Filter& filter, std::string_view name)
{
    if (search_words(name).empty()) return;
    auto const people = subjects_named(tx, kPerson, name, kNamedAtMost + 1);
    auto const units = subjects_named(tx, kUnit, name, kNamedAtMost + 1);
    bool const few = static_cast<std::int64_t>(people.size() + units.size()) <= kNamedAtMost;
    filter.require(few ? is_one_of(people, units) : bears_every_word(filter, name));
}

std::vector<std::int64_t> ids_of_codes(storage::Transaction& tx,
                                       std::string const& table,
                                       std::string_view text)
{
    Filter filter;
    filter.require(organisation::begins_with_code(filter, text, "x.code_key"));
    std::vector<std::int64_t> ids;
    auto rows = tx.query("SELECT x.id FROM " + table + " x" + filter.where() +
                             " ORDER BY x.code_key LIMIT " + std::to_string(kNamedAtMost + 1),
                         filter.params());
    while (rows.next()) ids.push_back(rows.integer(0));
    return ids;
}

// The subject with exactly this number, else all whose number begins so.
void require_number(storage::Transaction& tx, Filter& filter, std::string_view number)
{
    if (auto const subject = organisation::find_subject(tx, number)) {
        filter.require("a.subject_kind = " + filter.value(subject->kind));
        filter.require("a.subject_id = " + filter.value(subject->id));
        return;
    }
    auto const people = ids_of_codes(tx, "person", number);
    auto const units = ids_of_codes(tx, "unit", number);
    if (static_cast<std::int64_t>(people.size() + units.size()) <= kNamedAtMost) {
        return filter.require(is_one_of(people, units));
    }
    auto const begins = organisation::begins_with_code(filter, number, "x.code_key");
    filter.require(
        "((a.subject_kind = 'person' AND EXISTS (SELECT 1 FROM person x WHERE x.id = a.subject_id "
        "AND " +
        begins +
        ")) OR (a.subject_kind = 'unit' AND EXISTS (SELECT 1 FROM unit x WHERE x.id = a.subject_id"
        " AND " +
        begins + ")))");
}

void require_decision(storage::Transaction& tx,
                      access::Actor const& actor,
                      Filter& filter,
                      std::string_view number)
{
    auto const hits = find_decisions(tx, actor, number, {1, static_cast<int>(kNamedAtMost)});
    filter.require("a.decision_id IN " + in_list(hits.ids));
}

void require_anything(storage::Transaction& tx,
                      access::Actor const& actor,
                      Filter& filter,
                      std::string const& text)
{
    if (!has_digit(text)) return require_name(tx, filter, text);
    if (text.find('/') != std::string::npos || parse_date(text))
        return require_decision(tx, actor, filter, text);
    if (organisation::find_subject(tx, text)) return require_number(tx, filter, text);
    auto const decisions = find_decisions(tx, actor, text, {1, 1});
    if (decisions.total > 0) return require_decision(tx, actor, filter, text);
    require_number(tx, filter, text);
}

Result<void> require_year(Filter& filter, std::string const& year)
{
    if (year.empty()) return {};
    if (year == "unknown") return filter.require("a.year IS NULL"), Result<void>{};
    std::int64_t number = 0;
    auto const parsed = std::from_chars(year.data(), year.data() + year.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != year.data() + year.size()) {
        return bad_input("search.bad-year", {{"year", year}}, "year");
    }
    filter.require("a.year = " + filter.value(number));
    return {};
}

Result<void> require_day(Filter& filter,
                         std::string const& day,
                         char const* comparison,
                         std::string field)
{
    if (day.empty()) return {};
    auto const date = parse_date(day);
    if (!date) return bad_input("search.bad-day", {{"day", day}}, std::move(field));
    filter.require(std::string{"a.decided_on "} + comparison + " " + filter.value(to_iso(*date)));
    return {};
}

Result<void> check_period(AwardFilter const& wanted)
{
    auto const first = parse_date(wanted.from);
    auto const last = parse_date(wanted.to);
    if (!first || !last || *first <= *last) return {};
    return bad_input("error.period",
                     {{"from", to_vietnamese(*first)}, {"to", to_vietnamese(*last)}},
                     "to");
}

void require_level(storage::Transaction& tx, Filter& filter, std::string const& level)
{
    std::string list;
    auto rows = tx.query("SELECT code FROM award_type WHERE level = ?1 ORDER BY code", {level});
    while (rows.next()) list += (list.empty() ? "" : ", ") + filter.value(rows.string(0));
    filter.require("a.award IN (" + (list.empty() ? "NULL" : list) + ")");
}

// The block's members of each year, with their sub-units, for the awards decided in that year.
Result<void> require_block(storage::Transaction& tx, Filter& filter, std::string const& ref)
{
    std::map<std::string, std::vector<access::Scope>> paths_by_year;
    auto rows = tx.query(
        "SELECT m.year, u.path FROM block b JOIN block_member m ON m.block_id = b.id"
        " JOIN unit u ON u.id = m.unit_id WHERE b.ref = ?1 ORDER BY m.year, u.path",
        {ref});
    while (rows.next()) paths_by_year[std::to_string(rows.integer(0))].push_back(rows.string(1));
    if (paths_by_year.empty()) return bad_input("search.unknown-block", {}, "block");
    std::string sql;
    for (auto const& [year, paths] : paths_by_year) {
        sql += (sql.empty() ? "" : " OR ") + ("(a.decided_on >= " + filter.value(year + "-01-01")) +
               " AND a.decided_on <= " + filter.value(year + "-12-31") + " AND " +
               UnitPart{paths}.sql_of_id("a.unit_id") + ")";
    }
    filter.require("(" + sql + ")");
    return {};
}

void require_column(Filter& filter, std::string const& column, std::string const& value)
{
    if (!value.empty()) filter.require(column + " = " + filter.value(value));
}

void require_frozen_facts(Filter& filter, AwardFilter const& wanted)
{
    require_column(filter, "a.sex", wanted.sex == "unknown" ? "" : wanted.sex);
    if (wanted.sex == "unknown") filter.require("a.sex = ''");
    if (wanted.direct == "1" || wanted.direct == "0")
        filter.require("a.direct_worker = " + wanted.direct);
    if (wanted.direct == "unknown") filter.require("a.direct_worker IS NULL");
}

void require_state(Filter& filter, AwardFilter const& wanted)
{
    if (wanted.state.empty()) {
        filter.require("a.state <> 'withdrawn'");
    } else {
        require_column(filter, "a.state", wanted.state);
    }
}

void require_marking(Filter& filter, access::Actor const& actor, AwardFilter const& wanted)
{
    filter.require("a.marking <= " + filter.value(static_cast<std::int64_t>(actor.clearance)));
    if (wanted.marking.empty()) return;
    filter.require("a.marking = " +
                   filter.value(static_cast<std::int64_t>(access::marking_of(wanted.marking))));
}

Result<Filter> filter_of(storage::Transaction& tx,
                         access::Actor const& actor,
                         AwardFilter const& wanted)
{
    Filter filter;
    auto const part = TD_TRY(
        unit_part(tx, actor, access::Permission::ReadRegister, {wanted.unit, wanted.lineage}));
    if (!part.is_everything()) filter.require(part.sql_of_id("a.unit_id"));
    if (wanted.alone && !part.code.empty()) {
        filter.require("a.unit_id IN (SELECT own.id FROM unit own WHERE own.code = " +
                       filter.value(part.code) + ")");
    }
    require_column(filter, "a.award", wanted.award);
    TD_CHECK(require_year(filter, wanted.year));
    require_marking(filter, actor, wanted);
    require_state(filter, wanted);
    require_column(filter, "a.mode", wanted.mode);
    require_column(filter, "a.subject_kind", wanted.kind);
    TD_CHECK(require_day(filter, wanted.from, ">=", "from"));
    TD_CHECK(require_day(filter, wanted.to, "<=", "to"));
    TD_CHECK(check_period(wanted));
    require_frozen_facts(filter, wanted);
    require_column(filter, "a.movement", wanted.movement);
    if (!wanted.level.empty()) require_level(tx, filter, wanted.level);
    if (!wanted.block.empty()) TD_CHECK(require_block(tx, filter, wanted.block));
    if (!wanted.name.empty()) require_name(tx, filter, wanted.name);
    if (!wanted.number.empty()) require_number(tx, filter, wanted.number);
    if (!wanted.decision.empty()) require_decision(tx, actor, filter, wanted.decision);
    if (!wanted.q.empty()) require_anything(tx, actor, filter, wanted.q);
    return filter;
}

std::map<std::string, std::string> levels(storage::Transaction& tx)
{
    std::map<std::string, std::string> level_of;
    auto rows = tx.query("SELECT code, level FROM award_type");
    while (rows.next()) level_of[rows.string(0)] = rows.string(1);
    return level_of;
}

// Counts what the filter finds, up to kCountedHits, by everything a facet shows.
void count(storage::Transaction& tx, Filter const& filter, AwardList& list)
{
    auto const level_of = levels(tx);
    auto rows = tx.query(
        "SELECT f.award, f.year, f.mode, f.state, f.subject_kind, f.marking, count(*) FROM"
        " (SELECT a.award, a.year, a.mode, a.state, a.subject_kind, a.marking FROM award a" +
            filter.where() + " LIMIT " + std::to_string(kCountedHits + 1) +
            ") f GROUP BY f.award, f.year, f.mode, f.state, f.subject_kind, f.marking",
        filter.params());
    auto& facets = list.facets.by_name;
    while (rows.next()) {
        auto const awards = rows.integer(6);
        list.hits.total += awards;
        facets["award"][rows.string(0)] += awards;
        if (auto const level = level_of.find(rows.string(0)); level != level_of.end()) {
            facets["level"][level->second] += awards;
        }
        facets["year"][rows.is_null(1) ? "unknown" : std::to_string(rows.integer(1))] += awards;
        if (!rows.text(2).empty()) facets["mode"][rows.string(2)] += awards;
        facets["state"][rows.string(3)] += awards;
        facets["kind"][rows.string(4)] += awards;
        facets["marking"]
              [std::string{access::name_of(static_cast<access::Marking>(rows.integer(5)))}] +=
            awards;
    }
    list.hits.more = list.facets.more = list.hits.total > kCountedHits;
    list.hits.total = std::min(list.hits.total, kCountedHits);
}

// The statement that gives the page. What was counted to its end is found first and sorted then;
// where there is more, the engine may walk an index in the order of the list.
std::string page_sql(Filter const& filter, AwardFilter const& wanted, bool more, Window window)
{
    auto const limit =
        " LIMIT " + std::to_string(window.size) + " OFFSET " + std::to_string(window.first());
    if (wanted.sort == "name" || wanted.sort == "unit") {
        std::string const by_unit = wanted.sort == "unit" ? "x.unit_path, " : "";
        return "WITH x AS MATERIALIZED (SELECT a.id, a.decided_on, COALESCE(p.sort_key, "
               "s.sort_key) AS name_key,"
               " f.path AS unit_path FROM award a"
               " JOIN unit f ON f.id = a.unit_id"
               " LEFT JOIN person p ON a.subject_kind = 'person' AND p.id = a.subject_id"
               " LEFT JOIN unit s ON a.subject_kind = 'unit' AND s.id = a.subject_id" +
               filter.where() + ") SELECT x.id FROM x ORDER BY " + by_unit +
               "x.name_key, x.decided_on DESC, x.id" + limit;
    }
    if (more)
        return "SELECT a.id FROM award a" + filter.where() +
               " ORDER BY a.decided_on DESC, a.id DESC" + limit;
    return "WITH x AS MATERIALIZED (SELECT a.id, a.decided_on FROM award a" + filter.where() +
           ") SELECT x.id FROM x ORDER BY x.decided_on DESC, x.id DESC" + limit;
}

// Whether the list can be sorted as asked while the reader waits: counted to its end, or in a
// register that is not large.
bool can_sort(storage::Transaction& tx,
              access::Actor const& actor,
              AwardFilter const& wanted,
              bool more)
{
    if (!more || wanted.sort == "date") return true;
    auto const awards =
        tx.integer("SELECT CAST(sum(awards) AS INTEGER) FROM award_day WHERE marking <= ?1",
                   {static_cast<int>(actor.clearance)});
    return awards.value_or(0) <= kSortedAtMost;
}

}  // namespace

AwardFilter read_award_filter(http::Values const& values)
{
    AwardFilter filter;
    for (auto const& field : kFields) filter.*field.value = values.text(field.name);
    filter.lineage = values.checked("lineage");
    filter.alone = values.checked("alone");
    auto const sort = values.text("sort");
    if (sort == "name" || sort == "unit") filter.sort = sort;
    return filter;
}

std::string to_query(AwardFilter const& filter)
{
    std::string query;
    auto const add = [&](std::string_view name, std::string_view value) {
        query += (query.empty() ? "" : "&") + std::string{name} + "=" + http::percent_encode(value);
    };
    for (auto const& field : kFields) {
        if (!(filter.*field.value).empty()) add(field.name, filter.*field.value);
    }
    if (filter.lineage) add("lineage", "1");
    if (filter.alone) add("alone", "1");
    if (filter.sort != "date") add("sort", filter.sort);
    return query;
}

Result<AwardList> find_awards(storage::Transaction& tx,
                              access::Actor const& actor,
                              AwardFilter const& wanted,
                              Window window)
{
    if (!actor.may(access::Permission::ReadRegister)) return denied();
    auto const filter = TD_TRY(filter_of(tx, actor, wanted));
    AwardList list;
    count(tx, filter, list);
    if (list.hits.total == 0) return list;
    list.is_sorted = can_sort(tx, actor, wanted, list.hits.more);
    auto shown = wanted;
    if (!list.is_sorted) shown.sort = "date";
    auto rows = tx.query(page_sql(filter, shown, list.hits.more, window), filter.params());
    while (rows.next()) list.hits.ids.push_back(rows.integer(0));
    return list;
}

boost::json::array award_rows(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::vector<std::int64_t> const& ids)
{
    using boost::json::object;
    auto const clearance = std::to_string(static_cast<int>(actor.clearance));
    return rows_by_id(
        tx,
        "SELECT a.id, a.ref, d.ref, a.subject_kind, COALESCE(p.code, s.code), a.subject_name,"
        " substr(p.birth_date, 1, 4), u.code, a.unit_name, a.rank, a.position, a.award, k.name_vi, "
        "k.level, a.year,"
        " a.year_from, a.school_year, a.mode, a.movement, a.citation, a.decided_on, d.number, "
        "d.authority, a.state,"
        " a.marking, a.checked_by, a.certificate_no, a.posthumous, v.number, v.decided_on"
        " FROM award a JOIN decision d ON d.id = a.decision_id JOIN award_type k ON k.code = "
        "a.award"
        " JOIN unit u ON u.id = a.unit_id LEFT JOIN decision v ON v.id = a.revoked_by_id AND "
        "v.marking <= " +
            clearance +
            " LEFT JOIN person p ON a.subject_kind = 'person' AND p.id = a.subject_id"
            " LEFT JOIN unit s ON a.subject_kind = 'unit' AND s.id = a.subject_id WHERE a.id IN ",
        ids,
        [](storage::Rows const& row) {
            auto const marking = static_cast<access::Marking>(row.integer(24));
            return object{{"ref", row.text(1)},
                          {"decision_ref", row.text(2)},
                          {"subject_kind", row.text(3)},
                          {"subject", row.text(4)},
                          {"subject_name", row.text(5)},
                          {"birth_year", text_or_null(row, 6)},
                          {"unit", row.text(7)},
                          {"unit_name", row.text(8)},
                          {"rank", row.text(9)},
                          {"position", row.text(10)},
                          {"award", row.text(11)},
                          {"award_name", row.text(12)},
                          {"level", row.text(13)},
                          {"year", integer_or_null(row, 14)},
                          {"year_from", integer_or_null(row, 15)},
                          {"school_year", row.boolean(16)},
                          {"mode", row.text(17)},
                          {"movement", row.text(18)},
                          {"citation", row.text(19)},
                          {"decided_on", row.text(20)},
                          {"number", row.text(21)},
                          {"authority", row.text(22)},
                          {"state", row.text(23)},
                          {"revoked", row.text(23) == "revoked"},
                          {"marking", access::name_of(marking)},
                          {"checked", !row.text(25).empty()},
                          {"certificate_no", row.text(26)},
                          {"posthumous", row.boolean(27)},
                          {"revoked_number", text_or_null(row, 28)},
                          {"revoked_on", text_or_null(row, 29)}};
        });
}

}  // namespace thidua::registry
