// Routes: /eligibility (a subject's awards, one verdict), /what-if, /sweep, and the panels on the
// pages of people and units.
#pragma once

#include "http/page.h"

namespace thidua::eligibility {

void add_pages(http::Router& routes);

}  // namespace thidua::eligibility
