// Pieces that several pages of this folder share.
#pragma once

#include "http/page.h"
#include "meeting/meeting.h"
#include "organisation/form_reader.h"

#include <boost/json.hpp>

namespace thidua::meeting {

// What a form says of time, place and agenda.
Plan plan_in(organisation::FormReader& form, http::Context const& ctx);
// Degrees of urgency of an invitation to choose from.
boost::json::array urgencies();
// Kinds of meeting to choose from.
boost::json::array kinds_of(bool council);

void add_council_pages(http::Router& routes);

}  // namespace thidua::meeting
