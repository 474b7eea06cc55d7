// What later folders read of a vote: the newest count of a block for one purpose.
#pragma once

#include "voting/session.h"

namespace thidua::voting {

struct LineOutcome {
    std::string kind, code, award;
    std::int64_t in_favour = 0, against = 0, neither = 0;
    int place = 0;  // By votes in favour; equals share one.
    bool passed = false;
    bool tied = false;
};
struct Outcome {
    std::string ref, title;
    State state = State::Counted;  // Or Settled: the minutes are signed.
    std::int64_t roll = 0;         // Everyone entitled: the base.
    std::int64_t returned = 0, spoilt = 0;
    std::vector<LineOutcome> lines;

    // Of one unit or person; null where it was not voted on.
    LineOutcome const* of(std::string_view code) const;
};
// `purpose`: award, tie, head, other. Nothing while no session of it is counted; of several the one
// that was prepared last. Asks for no right: who shows it asks who may see counts.
std::optional<Outcome> newest_outcome(storage::Transaction& tx,
                                      std::string_view block_ref,
                                      int year,
                                      std::string_view purpose);
// A session of it that is neither counted nor void: the page to go on with; nothing when none.
std::optional<std::string> running_session(storage::Transaction& tx,
                                           std::string_view block_ref,
                                           int year,
                                           std::string_view purpose);

}  // namespace thidua::voting
