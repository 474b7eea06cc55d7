// Pages of scales and score rounds.
#pragma once

#include "http/page.h"

namespace thidua::block {

void add_pages(http::Router& routes);

void add_scale_pages(http::Router& routes);
void add_scale_part_pages(http::Router& routes);
void add_round_pages(http::Router& routes);
void add_sheet_pages(http::Router& routes);
void add_entry_pages(http::Router& routes);
void add_cell_pages(http::Router& routes);
void add_ranking_pages(http::Router& routes);
void add_objection_pages(http::Router& routes);
void add_quota_pages(http::Router& routes);
void add_print_pages(http::Router& routes);

}  // namespace thidua::block
