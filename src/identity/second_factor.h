// The second factor of one's own account: an authenticator app, and recovery codes for the day the
// phone is lost.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "identity/totp.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

// Switches the app on once it has shown a right code for `secret`. Returns ten recovery codes, to
// be shown once; those from before stop working.
Result<std::vector<std::string>> switch_on_totp(audit::Act& act,
                                                SecretBox const& box,
                                                std::string_view secret,
                                                std::string_view code);
void switch_off_totp(audit::Act& act);

// Recovery codes not yet used.
std::int64_t recovery_codes_left(storage::Transaction& tx, std::int64_t account);

}  // namespace thidua::identity
