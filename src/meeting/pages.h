// Meetings of blocks: list, plan, call, attendance, minutes, signatures, print. Later capabilities add
// what a meeting decided by panels at the place "meeting".
#pragma once

#include "http/page.h"

namespace thidua::meeting {

void add_pages(http::Router& routes);

}  // namespace thidua::meeting
