// Everything organisation shows and takes: units, people, facts of years, blocks, transfers,
// doubles.
#pragma once

#include "http/page.h"

namespace thidua::organisation {

void add_pages(http::Router& routes);

// The parts of it, one file each.
void add_unit_pages(http::Router& routes);
void add_unit_act_pages(http::Router& routes);
void add_person_pages(http::Router& routes);
void add_person_act_pages(http::Router& routes);
void add_fact_pages(http::Router& routes);
void add_block_pages(http::Router& routes);
void add_transfer_pages(http::Router& routes);
void add_recipient_pages(http::Router& routes);
void add_duplicate_pages(http::Router& routes);

}  // namespace thidua::organisation
