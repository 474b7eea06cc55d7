// Asking again who is there, before an act that binds more than a page: the password, and the code
// of the app where the account has one. Wrong answers count and delay as at log-in.
#pragma once

#include "http/page.h"
#include "identity/options.h"

#include <functional>

namespace thidua::identity {

// Whether the form has to ask for a code of the app too.
bool asks_for_code(storage::Transaction& tx, access::Actor const& actor);

// Runs `body` as ctx.write does once the form's `password` and `code` prove right; else BadInput at
// these fields. By a session alone: a token proves nobody's presence.
Result<http::Answer> write_confirmed(http::Context& ctx,
                                     Options const& options,
                                     std::function<Result<http::Answer>(audit::Act&)> const& body);

}  // namespace thidua::identity
