// The pages of movements: /movements…, /registrations….
#pragma once

#include "http/page.h"

namespace thidua::movement {

void add_pages(http::Router& routes);

// Parts of it, called by add_pages.
void add_movement_pages(http::Router& routes);
void add_draft_pages(http::Router& routes);
void add_link_pages(http::Router& routes);
void add_step_pages(http::Router& routes);
void add_target_pages(http::Router& routes);
void add_spread_pages(http::Router& routes);
void add_visit_pages(http::Router& routes);
void add_registration_pages(http::Router& routes);
void add_registration_row_pages(http::Router& routes);

}  // namespace thidua::movement
