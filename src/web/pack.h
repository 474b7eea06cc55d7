// The pack a block's head leaves behind: every printable page of the year as HTML in one zip file,
// with one style sheet, readable without the program.
#pragma once

#include "http/page.h"

namespace thidua::web {

// "/rotation/{block}/pack?year=".
void add_pack_pages(http::Router& routes);

}  // namespace thidua::web
