// Whether a database may have changed since it was last looked at, for what is kept in memory.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <optional>

namespace thidua::storage {

// The state that one transaction sees. Two of the same connection that are equal saw the same
// content, whichever process writes; nothing follows from two of different connections.
struct Version {
    std::uint64_t connection = 0;
    std::int64_t changes = 0;
    bool operator==(Version const&) const = default;
};

// Nothing where the engine cannot tell for less than reading anew: on PostgreSQL, in a write
// transaction, in a database in memory.
std::optional<Version> version_of(Transaction& tx);

}  // namespace thidua::storage
