// From the verified scores to the published places: the Council's decision, appeals, publication.
#pragma once

#include "block/results.h"

namespace thidua::block {

// The round's outcome on its own scale, all columns.
Result<Outcome> current_outcome(storage::Transaction& tx, Round const& round);

// The Council's word where verification moved a place or equals were left: a reason, a paper, and
// places for the units it settles. Before the decision; between the two publications it takes in
// what upheld appeals changed, and the places first shown stay beside.
struct Resolve {
    std::string round;
    std::string reason, paper;
    std::vector<std::pair<std::string, std::string>> places;  // Unit code, place as typed.
    std::int64_t version = 0;
};
Result<Round> resolve(audit::Act& act, Resolve const& command);

// Refused where places moved or stayed tied and no resolution is recorded.
Result<void> decision_stands(audit::Act& act, Round const& round);
// The places as decided stand from now on.
Result<void> freeze(audit::Act& act, Round const& round);

struct Appeal {
    std::string ref;
    Member unit;
    std::string text, by;
    std::int64_t at = 0;
    std::string state;  // waiting, upheld, rejected
    std::string answer, answered_by;
    std::optional<std::int64_t> answered_at;
    std::int64_t version = 1;
};
std::vector<Appeal> appeals_of(storage::Transaction& tx, Round const& round);
struct MakeAppeal {
    std::string round, unit, text;
};
// By the unit's head, between the two publications, until the last day for appeals.
Result<void> make_appeal(audit::Act& act, MakeAppeal const& command);
struct AnswerAppeal {
    std::string round, appeal;
    bool upheld = false;
    std::string answer;
    std::int64_t version = 0;
};
// By the standing office. An appeal that is upheld opens the unit's verified column again.
Result<void> answer_appeal(audit::Act& act, AnswerAppeal const& command);
// Refused where one waits, or where what they changed has not been taken in.
Result<void> appeals_answered(storage::Transaction& tx, Round const& round);

// The second publication: places become facts of the units' year, proposals are made by quota.
Result<void> published(audit::Act& act, Round const& round);

}  // namespace thidua::block
