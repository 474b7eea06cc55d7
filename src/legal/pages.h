#pragma once

#include "http/page.h"
#include "legal/packs.h"

namespace thidua::legal {

// What folders above give to the law pages.
struct Options {
    Differences differences;  // Whose verdicts a changed pack turns.
};

// Everything under /law.
void add_pages_with(http::Router& routes, Options const& options);
void add_pages(http::Router& routes);

// Its parts, for pages.cpp.
void add_library_pages(http::Router& routes);
void add_ruling_pages(http::Router& routes);
void add_bonus_pages(http::Router& routes);
void add_parameter_pages(http::Router& routes);
void add_pack_pages(http::Router& routes, Options const& options);

}  // namespace thidua::legal
