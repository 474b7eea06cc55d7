// The last day of a task that somebody else gave moves.
#pragma once

#include "audit/audit.h"
#include "base/date.h"

#include <string_view>

namespace thidua::inbox {

// Of the open task with this key; false when there is none.
bool set_deadline(audit::Act& act, std::string_view dedup, Date last_day);

}  // namespace thidua::inbox
