// SQL of targets and shares; no rights are asked here.
#pragma once

#include "movement/target.h"

namespace thidua::movement {

struct NewShare {
    std::int64_t target = 0;
    organisation::Subject subject;
    std::int64_t unit = 0;
    std::int64_t wanted = 0;
};
// Each below the nearest unit above it that has a share; earlier shares may come to lie below new
// ones.
void insert_shares(storage::Transaction& tx, std::int64_t spread, std::vector<NewShare> const& shares);
// Finds every share of the target its parent anew.
void link_shares(storage::Transaction& tx, std::int64_t target);
// Carries results up from the share's parent to the target.
void roll_up(storage::Transaction& tx, std::int64_t share);
// The target's own result from the shares at its top.
void roll_up_target(storage::Transaction& tx, std::int64_t target);

}  // namespace thidua::movement
