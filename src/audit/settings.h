// Settings of one installation, by name. The instance secret is made on first use.
#pragma once

#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::audit {

std::optional<std::string> setting(storage::Transaction& tx, std::string_view name);
void set_setting(storage::Transaction& tx, std::string_view name, std::string_view value);

// The key of address_of(): random, made by the first write that needs it, never changed after.
std::string instance_secret(storage::Transaction& tx);

// Caches: bump in the transaction that changes the topic; compare in the reader's snapshot.
void bump(storage::Transaction& tx, std::string_view topic);
std::int64_t change_seq(storage::Transaction& tx, std::string_view topic);

}  // namespace thidua::audit
