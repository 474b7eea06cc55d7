// What folders need of each other across the layers, joined here where both are known.
#pragma once

#include "identity/options.h"
#include "voting/law.h"

namespace thidua::web {

// The people in service at a unit and everything below it, as far as the actor keeps accounts
// there.
std::vector<identity::StaffMember> staff_of(storage::Transaction& tx,
                                            access::Actor const& actor,
                                            std::string_view unit);

// The shares of votes that the law fixes, for the ballots of councils.
std::vector<voting::LawShare> vote_shares_of(storage::Transaction& tx,
                                             Date received,
                                             std::string_view unit_path);

}  // namespace thidua::web
