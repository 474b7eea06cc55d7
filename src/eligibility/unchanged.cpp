#include "eligibility/unchanged.h"

namespace thidua::eligibility {

Unchanged unchanged_places(std::vector<Record> const& earlier, std::vector<Record> const& later)
{
    Unchanged places(later.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < later.size(); ++i) {
        while (at < earlier.size() && earlier[at].id < later[i].id) ++at;
        if (at < earlier.size() && earlier[at].id == later[i].id && earlier[at] == later[i])
            places[i] = at;
    }
    return places;
}

Unchanged through(Unchanged const& first, Unchanged const& second)
{
    Unchanged places(second.size());
    for (std::size_t i = 0; i < second.size(); ++i) {
        if (second[i]) places[i] = first[*second[i]];
    }
    return places;
}

}  // namespace thidua::eligibility
