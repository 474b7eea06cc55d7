// Pages for finding things again: search, the list of awards, award sheets, checks of the register,
// the public look-up. One call each, so that a test can register only what it needs.
#pragma once

#include "http/page.h"

namespace thidua::registry {

void add_search_pages(http::Router& routes);  // /search, /awards
void add_sheet_pages(
    http::Router& routes);  // /persons/{code}/sheet, /units/{code}/sheet and the panels
void add_checks_pages(http::Router& routes);  // /register/checks
void add_public_pages(http::Router& routes);  // /public, /public/awards

// All of them.
void add_finding_pages(http::Router& routes);

}  // namespace thidua::registry
