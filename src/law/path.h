// The path (lộ trình): what each coming year has to bring so that an award may be given as early as
// possible, and nothing that can be left out.
#pragma once

#include "law/projection.h"

namespace thidua::law {

struct Path {
    int year = 0;        // In which the award may be given; the question's where it may be now.
    std::string regime;  // By which the last year is judged ...
    bool projection = false;  // ... and whether its text is an older one, for reference only.
    // A case that is pending has to end without fault first.
    bool after_conclusion = false;
    // The years that have to bring something, in order of time; the last ends in the award asked
    // for. Empty where it may be given now.
    std::vector<ComingYear> years;
};

// Nothing where the best the subject can do is not enough within so many years: then a point the
// law leaves open, or a fact that time does not mend, stands in the way.
std::optional<Path> path(LawBook const& book,
                         Facts const& facts,
                         Question const& question,
                         int years);

}  // namespace thidua::law
