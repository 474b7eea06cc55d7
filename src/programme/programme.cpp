#include "programme/programme.h"

#include "base/random.h"
#include "base/text.h"
#include "organisation/acts.h"
#include "programme/programme_store.h"
#include "programme/reminders.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;

constexpr int kFirstYear = 1945;
constexpr int kMonthsInYear = 12;

// Collects what is wrong with a form.
class Problems {
public:
    void add(std::string key, std::string field, Args args = {})
    {
        error_.problems.push_back({std::move(key), std::move(args), std::move(field)});
    }
    void need(std::string const& value, std::string const& field)
    {
        if (value.empty()) add("error.required", field);
        if (is_garbled(value)) add("error.garbled", field);
    }
    Result<void> check() const
    {
        if (!error_.problems.empty()) return error_;
        return {};
    }

private:
    Error error_;
};

// Those of a school year; a calendar year names none, it is for all others.
std::vector<organisation::Unit> units_named(storage::Transaction& tx,
                                            std::string_view calendar,
                                            organisation::Unit const& owner,
                                            std::vector<std::string> const& codes,
                                            Problems& problems)
{
    std::vector<organisation::Unit> units;
    if (calendar != kSchoolYear) return units;
    for (auto const& code : codes) {
        auto const unit = organisation::find_unit(tx, code);
        if (!unit || !access::covers(owner.path, unit->path) || unit->id == owner.id) {
            problems.add("programme.error.unit", "units", {{"unit", code}});
            continue;
        }
        bool const twice = std::any_of(
            units.begin(), units.end(), [&](auto const& each) { return each.id == unit->id; });
        if (!twice) units.push_back(*unit);
    }
    if (codes.empty()) problems.add("programme.error.no-units", "units");
    return units;
}

void store_units(storage::Transaction& tx,
                 std::int64_t programme_id,
                 std::vector<organisation::Unit> const& units)
{
    tx.execute("DELETE FROM programme_unit WHERE programme_id = ?1", {programme_id});
    for (auto const& unit : units) {
        tx.execute("INSERT INTO programme_unit (programme_id, unit_id) VALUES (?1, ?2)",
                   {programme_id, unit.id});
    }
}

std::string names_of(std::vector<organisation::Unit> const& units)
{
    std::string names;
    for (auto const& unit : units) names += (names.empty() ? "" : "; ") + unit.name;
    return names;
}

bool is_taken(storage::Transaction& tx,
              std::int64_t owner_id,
              int year,
              std::string const& calendar)
{
    return tx
        .integer("SELECT id FROM programme WHERE owner_unit_id = ?1 AND year = ?2 AND calendar ="
                 " ?3",
                 {owner_id, year, calendar})
        .has_value();
}

std::int64_t insert(storage::Transaction& tx, Programme const& programme)
{
    return tx.insert("INSERT INTO programme (ref, owner_unit_id, year, calendar, theme, grounds,"
                     " content, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'draft') RETURNING id",
                     {programme.ref,
                      programme.owner.id,
                      programme.year,
                      programme.calendar,
                      programme.theme,
                      programme.grounds,
                      programme.content});
}

std::string moved(std::string_view iso, int years)
{
    return to_iso(parse_iso_date(iso).value().plus_months(years * kMonthsInYear));
}

void copy_tasks(storage::Transaction& tx, Programme const& from, std::int64_t to_id, int years)
{
    for (auto const& task : tasks_of(tx, from.id)) {
        if (task.dropped) continue;
        auto const unit = organisation::find_unit(tx, task.unit_code);
        if (!unit || unit->valid_to) continue;
        tx.execute("INSERT INTO programme_task (ref, programme_id, content, unit_id, due_on)"
                   " VALUES (?1, ?2, ?3, ?4, ?5)",
                   {random_token(10), to_id, task.content, unit->id, moved(to_iso(task.due), years)});
    }
}

void copy_windows(storage::Transaction& tx, Programme const& from, std::int64_t to_id, int years)
{
    for (auto const& window : windows_of(tx, from.id)) {
        tx.execute("INSERT INTO programme_window (ref, programme_id, kind, opens_on, closes_on,"
                   " remind_days) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   {random_token(10),
                    to_id,
                    name_of(window.kind),
                    moved(to_iso(window.opens), years),
                    moved(to_iso(window.planned_last_day), years),
                    window.remind_days});
    }
}

void keep_text_amendments(audit::Act& act,
                          Programme const& programme,
                          EditProgramme const& command,
                          std::string const& units)
{
    auto const keep = [&](char const* subject, std::string const& was, std::string const& is) {
        if (was != is) keep_amendment(act, programme, {"text", subject, was, is, command.reason});
    };
    keep("theme", programme.theme, command.theme);
    keep("grounds", programme.grounds, command.grounds);
    keep("content", programme.content, command.content);
    keep("units", names_of(programme.units), units);
}

}  // namespace

