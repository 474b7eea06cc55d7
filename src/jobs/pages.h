#pragma once

#include "http/page.h"

namespace thidua::jobs {

void add_pages(http::Router& routes);

}  // namespace thidua::jobs
