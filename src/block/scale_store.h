// SQL of scales; no rights are asked here.
#pragma once

#include "block/scale.h"

namespace thidua::block {

// Stores it as the newest of its series (its own, where `series` is empty); fills in id, ref,
// series and number.
void insert_scale(storage::Transaction& tx,
                  StoredScale& scale,
                  std::optional<std::int64_t> owner_unit_id);
// Name, level, body and proposal; the version moves on.
void update_scale(storage::Transaction& tx, StoredScale const& scale);
void update_scale_state(storage::Transaction& tx, StoredScale const& scale);

}  // namespace thidua::block
