// The schema, as numbered files src/*/schema/NNNN_name.sql in one global order, forward only.
#pragma once

#include "storage/database.h"

namespace thidua::storage {

// Brings the schema to what this program carries: every missing file, in the order of its number, in
// one transaction, under a lock. Returns how many files ran.
// Refused "storage.schema-newer" when the database has files this program does not know.
Result<int> migrate(Database& db);

}  // namespace thidua::storage
