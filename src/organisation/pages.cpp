#include "organisation/pages.h"

namespace thidua::organisation {

void add_pages(http::Router& routes)
{
    add_unit_pages(routes);
    add_unit_act_pages(routes);
    routes.menu({"organisation", "/units", "organisation.menu.units", "tree", 10});
}

}  // namespace thidua::organisation
