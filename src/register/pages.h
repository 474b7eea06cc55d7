// The pages of the register, apart from finding (search_pages.h) and importing.
#pragma once

#include "http/page.h"

namespace thidua::registry {

void add_decision_pages(http::Router& routes);   // /decisions, a paper and an award of it
void add_entry_pages(http::Router& routes);      // entering papers and recipients
void add_mending_pages(http::Router& routes);    // correcting and revoking
void add_queue_pages(http::Router& routes);      // /release, /corrections, /collisions
void add_catalogue_pages(http::Router& routes);  // /award-types

// All of them.
void add_pages(http::Router& routes);

}  // namespace thidua::registry
