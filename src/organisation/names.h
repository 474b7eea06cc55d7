// The words by which people and units are found, and the codes they are known by. Whoever writes a
// name (acts, imports, merges) goes through here, so that search never lags behind.
#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

// What subject_kind columns hold.
inline constexpr std::string_view kPerson = "person";
inline constexpr std::string_view kUnit = "unit";

// Letters, digits, '-', '_' and '.' only, at most 40: codes stand in addresses and in paths.
// BadInput "organisation.error.bad-code" in `field` otherwise.
Result<void> check_code(std::string_view code, std::string_view field = "code");
// By what codes are compared: case does not count.
std::string code_key(std::string_view code);

// Replaces the words kept for a person or unit by those of `name`. `sort_key` are the bytes of the
// subject's own sort_key column, so that hits stream in the order lists are shown in.
void index_name(storage::Transaction& tx,
                std::string_view kind,
                std::int64_t id,
                std::string_view name,
                std::string_view sort_key);
void forget_name(storage::Transaction& tx, std::string_view kind, std::int64_t id);

// The string after every string that begins with `prefix`: ranges instead of LIKE.
std::string prefix_end(std::string_view prefix);

// One letter or digit more, less, other or two swapped: 5 for 6, NV00123 for NV0123.
bool is_near_code(std::string_view a, std::string_view b);

}  // namespace thidua::organisation
