// Log-in, set-up, accounts, one's own profile, delegation and the audit log as pages.
#pragma once

#include "http/page.h"
#include "identity/options.h"

namespace thidua::identity {

void add_pages(http::Router& routes);
// The same, with what the shell decides; make_authenticator() gets the same options.
void add_pages_with(http::Router& routes, Options const& options);

}  // namespace thidua::identity
