#include "register/pages.h"

#include "register/merging.h"

namespace thidua::registry {

void add_pages(http::Router& routes)
{
    follow_merges();
    add_decision_pages(routes);
    add_entry_pages(routes);
    add_mending_pages(routes);
    add_queue_pages(routes);
    add_catalogue_pages(routes);
}

}  // namespace thidua::registry
