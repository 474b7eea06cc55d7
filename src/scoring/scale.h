// A scale (thang điểm): groups of criteria, how points come from what was reached, and the formula
// of the final score. Immutable once read; a change is a new version.
#pragma once

#include "scoring/formula.h"

#include <string>
#include <variant>
#include <vector>

namespace thidua::scoring {

// How a value becomes points. Points never leave 0 … the criterion's maximum.
struct Judged {};  // A person gives the points.
// From no points at `from` to the maximum at `to`; `to` may lie below `from` (fewer is better).
struct Linear {
    Amount from = 0, to = 0;
};
struct Bands {
    struct Band {
        Amount at_least = 0, points = 0;
    };
    std::vector<Band> bands;  // The highest reached counts; below the lowest: none.
};
// All points from a value on, else none; where it `excludes`, a unit that falls short has no place.
struct AllOrNothing {
    Amount at_least = 0;
    bool excludes = false;
};
struct Count {
    Amount each = 0;
};
// Counted against the unit's people: value × 100 / people × each.
struct PerHundred {
    Amount each = 0;
};
// Full points less `each` for every case.
struct Loss {
    Amount each = 0;
};
using Measure = std::variant<Judged, Linear, Bands, AllOrNothing, Count, PerHundred, Loss>;

struct Criterion {
    std::string code, name;
    Amount maximum = 0;
    Measure measure;
    // Worked out by the system from its own records: nobody types it.
    bool computed = false;
    // What works it out, as the program names it; "" where `computed` is all that is said.
    std::string source = {};
    std::string note = {};  // Said to the scorer beside the cell.
};

// Points of tasks can be out of reach of a unit (not applicable) and are then rescaled; points added
// or taken away cannot.
enum class GroupKind { Task, Bonus, Penalty };

struct Group {
    std::string code, name;
    GroupKind kind = GroupKind::Task;
    Amount maximum = 0;  // A cap on the group's sum.
    std::vector<Criterion> criteria;
};

struct CrossRule {
    int trimmed = 0;        // So many lowest and as many highest are left out of the mean.
    Amount outlier = kOne;  // Farther than this from the median: marked.
};

struct Scale {
    std::string name;
    int decimals = 2;
    std::vector<Group> groups;
    CrossRule cross;
    Formula formula;
    std::vector<std::string> ties;  // Codes of groups, in the order in which they part equal scores; "vote".

    Group const* group(std::string_view code) const;
    Criterion const* criterion(std::string_view code) const;
};

// Points of one criterion for a value; `people` is only asked by PerHundred. BadInput:
// scoring.no-people, scoring.too-large.
Result<Amount> points_of(Criterion const& criterion, Amount value, std::int64_t people);
// Whether the value excludes the unit.
bool excludes(Criterion const& criterion, Amount value);

}  // namespace thidua::scoring
