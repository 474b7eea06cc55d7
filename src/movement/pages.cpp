#include "movement/pages.h"

namespace thidua::movement {

void add_pages(http::Router& routes)
{
    add_movement_pages(routes);
    add_draft_pages(routes);
    add_link_pages(routes);
    add_step_pages(routes);
    add_target_pages(routes);
    add_spread_pages(routes);
    add_visit_pages(routes);
    add_registration_pages(routes);
    add_registration_row_pages(routes);
    routes.menu({"movement", "/movements", "movement.menu", "flag", 20});
    routes.menu({"movement", "/registrations", "registration.menu", "list", 30});
}

}  // namespace thidua::movement
