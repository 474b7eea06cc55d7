// Every page of the program, and who may reach it.
#pragma once

#include "http/page.h"
#include "identity/options.h"

#include <string>

namespace thidua::web {

http::Router all_pages(identity::Options const& options = {});

// Method, address, door and the roles that pass it, one line a route, as a Markdown table. A role
// passes over the part of the unit tree it is granted for; inside the page, scope and marking
// filter every line (docs/access-table.md).
std::string access_table(http::Router const& router);

}  // namespace thidua::web
