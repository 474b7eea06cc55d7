// The tables of rotation.
#pragma once

#include "rotation/rotation.h"

namespace thidua::rotation {

// Without asking rights.
std::optional<Rotation> load(storage::Transaction& tx, organisation::Block const& block, int year);
void touch(storage::Transaction& tx, Rotation const& rotation);

}  // namespace thidua::rotation
