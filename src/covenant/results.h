// What came of the targets of the edition in force, at mid-year and at the year's end: entered by
// each unit, gathered for the block.
#pragma once

#include "covenant/covenant.h"
#include "files/files.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::covenant {

struct Outcome {
    std::string ref;
    Plan value;
    std::optional<bool> reached;  // Of a target in words, as the unit says.
    std::string note;
    bool late = false;
    std::string by;
    std::optional<Date> on;
    std::int64_t version = 0;
    std::optional<std::int64_t> percent;  // Thousandths of a per cent; nothing without figures.

    bool is_given() const { return value.is_set() || reached.has_value(); }
};

// One target with its plan and outcomes, of a unit or of the block.
struct TargetResult {
    std::string target;  // Ref.
    std::string content, measure, kind, better, roll_up, source;
    std::int64_t weight = 1000;
    Plan plan;
    Outcome mid_year, year;
    bool partial = false;  // Of the block: not every unit has reported at this period.

    Outcome const& at(Period period) const { return period == Period::Year ? year : mid_year; }
    Outcome& at(Period period) { return period == Period::Year ? year : mid_year; }
};
// In the order of the text. Empty while nothing is in force, or for a unit that is no party.
std::vector<TargetResult> results_of(storage::Transaction& tx,
                                     Covenant const& covenant,
                                     std::int64_t unit_id);
// The block's own targets; outcomes from those of its units by the target's rule, a mean rounded
// down to a tenth.
std::vector<TargetResult> block_results(storage::Transaction& tx, Covenant const& covenant);

// Every target of the unit has its outcome.
bool has_reported(storage::Transaction& tx,
                  Covenant const& covenant,
                  Member const& member,
                  Period period);
bool is_met(TargetResult const& result, Period period);
// Reported, and not half way at mid-year (or, where lower is better, already above the year's
// plan); at the year's end: not met.
bool is_behind(TargetResult const& result, Period period);
// Mean of the per cents by weight, none counted above 100; nothing where none is known.
std::optional<std::int64_t> mean_percent(std::vector<TargetResult> const& results, Period period);

// A unit's figures are its own and its block's head's until the period is closed; then everybody's
// who reads the covenant.
bool is_shown(Covenant const& covenant, Period period);
bool may_see(access::Actor const& actor,
             Covenant const& covenant,
             Member const& member,
             Period period);

struct Entry {
    std::string target;
    Plan value;
    std::optional<bool> reached = {};
    std::string note = {};
    std::int64_t version = 0;  // Of the outcome that was seen; 0 for none.
};
struct EnterResults {
    std::string ref;
    std::string unit;
    Period period = Period::MidYear;
    std::vector<Entry> entries;
};
// Right WriteScores over the unit, until the period is closed. Entries after the last day of the
// window are kept and marked late. When every target has its outcome, the unit's task is done.
Result<void> enter_results(Act& act, EnterResults const& command);

}  // namespace thidua::covenant
