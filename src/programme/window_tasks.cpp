#include "programme/window_tasks.h"

#include "inbox/inbox.h"
#include "programme/reminders.h"

namespace thidua::programme {

void window_work_given(audit::Act& act,
                       WindowKind kind,
                       int year,
                       std::int64_t unit_id,
                       std::string const& task,
                       LastDay last_day)
{
    act.tx.execute("INSERT INTO window_work (task, kind, year, unit_id, keeps_day)"
                   " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (task) DO NOTHING",
                   {task, name_of(kind), year, unit_id, last_day == LastDay::OfTask ? 1 : 0});
    auto const window = find_window(act.tx, kind, year, unit_id);
    if (window) inbox::complete(act, task_key(*window, unit_id));
}

std::vector<WindowWork> window_work_of(storage::Transaction& tx,
                                       WindowKind kind,
                                       int year,
                                       std::int64_t unit_id)
{
    std::vector<WindowWork> work;
    auto rows = tx.query("SELECT task, keeps_day FROM window_work WHERE kind = ?1 AND year = ?2"
                         " AND unit_id = ?3 ORDER BY task",
                         {name_of(kind), year, unit_id});
    while (rows.next()) {
        auto const last_day = rows.integer(1) == 1 ? LastDay::OfTask : LastDay::OfWindow;
        work.push_back({rows.string(0), last_day});
    }
    return work;
}

}  // namespace thidua::programme
