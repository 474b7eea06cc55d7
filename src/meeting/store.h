// The tables of meetings.
#pragma once

#include "meeting/meeting.h"

namespace thidua::meeting {

std::int64_t insert(storage::Transaction& tx, Meeting const& meeting);
// Everything that acts change; counts the version up.
void update(storage::Transaction& tx, Meeting const& meeting);
void update(storage::Transaction& tx, Meeting const& meeting, Attendee const& attendee);

}  // namespace thidua::meeting
