// /summary: the period summary as a page, workbook and document.
#pragma once

#include "http/page.h"

namespace thidua::report {

void add_pages(http::Router& routes);

}  // namespace thidua::report
