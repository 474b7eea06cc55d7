// The signed paper itself: files kept with a decision. A file shows every recipient, so it is read by
// those who may read every award that their clearance reaches.
#pragma once

#include "audit/audit.h"
#include "files/files.h"
#include "http/request.h"
#include "register/register.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// Permission WriteRegister over every unit awarded.
Result<void> attach_paper(audit::Act& act, std::string const& decision_ref, http::Upload const& upload);
// Takes a wrong file away. Permission MendRegister over every unit awarded.
Result<void> remove_paper(audit::Act& act, std::string const& decision_ref, std::string const& file_ref);

// Empty where the actor may not read them.
std::vector<files::File> papers_of(storage::Transaction& tx, access::Actor const& actor, Decision const& decision);
std::optional<files::File> find_paper(storage::Transaction& tx, access::Actor const& actor, Decision const& decision,
                                      std::string_view file_ref);

// Does the actor hold the permission over every award of the paper that the clearance reaches?
bool may_over_all(storage::Transaction& tx, access::Actor const& actor, access::Permission permission,
                  Decision const& decision);

}  // namespace thidua::registry
