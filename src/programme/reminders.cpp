#include "programme/reminders.h"

#include "inbox/deadlines.h"
#include "inbox/inbox.h"
#include "programme/programme_store.h"
#include "programme/window_tasks.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;

constexpr std::string_view kJob = "programme.day";

// Who does the work of a window in a unit.
Permission worker_of(WindowKind kind)
{
    switch (kind) {
    case WindowKind::SelfScore:
    case WindowKind::CrossScore: return Permission::WriteScores;
    case WindowKind::Covenant: return Permission::SignForUnit;
    case WindowKind::Registration:
    case WindowKind::MidYear:
    case WindowKind::YearEnd:
    case WindowKind::Dossiers: return Permission::WriteRegistrations;
    }
    return Permission::WriteRegistrations;
}

std::string page_of(Window const& window) { return "/programme/windows/" + window.ref; }

Args words_of(Window const& window, Due const& due)
{
    return {{"kind", std::string{name_of(window.kind)}},
            {"year", std::to_string(window.year)},
            {"unit", due.name},
            {"day", to_iso(due.last_day)}};
}

void tell_open(audit::Act& act, Window const& window)
{
    for (auto const& due : dues_of(act.tx, window.id)) {
        if (!due.done_on) give_task(act, window, due);
    }
    act.tx.execute("UPDATE programme_window SET told_on = ?2 WHERE id = ?1",
                   {window.id, to_iso(act.today())});
}

void remind(audit::Act& act, Window const& window)
{
    for (auto const& due : dues_of(act.tx, window.id)) {
        if (due.done_on) continue;
        inbox::notify(act,
                      {.to = {.permission = worker_of(window.kind), .unit_path = due.path},
                       .dedup = task_key(window, due.unit_id) + ":reminder",
                       .sentence = "programme.reminder." + std::string{name_of(window.kind)},
                       .args = words_of(window, due),
                       .link = page_of(window)});
    }
    act.tx.execute("UPDATE programme_window SET reminded_on = ?2 WHERE id = ?1",
                   {window.id, to_iso(act.today())});
}

void tell_late(audit::Act& act, Window const& window, Programme const& programme)
{
    auto const dues = dues_of(act.tx, window.id);
    auto const late = std::count_if(dues.begin(), dues.end(), [&](Due const& due) {
        return !due.done_on && due.last_day < act.today();
    });
    if (late > 0) {
        inbox::notify(act,
                      {.to = {.permission = Permission::PlanYear,
                              .unit_path = programme.owner.path},
                       .dedup = "programme:late:" + window.ref,
                       .sentence = "programme.late." + std::string{name_of(window.kind)},
                       .args = {{"year", std::to_string(window.year)},
                                {"late", std::to_string(late)}},
                       .link = page_of(window)});
    }
    act.tx.execute("UPDATE programme_window SET late_told_on = ?2 WHERE id = ?1",
                   {window.id, to_iso(act.today())});
}

struct Told {
    std::int64_t programme_id = 0;
    WindowKind kind = WindowKind::Registration;
    bool open = false, reminded = false, late = false;
};

// Windows of issued programmes that have opened and of which not everything was said yet.
std::vector<Told> untold(storage::Transaction& tx, Date today)
{
    std::vector<Told> list;
    for (auto rows = tx.query("SELECT w.programme_id, w.kind, w.told_on, w.reminded_on,"
                              " w.late_told_on FROM programme_window w"
                              " JOIN programme p ON p.id = w.programme_id"
                              " WHERE p.state = 'issued' AND w.opens_on <= ?1"
                              " AND w.late_told_on IS NULL ORDER BY w.id",
                              {to_iso(today)});
         rows.next();) {
        list.push_back({rows.integer(0),
                        window_kind(rows.text(1)).value(),
                        !rows.is_null(2),
                        !rows.is_null(3),
                        !rows.is_null(4)});
    }
    return list;
}

void ask_for(audit::Act& act, Date day)
{
    jobs::enqueue(act, {.kind = std::string{kJob}, .slot = to_iso(day), .due = start_of(day)}, {});
}

}  // namespace

std::string task_key(Window const& window, std::int64_t unit_id)
{
    return "programme:window:" + window.ref + ":" + std::to_string(unit_id);
}

void give_task(audit::Act& act, Window const& window, Due const& due)
{
    bool asked = false;
    for (auto const& work : window_work_of(act.tx, window.kind, window.year, due.unit_id)) {
        bool const open = work.last_day == LastDay::OfTask
                              ? inbox::is_open(act.tx, work.task)
                              : inbox::set_deadline(act, work.task, due.last_day);
        asked = open || asked;
    }
    if (asked) return;
    inbox::assign(act,
                  {.to = {.permission = worker_of(window.kind), .unit_path = due.path},
                   .dedup = task_key(window, due.unit_id),
                   .sentence = "programme.task." + std::string{name_of(window.kind)},
                   .args = words_of(window, due),
                   .link = page_of(window),
                   .deadline = due.last_day});
}

std::string task_key(Task const& task) { return "programme:task:" + task.ref; }

void give_task(audit::Act& act, Programme const& programme, Task const& task)
{
    inbox::assign(act,
                  {.to = {.permission = Permission::WriteMovements, .unit_path = task.unit_path},
                   .dedup = task_key(task),
                   .sentence = "programme.task.work",
                   .args = {{"content", task.content}},
                   .link = "/programme/" + programme.ref + "#tasks",
                   .deadline = task.due});
}

void begin_day(audit::Act& act)
{
    for (auto const& told : untold(act.tx, act.today())) {
        auto const window = window_of(act.tx, told.programme_id, told.kind).value();
        auto const programme = load_programme(act.tx, told.programme_id).value();
        if (!told.open) tell_open(act, window);
        auto const reminder = window.last_day.plus_days(-window.remind_days);
        if (!told.reminded && window.remind_days > 0 && reminder > window.opens && act.today() >= reminder &&
            act.today() <= window.last_day) {
            remind(act, window);
        }
        if (act.today() > window.last_day) tell_late(act, window, programme);
    }
}

void add_jobs(jobs::Runner& runner)
{
    runner.add(std::string{kJob}, [](jobs::Work&) -> Result<jobs::Outcome> {
        return jobs::Outcome{.write = [](audit::Act& act) -> Result<boost::json::object> {
            begin_day(act);
            ask_for(act, act.today().plus_days(1));
            return boost::json::object{};
        }};
    });
}

void schedule_days(audit::Act& act) { ask_for(act, act.today()); }

}  // namespace thidua::programme
