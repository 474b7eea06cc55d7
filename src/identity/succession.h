// Roles, delegations and accounts name units by code. When a unit goes on under another code they go
// with it; when it is divided or joined to others, people decide who gets what.
#pragma once

#include "audit/audit.h"

#include <cstdint>
#include <string_view>

namespace thidua::identity {

// Everything that names the unit `from` names its successor `to`, what is over included. Each account
// concerned gets an audit line. Called by the act that made the successor, in its transaction.
void carry_grants(audit::Act& act, std::string_view from, std::string_view to);

// Roles and delegations over exactly this unit that are in force or to come on `today`.
std::int64_t count_grants(storage::Transaction& tx, std::string_view unit, Date today);

}  // namespace thidua::identity
