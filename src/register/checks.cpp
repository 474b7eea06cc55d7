#include "register/checks.h"

#include "intake/report.h"
#include "organisation/names.h"
#include "register/search_rows.h"
#include "register/search_units.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace thidua::registry {

namespace json = boost::json;
using access::Permission;
using http::Column;

namespace {

std::string clearance_of(access::Actor const& actor)
{
    return std::to_string(static_cast<int>(actor.clearance));
}

// "The award counts and the reader may see it."
std::string readable_award(access::Actor const& actor, std::string const& alias)
{
    UnitPart const part{actor.scopes(Permission::ReadRegister)};
    auto sql = alias + ".state = 'valid' AND " + alias + ".marking <= " + clearance_of(actor);
    if (!part.is_everything()) sql += " AND " + part.sql_of_id(alias + ".unit_id");
    return sql;
}

// Counts what `from` finds, to kCountedHits, and reads the window of it.
Findings read(storage::Transaction& tx,
              Window window,
              std::string const& columns,
              std::string const& from,
              std::string const& order,
              std::function<json::object(storage::Rows const&)> const& make)
{
    Findings findings;
    auto const counted = tx.integer("SELECT count(*) FROM (SELECT 1 FROM " + from + " LIMIT " +
                                    std::to_string(kCountedHits + 1) + ") c");
    findings.total = std::min(*counted, kCountedHits);
    findings.more = *counted > kCountedHits;
    auto rows = tx.query(
        "SELECT " + columns + " FROM " + from + " ORDER BY " + order + " LIMIT ?1 OFFSET ?2",
        {window.size, window.first()});
    while (rows.next()) findings.rows.push_back(make(rows));
    return findings;
}

std::string decision_href(std::string_view ref) { return "/decisions/" + std::string{ref}; }

// Each entry beside the next of the same subject, award, year and mode.
Findings find_doubles(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    auto const pairs =
        "(SELECT x.id AS id, lead(x.id) OVER (PARTITION BY x.subject_kind, x.subject_id, x.award, "
        "x.year,"
        " x.mode ORDER BY x.decided_on, x.id) AS other FROM award x WHERE x.year IS NOT NULL AND " +
        readable_award(actor, "x") + ")";
    auto const from =
        pairs +
        " pair JOIN award a ON a.id = pair.id JOIN award b ON b.id = pair.other"
        " JOIN decision d ON d.id = a.decision_id JOIN decision e ON e.id = b.decision_id"
        " JOIN award_type k ON k.code = a.award"
        " LEFT JOIN person p ON a.subject_kind = 'person' AND p.id = a.subject_id"
        " LEFT JOIN unit s ON a.subject_kind = 'unit' AND s.id = a.subject_id";
    return read(tx,
                window,
                "COALESCE(p.code, s.code), a.subject_name, k.name_vi, a.year, d.number, "
                "d.decided_on, e.number,"
                " e.decided_on, a.subject_kind, a.award",
                from,
                "a.decided_on DESC, a.id, b.id",
                [](storage::Rows const& row) {
                    auto const place =
                        row.text(8) == organisation::kPerson ? "/persons/" : "/units/";
                    return json::object{{"subject", row.text(0)},
                                        {"subject_name", row.text(1)},
                                        {"award", row.text(9)},
                                        {"award_name", row.text(2)},
                                        {"year", row.integer(3)},
                                        {"number", row.text(4)},
                                        {"decided_on", row.text(5)},
                                        {"other_number", row.text(6)},
                                        {"other_on", row.text(7)},
                                        {"href", place + row.string(0) + "/sheet"}};
                });
}

Findings find_dates(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    auto const from =
        "decision d JOIN decision e ON e.number_key = d.number_key AND e.authority = d.authority"
        " AND substr(e.decided_on, 1, 4) = substr(d.decided_on, 1, 4) AND e.decided_on > "
        "d.decided_on"
        " WHERE " +
        readable_decision(actor, "d") + " AND " + readable_decision(actor, "e");
    return read(tx,
                window,
                "d.number, d.authority, d.decided_on, e.decided_on, d.ref, e.ref",
                from,
                "d.decided_on DESC, d.ref, e.ref",
                [](storage::Rows const& row) {
                    return json::object{{"number", row.text(0)},
                                        {"authority", row.text(1)},
                                        {"decided_on", row.text(2)},
                                        {"other_on", row.text(3)},
                                        {"href", decision_href(row.text(4))},
                                        {"other_href", decision_href(row.text(5))}};
                });
}

// Findings that are worked out here: all of them are known, the window is cut from them.
Findings cut(json::array all, Window window)
{
    Findings findings;
    findings.total = static_cast<std::int64_t>(all.size());
    auto const first = std::min(window.first(), findings.total);
    auto const last = std::min(first + window.size, findings.total);
    for (auto i = first; i < last; ++i)
        findings.rows.push_back(std::move(all[static_cast<std::size_t>(i)]));
    return findings;
}

Findings find_gaps(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    using Series =
        std::tuple<std::string, std::string, std::string>;  // Year (backwards), authority, symbol.
    std::map<Series, std::vector<std::int64_t>, std::greater<>> series;
    auto rows = tx.query(
        "SELECT d.number_key, substr(d.decided_on, 1, 4), d.authority FROM decision d WHERE " +
        readable_decision(actor, "d"));
    while (rows.next()) {
        if (auto const number = serial_number(rows.text(0))) {
            series[{rows.string(1), rows.string(2), number->symbol}].push_back(number->serial);
        }
    }
    json::array all;
    for (auto const& [key, serials] : series) {
        auto const& [year, authority, symbol] = key;
        for (auto const& gap : gaps_in(serials)) {
            all.push_back({{"year", year},
                           {"authority", authority},
                           {"symbol", symbol},
                           {"first", gap.first},
                           {"last", gap.last},
                           {"missing", gap.last - gap.first + 1},
                           {"href", "/decisions?year=" + year}});
        }
    }
    return cut(std::move(all), window);
}

bool is_about_the_recipient(intake::Remark const& error)
{
    return error.column == "subject" || error.column == "full_name" || error.column == "unit";
}

// An import's report may name marked records, and only who ran it knew of them all.
Findings find_unmatched(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    json::array all;
    auto rows = tx.query(
        "SELECT i.ref, i.filename, i.report FROM import_run i WHERE i.kind = 'awards'"
        " AND i.rejected > 0 AND i.state IN ('checked', 'stored') AND (i.done_by = ?1 OR ?2 = 1)"
        " ORDER BY i.done_at DESC, i.ref",
        {actor.name, actor.clearance == access::Marking::TuyetMat ? 1 : 0});
    while (rows.next()) {
        for (auto const& error : intake::from_stored(rows.text(2)).errors) {
            if (!is_about_the_recipient(error)) continue;
            json::object args;
            for (auto const& [name, value] : error.args) args[name] = value;
            all.push_back({{"file", rows.text(1)},
                           {"row", error.row},
                           {"column", error.column},
                           {"message", json::object{{"key", error.key}, {"args", std::move(args)}}},
                           {"href", "/imports/" + rows.string(0)}});
        }
    }
    return cut(std::move(all), window);
}

// Awards decided before the subject's first day or after its last.
struct Life {
    std::string_view subject_kind;
    std::string subjects;   // table and alias s
    std::string first;      // its columns
    std::string last;
    std::string condition;  // of more
};

Findings find_outside(storage::Transaction& tx, access::Actor const& actor, Window window, Life const& life)
{
    auto const from = "award a JOIN " + life.subjects +
                      " ON s.id = a.subject_id JOIN decision d ON d.id = a.decision_id"
                      " JOIN award_type k ON k.code = a.award WHERE a.subject_kind = '" +
                      std::string{life.subject_kind} + "'" + life.condition + " AND (a.decided_on < s." + life.first +
                      " OR a.decided_on > s." + life.last + ") AND " + readable_award(actor, "a");
    auto const columns = "s.code, a.subject_name, a.award, k.name_vi, d.number, d.decided_on, s." + life.first + ", s." +
                         life.last + ", d.ref";
    return read(tx, window, columns, from, "a.decided_on DESC, a.id", [&](storage::Rows const& row) {
        return json::object{{"subject", row.text(0)},
                            {"subject_name", row.text(1)},
                            {"award", row.text(2)},
                            {"award_name", row.text(3)},
                            {"number", row.text(4)},
                            {"decided_on", row.text(5)},
                            {life.first, text_or_null(row, 6)},
                            {life.last, text_or_null(row, 7)},
                            {"href", decision_href(row.text(8))}};
    });
}

Findings find_service(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    return find_outside(tx, actor, window,
                        {organisation::kPerson, "person s", "joined", "left_on", " AND a.posthumous = 0"});
}

Findings find_life(storage::Transaction& tx, access::Actor const& actor, Window window)
{
    return find_outside(tx, actor, window, {organisation::kUnit, "unit s", "valid_from", "valid_to", ""});
}

std::vector<Check> all_checks()
{
    Column const subject{"subject", "checks.column.subject"};
    Column const name{"subject_name", "checks.column.name"};
    Column const award{"award_name", "checks.column.award"};
    Column const year{"year", "checks.column.year", "year"};
    Column const number{"number", "checks.column.number"};
    Column const day{"decided_on", "checks.column.decided-on", "date"};
    Column const authority{"authority", "checks.column.authority", "term:authority"};
    Column const other_day{"other_on", "checks.column.other-on", "date"};
    return {
        {"doubles",
         {subject,
          name,
          award,
          year,
          number,
          day,
          {"other_number", "checks.column.other-number"},
          other_day},
         find_doubles},
        {"dates", {number, authority, day, other_day}, find_dates},
        {"gaps",
         {year,
          authority,
          {"symbol", "checks.column.symbol"},
          {"first", "checks.column.first", "number"},
          {"last", "checks.column.last", "number"},
          {"missing", "checks.column.missing", "number"}},
         find_gaps},
        {"unmatched",
         {{"file", "checks.column.file"},
          {"row", "checks.column.row", "number"},
          {"message", "checks.column.message"}},
         find_unmatched},
        {"service",
         {subject,
          name,
          award,
          number,
          day,
          {"joined", "checks.column.joined", "date"},
          {"left_on", "checks.column.left-on", "date"}},
         find_service},
        {"life",
         {subject,
          name,
          award,
          number,
          day,
          {"valid_from", "checks.column.valid-from", "date"},
          {"valid_to", "checks.column.valid-to", "date"}},
         find_life},
    };
}

}  // namespace

