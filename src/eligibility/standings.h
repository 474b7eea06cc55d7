// On which lists of the sweep everybody stands, award by award, in a byte each: what the overview
// counts. The same for every reader of one clearance; whom a reader may count is asked later.
#pragma once

#include "eligibility/sweep.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace thidua::eligibility {

class Holdings;

enum On : std::uint8_t {
    kOnSweep = 1,      // In service, in life.
    kOnNow = 2,        // May be proposed, or a person has to decide.
    kOnEligible = 4,   // May be proposed.
    kOnShort = 8,      // One requirement is missing.
    kOnNotYet = 16,    // Not eligible.
    kOnNext = 32,      // Not yet, but next year.
    kOnOverlooked = 64 // Could have been proposed and never had it.
};

// Award → a set of On for each record, in their order. Every award for the kind of subject.
using Standings = std::map<std::string, std::vector<std::uint8_t>>;

// The award of `question` is not read. Books are asked for in `tx`.
Standings stand_all(storage::Transaction& tx,
                    Holdings const& holdings,
                    law::Subject subject,
                    law::Question const& question,
                    bool with_discipline);

}  // namespace thidua::eligibility
