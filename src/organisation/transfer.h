// Transfers: proposed by the unit a person serves in, confirmed or refused by the one that
// receives.
#pragma once

#include "organisation/acts.h"

#include <string>

namespace thidua::organisation {

struct ProposeTransfer {
    std::string person;
    std::string to_unit;  // Any unit that stands, also outside the proposer's scope.
    Date on;
    bool opinion = false;  // The old unit's opinion is filed.
    std::string reason = {};
};
Result<std::string> propose_transfer(
    Act& act, ProposeTransfer const& command);  // The new transfer's address.

// Confirming moves the person: posts in the old unit end the day before, a new one begins. Not
// before the day.
struct AnswerTransfer {
    std::string ref;
    bool confirm = true;
    std::string position = {};  // In the new unit.
    std::string reason = {};    // Needed to refuse.
    std::int64_t version = 0;
};
Result<void> answer_transfer(Act& act, AnswerTransfer const& command);

struct WithdrawTransfer {
    std::string ref;
    std::int64_t version = 0;
};
Result<void> withdraw_transfer(Act& act, WithdrawTransfer const& command);

}  // namespace thidua::organisation
