// What database.cpp knows of the engines; nobody else includes this.
#pragma once

#include "storage/database.h"
#include "storage/scan.h"

#include <memory>
#include <string>

namespace thidua::storage {

// Both throw Failure when the database cannot be opened.
std::unique_ptr<Database> open_sqlite(std::string const& path);
std::unique_ptr<Database> open_postgres(std::string const& url);
// Of a PostgreSQL transaction: TRUNCATE, while nobody else writes.
void truncate_alone(Transaction& tx, std::string const& table);
// Of a SQLite transaction: scan(). False for any other, which it leaves alone.
bool scan_sqlite(Transaction& tx,
                 std::string_view columns,
                 std::string_view source,
                 Params params,
                 VisitRow const& visit);

}  // namespace thidua::storage
