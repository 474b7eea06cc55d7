// Rows of targets and plans, of the working text and of editions: inside this folder.
#pragma once

#include "covenant/covenant.h"

#include <optional>
#include <string>

namespace thidua::covenant {

// A target of the working text: a new one under a new ref, or written over the one of its ref.
// Behind the others where it has no position yet. Its id.
std::int64_t put_target(Act& act, Covenant const& covenant, Target const& target);
// A unit's plan of a working target; nothing happens where it has one.
void add_plan(Act& act, std::int64_t target_id, std::int64_t unit_id, Plan const& plan);
// A target of an edition with a plan: of a unit, or (nothing) of the block.
void insert_edition_target(Act& act,
                           std::int64_t edition_id,
                           Target const& target,
                           std::optional<std::int64_t> unit_id,
                           Plan const& plan);

}  // namespace thidua::covenant
