// One task for one piece of work: where a capability puts a unit's work of a window on its list
// itself, closer to where it is done, the window adds none of its own.
#pragma once

#include "programme/windows.h"

#include <string>

namespace thidua::programme {

// Whose last day counts where the work is entered: when the window is extended, the task moves
// along, or it keeps the day that whoever gave it set.
enum class LastDay { OfWindow, OfTask };

// `task` is the inbox key of what the unit was given for the work. The window's own task is taken
// off.
void window_work_given(audit::Act& act,
                       WindowKind kind,
                       int year,
                       std::int64_t unit_id,
                       std::string const& task,
                       LastDay last_day = LastDay::OfWindow);

struct WindowWork {
    std::string task;
    LastDay last_day;
};
// What the unit was given so. While one of them is open the window does not ask.
std::vector<WindowWork> window_work_of(storage::Transaction& tx,
                                       WindowKind kind,
                                       int year,
                                       std::int64_t unit_id);

}  // namespace thidua::programme
