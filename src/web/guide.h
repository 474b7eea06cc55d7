// The user guide: chapters of docs/guide, built to HTML by script/web and carried in the program.
#pragma once

#include "http/page.h"

#include <string>
#include <string_view>

namespace thidua::web {

// GET /guide and /guide/{chapter}, open to everyone.
void add_guide_pages(http::Router& routes);

// The address of the chapter that explains the page at `path`; the guide's beginning for any other.
std::string guide_address(std::string_view path);

}  // namespace thidua::web
