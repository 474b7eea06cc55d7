#include "block/pages.h"

namespace thidua::block {

void add_pages(http::Router& routes)
{
    add_scale_pages(routes);
    add_round_pages(routes);
    add_sheet_pages(routes);
    add_outcome_pages(routes);
    add_print_pages(routes);
    routes.menu({"block", "/scoring", "block.menu.rounds", "chart", 10});
    routes.menu({"block", "/scales", "block.menu.scales", "table", 20});
}

}  // namespace thidua::block
