#include "base/random.h"
#include "inbox/inbox.h"
#include "organisation/acts.h"
#include "programme/programme_store.h"
#include "programme/reminders.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;

// How far a window may lie from its year: a programme is planned at the end of the year before and
// its last dossiers go in after the year's end.
bool fits_year(Programme const& programme, Date day)
{
    return day >= make_date(programme.year - 1, 7, 1).value() &&
           day <= make_date(programme.year + 1, 12, 31).value();
}

std::string told(Window const& window)
{
    return to_vietnamese(window.opens) + " – " + to_vietnamese(window.last_day);
}

Result<void> check_days(Programme const& programme, SetWindow const& command)
{
    if (command.last_day < command.opens)
        return bad_input("programme.error.ends-before", {}, "last_day");
    auto const year = std::to_string(programme.year);
    if (!fits_year(programme, command.opens))
        return bad_input("programme.error.far-from-year", {{"year", year}}, "opens");
    if (!fits_year(programme, command.last_day))
        return bad_input("programme.error.far-from-year", {{"year", year}}, "last_day");
    if (command.remind_days < 0 || command.remind_days > kMostReminderDays) {
        return bad_input("programme.error.remind-days",
                         {{"most", std::to_string(kMostReminderDays)}},
                         "remind_days");
    }
    return {};
}

boost::json::object audited(WindowKind kind, Date opens, Date last_day)
{
    return {{"kind", name_of(kind)}, {"opens", to_iso(opens)}, {"last_day", to_iso(last_day)}};
}

struct MarkedWindow {
    Programme programme;
    Window window;
};
Result<MarkedWindow> window_to_mark(audit::Act& act, std::string const& ref)
{
    auto const id = act.tx.integer("SELECT programme_id FROM programme_window WHERE ref = ?1", {ref});
    if (!id) return not_found();
    auto const known = load_programme(act.tx, *id).value();
    auto programme = find_programme(act.tx, act.actor, known.ref);
    if (!programme) return not_found();
    if (!may_plan(act.actor, *programme)) return denied();
    for (auto const& window : windows_of(act.tx, *id)) {
        if (window.ref != ref) continue;
        if (!is_marked_by_hand(window.kind) || !programme->is_issued())
            return failure(Kind::Refused, "programme.error.marks-itself");
        return MarkedWindow{*std::move(programme), window};
    }
    return not_found();
}

// The tasks that are still open get the new last day.
void tell_again(audit::Act& act, Window const& window)
{
    act.tx.execute("UPDATE programme_window SET reminded_on = NULL, late_told_on = NULL,"
                   " version = version + 1 WHERE id = ?1",
                   {window.id});
    if (act.today() < window.opens) return;
    for (auto const& due : dues_of(act.tx, window.id)) {
        if (!due.done_on) give_task(act, window, due);
    }
}

}  // namespace

Result<void> set_window(audit::Act& act, SetWindow const& command)
{
    auto const programme = TD_TRY(programme_to_change(act, command.ref, command.version));
    TD_CHECK(check_days(programme, command));
    TD_CHECK(check_reason(programme, command.reason));
    auto const before = window_of(act.tx, programme.id, command.kind);
    if (before && act.tx.integer("SELECT id FROM programme_window WHERE id = ?1 AND told_on IS NOT"
                                 " NULL",
                                 {before->id})) {
        return failure(Kind::Refused, "programme.error.window-open");
    }
    act.tx.execute("INSERT INTO programme_window (ref, programme_id, kind, opens_on, closes_on,"
                   " remind_days) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (programme_id, kind) DO UPDATE SET"
                   " opens_on = excluded.opens_on, closes_on = excluded.closes_on,"
                   " remind_days = excluded.remind_days,"
                   " version = programme_window.version + 1",
                   {random_token(10),
                    programme.id,
                    name_of(command.kind),
                    to_iso(command.opens),
                    to_iso(command.last_day),
                    command.remind_days});
    auto const now = window_of(act.tx, programme.id, command.kind).value();
    keep_amendment(act,
                   programme,
                   {"window",
                    std::string{name_of(command.kind)},
                    before ? told(*before) : "",
                    told(now),
                    command.reason});
    touch(act.tx, programme);
    leave_line(act,
               "programme.window",
               programme,
               before ? audited(command.kind, before->opens, before->last_day)
                      : boost::json::object{},
               audited(command.kind, command.opens, command.last_day));
    if (programme.is_issued()) begin_day(act);
    return {};
}

