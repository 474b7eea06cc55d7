#include "organisation/pages.h"

namespace thidua::organisation {

void add_pages(http::Router& routes)
{
    add_unit_pages(routes);
    add_unit_act_pages(routes);
    add_person_pages(routes);
    add_person_act_pages(routes);
    add_fact_pages(routes);
    add_block_pages(routes);
    add_transfer_pages(routes);
    add_recipient_pages(routes);
    add_duplicate_pages(routes);
    routes.menu({"organisation", "/units", "organisation.menu.units", "tree", 10});
    routes.menu({"organisation", "/persons", "organisation.menu.persons", "people", 20});
    routes.menu({"organisation", "/facts/ratings", "organisation.menu.facts", "table", 30});
    routes.menu({"organisation", "/blocks", "organisation.menu.blocks", "blocks", 40});
    routes.menu({"organisation", "/transfers", "organisation.menu.transfers", "export", 50});
    routes.menu({"organisation", "/recipients", "organisation.menu.recipients", "star", 60});
    routes.menu({"organisation", "/duplicates", "organisation.menu.duplicates", "merge", 70});
}

}  // namespace thidua::organisation
