// What a new day brings: posts that begin or end change today's unit, position and rank of people.
#pragma once

#include "audit/audit.h"
#include "jobs/runner.h"

namespace thidua::organisation {

// Catches up with every day since the last call. Nothing happens on the second call of a day.
void begin_day(audit::Act& act);

// The job that calls begin_day and asks for itself again for the day after.
void add_jobs(jobs::Runner& runner);
// Asks for the first one; at the start of the program, harmless when repeated.
void schedule_days(audit::Act& act);

}  // namespace thidua::organisation
