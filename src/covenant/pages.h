#pragma once

#include "http/page.h"
#include "identity/options.h"

namespace thidua::covenant {

// Everything under /covenants and /covenant-clauses. Signing asks again for the password and, where
// the account has one, a code of the app: that is what `options` is for.
void add_pages_with(http::Router& routes, identity::Options const& options);
void add_pages(http::Router& routes);

// Its parts, for pages.cpp.
void add_clause_pages(http::Router& routes);
void add_draft_pages(http::Router& routes);
void add_target_pages(http::Router& routes);
void add_passage_pages(http::Router& routes);
void add_print_pages(http::Router& routes);
void add_signing_pages(http::Router& routes, identity::Options const& options);
void add_result_pages(http::Router& routes);
void add_evidence_pages(http::Router& routes);
void add_correction_pages(http::Router& routes);

}  // namespace thidua::covenant
