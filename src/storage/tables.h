// What tables a database has, asked of the engine itself.
#pragma once

#include "storage/database.h"

#include <string>
#include <vector>

namespace thidua::storage {

struct Column {
    std::string name;
    Param::Type type;  // Integer, Text or Bytes
};

struct Table {
    std::string name;
    std::vector<Column> columns;   // In the order they were made.
    std::vector<std::string> key;  // Columns of the primary key.
};

// Every table but the engine's own, by name.
std::vector<Table> tables_of(Transaction& tx);

}  // namespace thidua::storage
