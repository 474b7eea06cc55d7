#include "voting/pages.h"

namespace thidua::voting {

void add_pages(http::Router& routes)
{
    add_session_pages(routes);
    add_draft_pages(routes);
    add_ballot_pages(routes);
    add_count_pages(routes);
    routes.menu({"movement", "/ballots", "voting.menu", "lock", 60});
}

}  // namespace thidua::voting
