#pragma once

#include "http/page.h"
#include "voting/law.h"

namespace thidua::voting {

// What folders above give to the pages.
struct Options {
    LawShares law;
};
// Everything under /ballots.
void add_pages_with(http::Router& routes, Options const& options);
void add_pages(http::Router& routes);

// Its parts, for pages.cpp.
void add_session_pages(http::Router& routes);
void add_draft_pages(http::Router& routes, LawShares const& law);
void add_ballot_pages(http::Router& routes);
void add_count_pages(http::Router& routes);

}  // namespace thidua::voting
