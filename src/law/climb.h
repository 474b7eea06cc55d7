// The climb: which awards to take, and which to leave because they would stand in the way, so that
// an award may be given as early as possible. The deeds of each coming year are the best there are.
// Years that had ended when the dossier came in stay as they are: no award is taken for them, also
// where one might still be proposed (docs/decisions/0006-readings-of-the-law.md).
#pragma once

#include "law/projection.h"

namespace thidua::law {

struct Climb {
    int year = 0;                   // The first in which the award may be given.
    std::vector<ComingYear> years;  // From the first coming year to that one, the award asked last.
    // Something that could be had was left, or the award would have come later.
    bool left = false;
    // No other choice of awards is shorter; not told where the choices were too many to try.
    bool shortest = true;
};

// Nothing where the award cannot be given up to the end of the year `last`. `start` has no lineage
// (see counted_facts).
std::optional<Climb> shortest_climb(LawBook const& book,
                                    Facts const& start,
                                    Question const& question,
                                    int last);

}  // namespace thidua::law
