// The places of a block's units, each with the figure that parted it from its equals.
#pragma once

#include "scoring/sheet.h"

namespace thidua::scoring {

struct Place {
    std::string unit;
    Amount total = 0;
    int place = 0;             // 1 is first; equals share a place; 0: excluded.
    std::string parted_by;     // What parted it from units of the same total: a group's code, "vote"; "" none needed.
    bool tied = false;         // Nothing parted it: for the council to decide.
    std::string excluded_by;   // A criterion.
};

// In order of place; units that share one, and those excluded, in order of their codes.
std::vector<Place> rank(Scale const& scale, std::vector<Score> const& scores, Column column);

}  // namespace thidua::scoring
