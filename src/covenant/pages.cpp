#include "covenant/pages.h"

namespace thidua::covenant {

void add_pages(http::Router& routes) { add_pages_with(routes, {}); }

void add_pages_with(http::Router& routes, identity::Options const& options)
{
    add_clause_pages(routes);
    add_draft_pages(routes);
    add_target_pages(routes);
    add_passage_pages(routes);
    add_print_pages(routes);
    add_signing_pages(routes, options);
    add_result_pages(routes);
    add_evidence_pages(routes);
    add_correction_pages(routes);
    routes.menu({"movement", "/covenants", "covenant.menu", "seal", 40});
}

}  // namespace thidua::covenant
