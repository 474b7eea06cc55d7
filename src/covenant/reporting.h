// What the acts on a unit's figures begin with: inside this folder.
#pragma once

#include "covenant/results.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::covenant {

struct Reporting {
    Covenant covenant;
    Member member;
};
// The covenant and the unit that reports, when the actor writes its scores and the period may still
// be reported; Refused "covenant.error.not-in-force", "covenant.error.period-closed".
Result<Reporting> reporting(Act& act,
                            std::string const& ref,
                            std::string const& unit,
                            Period period);

// Null where the unit has no such target.
TargetResult const* target_named(std::vector<TargetResult> const& results, std::string_view ref);

// Writes one outcome over what stood; `late` as it is to be kept.
void store_entry(Act& act, Reporting const& who, Period period, Entry const& entry, bool late);

// "95,5", or the words.
std::string shown(Outcome const& outcome);
std::string shown(Entry const& entry);
bool is_same(Outcome const& outcome, Entry const& entry);

}  // namespace thidua::covenant
