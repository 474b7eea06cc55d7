// What each role may do. A role is granted to an account over a part of the unit tree for a period;
// the table here says what that is worth.
#pragma once

#include "access/actor.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

struct Role {
    std::string_view code;  // "unit-clerk"; its word is access.role.<code>
    std::vector<access::Permission> permissions;
};

std::span<Role const> roles();
// Null for a code that names no role.
Role const* find_role(std::string_view code);

std::optional<access::Permission> permission_named(std::string_view name);

// Names with a blank between, as stored in tokens and delegations; unknown ones are dropped, so
// that a permission that no longer exists gives nothing.
std::vector<access::Permission> parse_permissions(std::string_view names);
std::string permission_names(std::span<access::Permission const> permissions);

// Role × permission as a Markdown table: docs/roles.md.
std::string access_table();

}  // namespace thidua::identity
