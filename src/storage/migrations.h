// The schema, as numbered files src/*/schema/NNNN_name.sql in one global order, forward only.
#pragma once

#include "storage/database.h"

#include <string>
#include <vector>

namespace thidua::storage {

// Brings the schema to what this program carries: every missing file, in the order of its number,
// in one transaction, under a lock. Returns how many files ran. Refused "storage.schema-newer" when
// the database has files this program does not know. Refused "storage.schema-changed" when a file
// was edited after it ran.
Result<int> migrate(Database& db);

// A schema file as a database remembers it.
struct SchemaFile {
    int number;
    std::string name;
    std::string hash;
};
// Those that ran, by number. The table must exist: migrate() makes it.
std::vector<SchemaFile> schema_files(Transaction& tx);
// Makes the schema that exactly these files give, in a database without tables; for restoring an
// older backup. Refuses as migrate() does, before anything is written.
Result<void> make_schema(Transaction& tx, std::vector<SchemaFile> const& files);

}  // namespace thidua::storage
