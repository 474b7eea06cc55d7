#pragma once

#include "http/page.h"

namespace thidua::inbox {

// "/" and "/inbox".
void add_pages(http::Router& routes);

}  // namespace thidua::inbox
