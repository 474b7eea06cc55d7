// What the units are told of windows and tasks, and what a new day brings.
#pragma once

#include "jobs/runner.h"
#include "programme/programme.h"

namespace thidua::programme {

// The inbox key of a unit's task for a window.
std::string task_key(Window const& window, std::int64_t unit_id);
// The unit's task, with its last day; given again it is open again. Where a capability asks for the
// work itself (window_tasks.h) at most the last day of its task moves.
void give_task(audit::Act& act, Window const& window, Due const& due);
std::string task_key(Task const& task);
void give_task(audit::Act& act, Programme const& programme, Task const& task);

// Tells what has opened, reminds, and says to the planning office who is late; each once.
void begin_day(audit::Act& act);

// The job that calls begin_day and asks for itself again for the day after.
void add_jobs(jobs::Runner& runner);
// Asks for the first one; at the start of the program, harmless when repeated.
void schedule_days(audit::Act& act);

}  // namespace thidua::programme
