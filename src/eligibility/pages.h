// Routes: /eligibility (a subject's awards, one verdict), /what-if, /sweep, and the panels on the
// pages of people and units.
#pragma once

#include "http/page.h"

#include <memory>

namespace thidua::eligibility {

class Cache;

void add_pages(http::Router& routes);
// The same over what the caller reads beforehand (holdings.h).
void add_pages_with(http::Router& routes, std::shared_ptr<Cache> cache);

}  // namespace thidua::eligibility
