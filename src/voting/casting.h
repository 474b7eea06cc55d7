// One ballot per elector: sealed on the way into the database, or taken on paper.
#pragma once

#include "voting/session.h"

#include <map>

namespace thidua::voting {

struct CastBallot {
    std::string ref;
    std::string unit;                     // Elector's code; "" where the actor casts one ballot.
    std::map<int, ballot::Choice> marks;  // By the place of a line; what is missing is neither.
    bool blank = false;                   // Meant, though nothing is marked.
};
// For the unit's own head, or the person on the roll, while it is open and its time has not come. Final, unless the rules let
// the last one count. No idempotency key may be kept beside it: a hash of so few answers is
// guessed.
Result<void> cast_ballot(audit::Act& act, CastBallot const& command);

// Whether the rules let this elector vote on the line: not on its own unit, and a person neither on
// themself nor on whoever belongs to their unit, unless that is the unit the whole body belongs to.
bool may_mark(Session const& session, Elector const& elector, Line const& line);

struct HandPaper {
    std::string ref;
    std::string unit;  // The elector's code.
};
// An elector that has not cast takes a paper ballot, from a teller or from who leads: it leaves the
// electronic roll for good.
Result<void> hand_paper(audit::Act& act, HandPaper const& command);

}  // namespace thidua::voting
