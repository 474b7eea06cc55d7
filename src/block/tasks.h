// Tasks in "Việc của tôi" that a round gives.
#pragma once

#include "block/round.h"

namespace thidua::block {

std::string self_task(Round const& round, Member const& unit);
std::string cross_task(Round const& round, Member const& unit, Member const& scorer);
void assign_self(audit::Act& act, Round const& round, Member const& unit);
void assign_cross(audit::Act& act, Round const& round, Member const& unit, Member const& scorer);

// Tells the year's programme whether the unit's own sheet, and all it has to cross-score, is in. A
// round of half a year has no window.
void settle_self_window(audit::Act& act, Round const& round, Member const& unit, bool sent);
void settle_cross_window(audit::Act& act, Round const& round, Member const& scorer);

}  // namespace thidua::block
