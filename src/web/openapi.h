// What the router knows, written down for programs.
#pragma once

#include "http/page.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace thidua::web {

// OpenAPI 3.1 of every route.
boost::json::object openapi(http::Router const& router, std::string_view language);

}  // namespace thidua::web
