// Figures of a closed period put right: by the standing office alone, with a reason; what stood
// before stays and is shown beside it.
#pragma once

#include "covenant/results.h"

#include <string>
#include <vector>

namespace thidua::covenant {

// Who may put closed figures right: PlanYear over the block's part of the tree.
bool may_correct(access::Actor const& actor, Covenant const& covenant);

struct CorrectResult {
    std::string ref;
    std::string unit;
    Period period = Period::Year;
    Entry entry;  // Its version as it was seen.
    std::string reason;
};
// Refused "covenant.error.period-open" while the unit itself may still enter it. The unit is told.
Result<void> correct_result(Act& act, CorrectResult const& command);

struct Correction {
    std::string target;  // Ref.
    Plan old_value, new_value;
    std::optional<bool> old_reached, new_reached;
    std::string reason, by;
    Date on;
};
// Oldest first.
std::vector<Correction> corrections_of(storage::Transaction& tx,
                                       Covenant const& covenant,
                                       std::int64_t unit_id,
                                       Period period);

}  // namespace thidua::covenant
