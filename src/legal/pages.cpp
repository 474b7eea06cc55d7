#include "legal/pages.h"

namespace thidua::legal {

void add_pages(http::Router& routes)
{
    add_library_pages(routes);
    routes.menu({"lookup", "/law", "legal.menu", "book", 50});
}

}  // namespace thidua::legal