std::span<Check const> checks()
{
    static std::vector<Check> const all = all_checks();
    return all;
}

Check const* find_check(std::string_view name)
{
    auto const found = std::ranges::find(checks(), name, &Check::name);
    return found == checks().end() ? nullptr : &*found;
}

std::optional<SerialNumber> serial_number(std::string_view number_key)
{
    SerialNumber number;
    auto const end = number_key.data() + number_key.size();
    auto const parsed = std::from_chars(number_key.data(), end, number.serial);
    if (parsed.ec != std::errc{} || number.serial <= 0) return std::nullopt;
    number.symbol.assign(parsed.ptr, end);
    return number;
}

std::vector<Range> gaps_in(std::vector<std::int64_t> serials)
{
    std::ranges::sort(serials);
    serials.erase(std::ranges::unique(serials).begin(), serials.end());
    if (serials.size() < 2) return {};
    auto const span = serials.back() - serials.front() + 1;
    if (static_cast<std::int64_t>(serials.size()) * 2 < span) return {};
    std::vector<Range> gaps;
    for (std::size_t i = 1; i < serials.size(); ++i) {
        if (serials[i] > serials[i - 1] + 1) gaps.push_back({serials[i - 1] + 1, serials[i] - 1});
    }
    return gaps;
}

}  // namespace thidua::registry
