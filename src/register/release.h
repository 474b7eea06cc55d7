// Making a paper public, and "checked against the original". Nothing is public until a second person
// releases it; what is added to a public paper later waits for a release of its own.
#pragma once

#include "audit/audit.h"
#include "register/register.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thidua::registry {

// Where a paper stands on its way to the public.
enum class Publicity {
    Internal,  // Nobody asked for it.
    Waiting,   // Asked for; a second person has to release it, or what was added since.
    Public,
    Marked,    // Never.
};
std::string_view name_of(Publicity publicity);  // "internal", "waiting", "public", "marked"
Publicity publicity_of(Decision const& decision);

// "Propose to make public", or take that proposal back. Permission WriteRegister or ReleaseRegister.
struct AskForRelease {
    std::string ref;
    bool wanted = true;
    std::int64_t version = 0;
};
Result<void> ask_for_release(audit::Act& act, AskForRelease const& command);

// Permission ReleaseRegister over every unit that the paper awards, by someone who entered none of it.
struct Release {
    std::string ref;
    std::int64_t version = 0;
};
Result<void> release(audit::Act& act, Release const& command);

// Takes a paper out of the public again: a public act of its own, with a reason.
struct Withhold {
    std::string ref;
    std::string reason;
    std::int64_t version = 0;
};
Result<void> withhold(audit::Act& act, Withhold const& command);

// "Checked against the original": one award, or every award of the paper that the actor may certify.
// Permission CertifyRegister over the unit.
struct Certify {
    std::string ref;
    std::string award;         // Address of the award; "" for the whole paper.
    bool checked = true;       // false takes it back.
    std::int64_t version = 0;  // Of the award; not asked for the whole paper.
};
Result<std::int64_t> certify(audit::Act& act, Certify const& command);

// For the acts of mending: what is public of this paper is no longer, without further ado.
void drop_from_public(audit::Act& act, Decision& decision, std::string_view reason);

}  // namespace thidua::registry
