#include "block/pages.h"

namespace thidua::block {

void add_pages(http::Router& routes)
{
    add_scale_pages(routes);
    add_scale_part_pages(routes);
    add_round_pages(routes);
    add_sheet_pages(routes);
    add_entry_pages(routes);
    add_cell_pages(routes);
    add_ranking_pages(routes);
    add_objection_pages(routes);
    add_quota_pages(routes);
    add_print_pages(routes);
    routes.menu({"movement", "/scoring", "block.menu.rounds", "chart", 50});
    routes.menu({"movement", "/scales", "block.menu.scales", "table", 52});
}

}  // namespace thidua::block
