// The first start: an empty database opens on /setup, guarded by a code that only who started the
// program has seen. Once an account exists there is no set-up any more.
#pragma once

#include "base/result.h"
#include "identity/options.h"
#include "storage/database.h"

#include <string>
#include <string_view>

namespace thidua::identity {

bool needs_setup(storage::Transaction& tx);

// A new one-time code for /setup, to be printed by whoever starts the program; "" when set-up is
// done. A code from an earlier start stops working.
std::string ensure_setup_code(storage::Database& db);

struct SetUp {
    std::string setup_code;
    std::string office_name;
    std::string top_unit_code = {};  // Asked where Options::make_top_unit is there.
    std::string top_unit_name = {};
    std::string top_unit_from = {};  // Its first day, as typed.
    std::string account_name;
    std::string display_name;
    std::string password;
    std::string remote;
    std::string request = {};
};
// Names the office and makes the first account: admin and standing office over everything. NotFound
// once any account exists; a wrong code counts and delays as a wrong password does.
Result<void> set_up(storage::Database& db,
                    SetUp const& command,
                    Instant now,
                    Options const& options);

}  // namespace thidua::identity
