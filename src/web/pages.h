// Every page of the program, and who may reach it.
#pragma once

#include "http/page.h"
#include "identity/options.h"

#include <memory>
#include <string>

namespace thidua::eligibility {
class Cache;
}

namespace thidua::web {

// `sweeps` keeps what the sweep pages read; one of their own without it.
http::Router all_pages(identity::Options const& options = {},
                       std::shared_ptr<eligibility::Cache> sweeps = nullptr);

// Method, address, door and the roles that pass it, one line a route, as a Markdown table. A role
// passes over the part of the unit tree it is granted for; inside the page, scope and marking
// filter every line (docs/access-table.md).
std::string access_table(http::Router const& router);

}  // namespace thidua::web
