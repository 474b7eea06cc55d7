// SQL of rulings; no rights are asked here.
#pragma once

#include "legal/rulings.h"

namespace thidua::legal {

// Stores the ruling and its units; fills in id.
void insert_ruling(storage::Transaction& tx, Ruling& ruling);
void insert_end(storage::Transaction& tx, std::int64_t ruling_id, RulingEnd& end);
// State and who decided, of the ruling or of its end; the ruling's version moves on.
void update_passage(storage::Transaction& tx, Ruling const& ruling);
void update_end(storage::Transaction& tx, Ruling const& ruling);
void touch(storage::Transaction& tx, Ruling const& ruling);

}  // namespace thidua::legal
