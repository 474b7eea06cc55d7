// Scales and scores as pages show them.
#pragma once

#include "block/results.h"

#include <boost/json.hpp>

namespace thidua::block {

std::string_view code_of(scoring::GroupKind kind);  // "task", "bonus", "penalty"
boost::json::object scale_document(StoredScale const& scale);
// Groups with their criteria, each with its measure in typed numbers: {"kind", "from", "to", …}.
boost::json::array groups_document(scoring::Scale const& scale);
boost::json::object criterion_document(scoring::Criterion const& criterion);
boost::json::object round_document(Round const& round);
boost::json::object member_document(Member const& member);
// Places in order, with the unit's name and the sums of its groups in `column`.
boost::json::array places_document(Round const& round,
                                   Outcome const& outcome,
                                   std::vector<scoring::Place> const& places,
                                   scoring::Column column);

}  // namespace thidua::block
