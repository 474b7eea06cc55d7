// The year's programme, its windows and who is late, the blocks' heads, the library of directives.
#pragma once

#include "http/page.h"

namespace thidua::programme {

void add_pages(http::Router& routes);

// The parts of it, one file each.
void add_programme_pages(http::Router& routes);
void add_task_pages(http::Router& routes);
void add_window_pages(http::Router& routes);
void add_head_pages(http::Router& routes);
void add_directive_pages(http::Router& routes);
void add_directive_text_pages(http::Router& routes);

}  // namespace thidua::programme
