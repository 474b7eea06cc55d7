// What the shell decides about identity.
#pragma once

#include "identity/accounts.h"
#include "identity/totp.h"

#include <functional>
#include <memory>

namespace thidua::identity {

// The people of a unit and everything below it, for accounts in bulk; organisation knows them.
using StaffList = std::function<std::vector<StaffMember>(
    storage::Transaction&, access::Actor const&, std::string_view unit)>;

// Makes the top unit at set-up; organisation knows how. Complaints name the fields top_unit_code,
// top_unit_name and top_unit_from.
using MakeTopUnit =
    std::function<Result<void>(audit::Act&, std::string const& code, std::string const& name, Date first_day)>;

struct Options {
    std::int64_t idle_seconds = 30 * 60;
    std::int64_t longest_seconds = 12 * 3600;
    bool secure_cookies = false;                    // The site is reached by TLS.
    std::shared_ptr<SecretBox const> secrets = {};  // None: app codes are not offered.
    StaffList staff = {};                           // None: bulk accounts from a pasted list alone.
    MakeTopUnit make_top_unit = {};                 // None: set-up does not ask for the top unit.
};

}  // namespace thidua::identity
