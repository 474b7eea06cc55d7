// One file with everything, attachments included, that either engine can read back
// (docs/formats/backup.md). So it is also the road from SQLite to PostgreSQL.
#pragma once

#include "storage/database.h"

#include <filesystem>

namespace thidua::storage {

// Writes every table as it is at one moment; the server may run meanwhile.
// Unavailable "storage.backup-cannot-write"; Refused "storage.backup-no-schema" for a database that
// was never migrated.
Result<void> backup(Database& db, std::filesystem::path const& file);

// Fills a database without tables, then brings its schema to today's. All or nothing.
// Refused "storage.restore-not-empty", "storage.backup-damaged", "storage.backup-newer" (made by a
// newer program); Unavailable "storage.backup-cannot-read".
Result<void> restore(Database& db, std::filesystem::path const& file);

}  // namespace thidua::storage
