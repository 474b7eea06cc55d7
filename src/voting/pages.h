#pragma once

#include "http/page.h"

namespace thidua::voting {

// Everything under /ballots.
void add_pages(http::Router& routes);

// Its parts, for pages.cpp.
void add_session_pages(http::Router& routes);
void add_draft_pages(http::Router& routes);
void add_ballot_pages(http::Router& routes);
void add_count_pages(http::Router& routes);

}  // namespace thidua::voting
