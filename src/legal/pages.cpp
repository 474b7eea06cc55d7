#include "legal/pages.h"

namespace thidua::legal {

void add_pages(http::Router& routes) { add_pages_with(routes, {}); }

void add_pages_with(http::Router& routes, Options const& options)
{
    add_library_pages(routes);
    add_ruling_pages(routes);
    add_bonus_pages(routes);
    add_parameter_pages(routes);
    add_pack_pages(routes, options);
    routes.menu({"lookup", "/law", "legal.menu", "book", 50});
}

}  // namespace thidua::legal
