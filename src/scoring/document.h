// Scales, sheets and scores as JSON: docs/formats/score.md.
#pragma once

#include "scoring/rank.h"

#include <boost/json/fwd.hpp>

namespace thidua::scoring {

struct Box {
    Scale scale;
    std::vector<Sheet> sheets;
};
// BadInput: scoring.document.* with the place in the document ("scale.groups[1].criteria[0].max").
Result<Scale> read_scale(boost::json::value const& document);
Result<Box> read_box(boost::json::value const& document);

// Every unit's columns with their derivation, the places by the block and after verification, and
// which places the verification changed.
Result<boost::json::object> score_document(Box const& box);

}  // namespace thidua::scoring
