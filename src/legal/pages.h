#pragma once

#include "http/page.h"

namespace thidua::legal {

// Everything under /law.
void add_pages(http::Router& routes);

// The library alone, for pages.cpp.
void add_library_pages(http::Router& routes);

}  // namespace thidua::legal
