// Tasks in "Việc của tôi" that a round gives.
#pragma once

#include "block/round.h"

namespace thidua::block {

std::string self_task(Round const& round, Member const& unit);
std::string cross_task(Round const& round, Member const& unit, Member const& scorer);
void assign_self(audit::Act& act, Round const& round, Member const& unit);
void assign_cross(audit::Act& act, Round const& round, Member const& unit, Member const& scorer);

}  // namespace thidua::block
