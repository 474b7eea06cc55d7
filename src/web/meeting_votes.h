// The ballots counted on the day of a meeting, on its page and in its minutes: meetings and ballots
// do not know of each other.
#pragma once

#include "http/page.h"

namespace thidua::web {

// Panels at the places "meeting" and "meeting-print".
void add_meeting_votes(http::Router& routes);

}  // namespace thidua::web
