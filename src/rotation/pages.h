// Who leads a block next: order, election, recognition, hand-over.
#pragma once

#include "http/page.h"

namespace thidua::rotation {

void add_pages(http::Router& routes);

}  // namespace thidua::rotation
