// On which lists of the sweep everybody stands, award by award, in a byte each: what the overview
// counts. The same for every reader of one clearance; whom a reader may count is asked later.
#pragma once

#include "eligibility/sweep.h"
#include "eligibility/unchanged.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace thidua::eligibility {

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

// Standings that were made of an earlier reading, by the same law and declarations.
struct EarlierStandings {
    std::shared_ptr<Standings const> standings;
    std::shared_ptr<Unchanged const> places;  // Of today's records.
};

// All of it must outlive the standing.
struct Stood {
    law::Subject subject;
    std::vector<Record> const& records;
    Declared const& declared;
    bool with_discipline;
};
using ColumnsFor = std::function<std::shared_ptr<law::Columns const>(law::Question const&)>;

// The award of `question` is not read. Books are asked for in `tx`.
Standings stand_all(storage::Transaction& tx,
                    Stood const& stood,
                    ColumnsFor const& columns,
                    law::Question const& question);

// The same, judging those alone who are not as they were.
Standings stand_changed(storage::Transaction& tx,
                        Stood const& stood,
                        EarlierStandings const& earlier,
                        int newest_year,
                        law::Question const& question);

}  // namespace thidua::eligibility
