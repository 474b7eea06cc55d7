// Awards follow people when two entries turn out to be one person.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <vector>

namespace thidua::registry {

// Awards of `from` become awards of `to`; answers which, so that it can be undone. Frozen facts stay:
// they say what the paper said.
std::vector<std::int64_t> repoint_person(storage::Transaction& tx, std::int64_t from, std::int64_t to);
// Gives these awards to `to`.
void repoint_awards(storage::Transaction& tx, std::vector<std::int64_t> const& awards, std::int64_t to);

// Makes merges of people do this. Cheap to call again.
void follow_merges();

}  // namespace thidua::registry
