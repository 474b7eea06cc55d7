// Keys after rows were written with their own ids (generators, restore).
#pragma once

#include "storage/database.h"

namespace thidua::storage {

// Makes the next assigned id of every table greater than those present. SQLite does so by itself.
void reset_identities(Transaction& tx);

}  // namespace thidua::storage
