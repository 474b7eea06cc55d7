// The import pages: /imports, a new one, and the steps of one under way.
#pragma once

#include "http/page.h"

namespace thidua::registry {

void add_import_pages(http::Router& routes);

}  // namespace thidua::registry