Result<void> extend_window(audit::Act& act, ExtendWindow const& command)
{
    auto const programme = TD_TRY(programme_to_change(act, command.ref, command.version));
    auto const before = window_of(act.tx, programme.id, command.kind);
    if (!before) return not_found();
    if (!programme.is_issued()) return failure(Kind::Refused, "programme.error.extend-draft");
    if (command.reason.empty()) return bad_input("error.required", {}, "reason");
    std::optional<organisation::Unit> unit;
    auto old_last_day = before->last_day;
    if (!command.unit.empty()) {
        unit = TD_TRY(organisation::unit_for(act, command.unit, Permission::PlanYear, "unit"));
        if (auto const theirs = find_window(act.tx, command.kind, programme.year, unit->id);
            theirs && theirs->id == before->id)
            old_last_day = theirs->last_day;
        else
            return bad_input("programme.error.other-window", {{"unit", unit->name}}, "unit");
    }
    if (command.last_day <= old_last_day) {
        return bad_input(
            "programme.error.not-later", {{"day", to_vietnamese(old_last_day)}}, "last_day");
    }
    if (!fits_year(programme, command.last_day)) {
        return bad_input("programme.error.far-from-year",
                         {{"year", std::to_string(programme.year)}},
                         "last_day");
    }
    auto const unit_id = unit ? std::optional{unit->id} : std::nullopt;
    act.tx.execute("INSERT INTO window_extension (window_id, unit_id, old_last_day, new_last_day,"
                   " reason, entered_by, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   {before->id,
                    unit_id,
                    to_iso(old_last_day),
                    to_iso(command.last_day),
                    command.reason,
                    act.actor.name,
                    act.now.seconds});
    touch(act.tx, programme);
    auto after = audited(command.kind, before->opens, command.last_day);
    after["reason"] = command.reason;
    if (unit) after["unit"] = unit->code;
    leave_line(act,
               "programme.extend",
               programme,
               audited(command.kind, before->opens, old_last_day),
               after);
    tell_again(act, window_of(act.tx, programme.id, command.kind).value());
    return {};
}

bool is_marked_by_hand(WindowKind kind)
{
    return kind == WindowKind::MidYear || kind == WindowKind::YearEnd ||
           kind == WindowKind::Dossiers;
}

Result<void> mark_done(audit::Act& act, MarkDone const& command)
{
    auto const found = TD_TRY(window_to_mark(act, command.window));
    auto const dues = dues_of(act.tx, found.window.id);
    auto const due = std::find_if(
        dues.begin(), dues.end(), [&](Due const& each) { return each.code == command.unit; });
    if (due == dues.end()) return bad_input("programme.error.not-owed", {}, "unit");
    if (command.received_on > act.today())
        return bad_input("programme.error.done-later", {}, "received_on");
    if (command.take_back) {
        act.tx.execute("DELETE FROM window_done WHERE window_id = ?1 AND unit_id = ?2",
                       {found.window.id, due->unit_id});
        if (act.today() >= found.window.opens) give_task(act, found.window, *due);
    } else {
        act.tx.execute("INSERT INTO window_done (window_id, unit_id, done_on, late)"
                       " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (window_id, unit_id) DO NOTHING",
                       {found.window.id,
                        due->unit_id,
                        to_iso(command.received_on),
                        command.received_on > due->last_day ? 1 : 0});
        inbox::complete(act, task_key(found.window, due->unit_id));
    }
    leave_line(act,
               command.take_back ? "programme.unmark" : "programme.mark",
               found.programme,
               {},
               {{"kind", name_of(found.window.kind)},
                {"unit", due->code},
                {"day", to_iso(command.received_on)}});
    return {};
}

}  // namespace thidua::programme
