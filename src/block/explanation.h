// The explanation round: a unit's head explains or accepts each difference between the unit's own
// score and the others'.
#pragma once

#include "block/results.h"

#include <map>

namespace thidua::block {

struct Explanation {
    bool accepts = false;
    std::string text;
    std::string by;
    std::int64_t at = 0;
    std::int64_t version = 1;
};
// By criterion.
std::map<std::string, Explanation> explanations_of(storage::Transaction& tx, std::int64_t sheet_id);

// How far a unit has come: of its differences, those explained or accepted.
struct Answered {
    Member unit;
    int asked = 0, answered = 0;
};
// Every unit that has a difference to answer, in the order of the round's members. Asks for no
// right: for who works on all sheets.
Result<std::vector<Answered>> answered_of(storage::Transaction& tx, Round const& round);

struct ExplanationEntry {
    std::string criterion;
    std::string answer;  // accept, explain, "" not yet
    std::string text;    // Wanted where it explains.
    std::int64_t version = 0;
};
struct SaveExplanations {
    std::string round, unit;
    std::vector<ExplanationEntry> entries;
};
// SignForUnit over the unit, while explanations are open. All or nothing. Once every difference is
// answered the unit's task is done.
Result<void> save_explanations(audit::Act& act, SaveExplanations const& command);

}  // namespace thidua::block
