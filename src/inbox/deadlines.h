// Tasks that somebody else gave: whether one is open, and its last day.
#pragma once

#include "audit/audit.h"
#include "base/date.h"

#include <string_view>

namespace thidua::inbox {

// Of the open task with this key; false when there is none.
bool set_deadline(audit::Act& act, std::string_view dedup, Date last_day);
bool is_open(storage::Transaction& tx, std::string_view dedup);

}  // namespace thidua::inbox
