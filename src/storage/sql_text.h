// Reading our SQL as text: where its statements end, and what PostgreSQL is to get instead.
// Literals, quoted names and comments are passed over as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua::storage {

// The statements of a schema file, without the semicolons; empty ones are left out.
std::vector<std::string> split_statements(std::string_view sql);

// ?1 → $1, INTEGER of a cast → BIGINT; in CREATE TABLE also the other types, the identity column,
// STRICT and WITHOUT ROWID.
std::string to_postgres(std::string_view sql);

}  // namespace thidua::storage