Result<std::string> create_programme(audit::Act& act, CreateProgramme const& command)
{
    Problems problems;
    auto const owner = TD_TRY(organisation::unit_for(
        act, command.owner, Permission::PlanYear, "owner"));
    if (command.calendar != kCalendarYear && command.calendar != kSchoolYear)
        problems.add("error.choice", "calendar");
    if (command.year < kFirstYear || command.year > act.today().year() + 1)
        problems.add("error.year", "year");
    problems.need(command.theme, "theme");
    auto const units =
        units_named(act.tx, command.calendar, owner, command.units, problems);
    TD_CHECK(problems.check());
    if (is_taken(act.tx, owner.id, command.year, command.calendar))
        return bad_input("programme.error.taken", {{"unit", owner.name}}, "year");
    Programme programme{.ref = random_token(10),
                        .owner = owner,
                        .year = command.year,
                        .calendar = command.calendar,
                        .theme = command.theme,
                        .grounds = command.grounds,
                        .content = command.content};
    programme.id = insert(act.tx, programme);
    store_units(act.tx, programme.id, units);
    leave_line(act,
               "programme.create",
               programme,
               {},
               {{"year", programme.year}, {"calendar", programme.calendar}, {"theme", programme.theme}});
    return programme.ref;
}

Result<std::string> copy_programme(audit::Act& act, CopyProgramme const& command)
{
    auto const from = find_programme(act.tx, act.actor, command.ref);
    if (!from) return not_found();
    if (!may_plan(act.actor, *from)) return denied();
    if (command.year < kFirstYear || command.year > act.today().year() + 1)
        return bad_input("error.year", {}, "year");
    if (is_taken(act.tx, from->owner.id, command.year, from->calendar))
        return bad_input("programme.error.taken", {{"unit", from->owner.name}}, "year");
    auto copy = *from;
    copy.ref = random_token(10);
    copy.year = command.year;
    copy.id = insert(act.tx, copy);
    store_units(act.tx, copy.id, copy.units);
    copy_tasks(act.tx, *from, copy.id, copy.year - from->year);
    copy_windows(act.tx, *from, copy.id, copy.year - from->year);
    leave_line(act, "programme.copy", copy, {}, {{"year", copy.year}, {"from", from->year}});
    return copy.ref;
}

Result<void> edit_programme(audit::Act& act, EditProgramme const& command)
{
    auto const found = find_programme(act.tx, act.actor, command.ref);
    if (!found) return not_found();
    if (!may_plan(act.actor, *found)) return denied();
    if (found->version != command.version) {
        return organisation::stale({{"theme", command.theme, found->theme},
                                    {"grounds", command.grounds, found->grounds},
                                    {"content", command.content, found->content}});
    }
    Problems problems;
    problems.need(command.theme, "theme");
    if (found->is_issued()) problems.need(command.reason, "reason");
    auto const units =
        units_named(act.tx, found->calendar, found->owner, command.units, problems);
    TD_CHECK(problems.check());
    keep_text_amendments(act, *found, command, names_of(units));
    act.tx.execute("UPDATE programme SET theme = ?2, grounds = ?3, content = ?4 WHERE id = ?1",
                   {found->id, command.theme, command.grounds, command.content});
    store_units(act.tx, found->id, units);
    touch(act.tx, *found);
    boost::json::object after{{"theme", command.theme},
                              {"grounds", command.grounds},
                              {"content", command.content}};
    if (found->is_issued()) after["reason"] = command.reason;
    leave_line(act,
               found->is_issued() ? "programme.amend" : "programme.edit",
               *found,
               {{"theme", found->theme}, {"grounds", found->grounds}, {"content", found->content}},
               after);
    return {};
}

Result<void> issue_programme(audit::Act& act, IssueProgramme const& command)
{
    auto const programme = TD_TRY(programme_to_change(act, command.ref, command.version));
    if (programme.is_issued()) return failure(Kind::Refused, "programme.error.issued-already");
    Problems problems;
    problems.need(command.number, "number");
    problems.need(command.signer, "signer");
    if (command.dated > act.today()) problems.add("programme.error.dated-later", "dated");
    if (tasks_of(act.tx, programme.id).empty()) problems.add("programme.error.no-tasks", "");
    TD_CHECK(problems.check());
    act.tx.execute("UPDATE programme SET state = 'issued', number = ?2, dated = ?3, signer = ?4"
                   " WHERE id = ?1",
                   {programme.id, command.number, to_iso(command.dated), command.signer});
    touch(act.tx, programme);
    leave_line(act,
               "programme.issue",
               programme,
               {},
               {{"number", command.number},
                {"dated", to_iso(command.dated)},
                {"signer", command.signer}});
    for (auto const& task : tasks_of(act.tx, programme.id)) {
        if (!task.done_on && !task.dropped) give_task(act, programme, task);
    }
    begin_day(act);
    return {};
}

}  // namespace thidua::programme
