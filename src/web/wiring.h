// What folders need of each other across the layers, joined here where both are known.
#pragma once

#include "identity/options.h"

namespace thidua::web {

// The people in service at a unit and everything below it, as far as the actor keeps accounts
// there.
std::vector<identity::StaffMember> staff_of(storage::Transaction& tx,
                                            access::Actor const& actor,
                                            std::string_view unit);

}  // namespace thidua::web
