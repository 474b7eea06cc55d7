#pragma once

#include "http/page.h"

namespace thidua::calendar {

void add_pages(http::Router& routes);

}  // namespace thidua::calendar
