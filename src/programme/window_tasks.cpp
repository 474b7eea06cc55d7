#include "programme/window_tasks.h"

#include "inbox/inbox.h"
#include "programme/reminders.h"

namespace thidua::programme {

void window_work_given(audit::Act& act,
                       WindowKind kind,
                       int year,
                       std::int64_t unit_id,
                       std::string const& task)
{
    act.tx.execute("INSERT INTO window_work (task, kind, year, unit_id) VALUES (?1, ?2, ?3, ?4)"
                   " ON CONFLICT (task) DO NOTHING",
                   {task, name_of(kind), year, unit_id});
    auto const window = find_window(act.tx, kind, year, unit_id);
    if (window) inbox::complete(act, task_key(*window, unit_id));
}

std::vector<std::string> window_work_of(storage::Transaction& tx,
                                        WindowKind kind,
                                        int year,
                                        std::int64_t unit_id)
{
    std::vector<std::string> tasks;
    auto rows = tx.query("SELECT task FROM window_work WHERE kind = ?1 AND year = ?2 AND unit_id ="
                         " ?3 ORDER BY task",
                         {name_of(kind), year, unit_id});
    while (rows.next()) tasks.push_back(rows.string(0));
    return tasks;
}

}  // namespace thidua::programme
