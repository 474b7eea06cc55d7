#include "register/sheet.h"

#include "http/page.h"
#include "organisation/lookup.h"
#include "register/search_awards.h"
#include "register/search_rows.h"
#include "register/search_units.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace thidua::registry {

namespace json = boost::json;
using access::Permission;

namespace {

// Keys of a subject's awards with the day they were decided on.
using Dated = std::vector<std::pair<std::string, std::int64_t>>;

void add_awards(storage::Transaction& tx,
                access::Actor const& actor,
                SheetSubject const& subject,
                UnitPart const& part,
                Dated& awards)
{
    auto rows = tx.query(
        "SELECT a.decided_on, a.id FROM award a WHERE a.subject_kind = ?1 AND a.subject_id = ?2"
        " AND a.marking <= ?3 AND a.state <> 'withdrawn' AND " +
            exists_in_part(part, "a.unit_id"),
        {subject.kind, subject.id, static_cast<int>(actor.clearance)});
    while (rows.next()) awards.emplace_back(rows.string(0), rows.integer(1));
}

std::vector<std::int64_t> by_day(Dated awards)
{
    std::ranges::sort(awards);
    std::vector<std::int64_t> ids;
    for (auto const& [day, id] : awards) ids.push_back(id);
    return ids;
}

json::value find_predecessor(Sheet const& sheet, json::object const& row)
{
    for (auto const& subject : sheet.subjects) {
        if (subject.is_predecessor && subject.code == row.at("subject").as_string()) {
            return json::object{{"code", subject.code}, {"name", subject.name}};
        }
    }
    return nullptr;
}

std::vector<http::Column> sheet_columns()
{
    return {{"decided_on", "search.column.decided-on", "date"},
            {"number", "search.column.number"},
            {"authority", "search.column.authority", "term:authority"},
            {"award_name", "search.column.award"},
            {"year", "search.column.year", "year"},
            {"mode", "search.column.mode", "term:mode"},
            {"unit_name", "search.column.unit"},
            {"subject_name", "search.column.subject"},
            {"revoked", "search.column.revoked", "flag"},
            {"certificate_no", "search.column.certificate"},
            {"checked", "search.column.checked", "flag"}};
}

// How often each award is held, in the order it was first received; revoked ones do not count.
json::array counts_of(json::array const& rows)
{
    json::array counts;
    for (auto const& value : rows) {
        auto const& row = value.as_object();
        if (row.at("state").as_string() != "valid") continue;
        auto const same = std::ranges::find_if(
            counts, [&](json::value const& count) { return count.at("award") == row.at("award"); });
        if (same == counts.end()) {
            counts.push_back(
                {{"award", row.at("award")}, {"award_name", row.at("award_name")}, {"count", 1}});
        } else {
            same->at("count").as_int64() += 1;
        }
    }
    return counts;
}

}  // namespace

Result<Sheet> person_sheet(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string_view code)
{
    auto const person = organisation::find_person(tx, code);
    if (!person) return not_found();
    bool const own = actor.person == person->code && actor.may(Permission::ReadOwnSheet);
    bool const whole = own || actor.may(Permission::ReadRegister, person->unit_path);
    Sheet sheet{
        {{std::string{organisation::kPerson}, person->id, person->code, person->full_name, false}},
        {}};

    UnitPart const part{whole ? std::vector<access::Scope>{"/"}
                              : actor.scopes(Permission::ReadRegister)};
    Dated awards;
    add_awards(tx, actor, sheet.subjects.front(), part, awards);
    if (!whole && awards.empty()) return not_found();
    sheet.awards = by_day(std::move(awards));
    return sheet;
}

Result<Sheet> unit_sheet(storage::Transaction& tx,
                         access::Actor const& actor,
                         std::string_view code)
{
    auto const unit = organisation::find_unit(tx, code);
    if (!unit || !actor.may(Permission::ReadRegister, unit->path)) return not_found();
    std::string const kind{organisation::kUnit};
    Sheet sheet{{{kind, unit->id, unit->code, unit->name, false}}, {}};
    for (auto const& kin : organisation::predecessors(tx, unit->id)) {
        sheet.subjects.push_back({kind, kin.unit.id, kin.unit.code, kin.unit.name, true});
    }
    Dated awards;
    for (auto const& subject : sheet.subjects) add_awards(tx, actor, subject, {{"/"}}, awards);
    sheet.awards = by_day(std::move(awards));
    return sheet;
}

json::object sheet_document(storage::Transaction& tx,
                            access::Actor const& actor,
                            Sheet const& sheet,
                            bool certified)
{
    json::array listed;
    json::array unchecked;
    for (auto& value : award_rows(tx, actor, sheet.awards)) {
        auto& row = value.as_object();
        row["predecessor"] = find_predecessor(sheet, row);
        bool const is_listed = !certified || row.at("checked").as_bool();
        (is_listed ? listed : unchecked).push_back(std::move(row));
    }
    json::array predecessors;
    for (auto const& subject : sheet.subjects) {
        if (subject.is_predecessor)
            predecessors.push_back({{"code", subject.code}, {"name", subject.name}});
    }
    auto const& whose = sheet.subjects.front();
    json::object document{{"subject", organisation::subject_display(tx, whose.kind, whose.id)},
                          {"predecessors", std::move(predecessors)},
                          {"certified", certified},
                          {"counts", counts_of(listed)},
                          {"unchecked", std::move(unchecked)}};
    auto const total = static_cast<std::int64_t>(listed.size());
    document["list"] = http::list_document({sheet_columns(),
                                            std::move(listed),
                                            total,
                                            false,
                                            1,
                                            std::max(1, static_cast<int>(total))});
    return document;
}

json::array latest_awards(storage::Transaction& tx,
                          access::Actor const& actor,
                          Sheet const& sheet,
                          std::size_t count)
{
    auto newest = sheet.awards;
    std::ranges::reverse(newest);
    newest.resize(std::min(count, newest.size()));
    auto rows = award_rows(tx, actor, newest);
    for (auto& row : rows)
        row.as_object()["predecessor"] = find_predecessor(sheet, row.as_object());
    return rows;
}

}  // namespace thidua::registry
