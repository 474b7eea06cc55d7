#include "voting/pages.h"

namespace thidua::voting {

void add_pages(http::Router& routes) { add_pages_with(routes, {}); }

void add_pages_with(http::Router& routes, Options const& options)
{
    add_session_pages(routes);
    add_draft_pages(routes, options.law);
    add_ballot_pages(routes);
    add_count_pages(routes);
    routes.menu({"movement", "/ballots", "voting.menu", "lock", 60});
}

}  // namespace thidua::voting
