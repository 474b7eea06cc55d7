// Votes that part equals in the ranking, from a ballot counted in the system or from minutes.
#pragma once

#include "block/round.h"
#include "voting/session.h"

namespace thidua::block {

// Counted ballots of the round's block and year whose counts are shown, newest first.
std::vector<voting::Session> counted_ballots(storage::Transaction& tx,
                                             access::Actor const& actor,
                                             Round const& round);

struct TakeVotes {
    std::string round;
    std::string session;  // Ref of one of them.
    std::int64_t version = 0;
};
// By the block's leader while the meeting lasts: each unit's votes in favour; a unit the ballot did
// not name has none.
Result<void> take_votes(audit::Act& act, TakeVotes const& command);

struct RecordVotes {
    std::string round;
    std::string paper;                                       // The minutes they come from.
    std::vector<std::pair<std::string, std::string>> votes;  // Unit code, number as typed.
    std::int64_t version = 0;
};
// Votes of a ballot held outside the system; by the leader while the meeting lasts.
Result<void> record_votes(audit::Act& act, RecordVotes const& command);

}  // namespace thidua::block
