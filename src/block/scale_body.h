// Changes of one part of a scale's JSON (docs/formats/score.md). What is typed wrong is said at its
// form field; what the engine cannot read is said by scoring::read_scale afterwards.
#pragma once

#include "block/scale.h"

#include <boost/json/fwd.hpp>

namespace thidua::block {

Result<void> set_rules(boost::json::object& body, EditScale const& command);
Result<void> set_group(boost::json::object& body, PutGroup const& command);
Result<void> set_criterion(boost::json::object& body, PutCriterion const& command);
// Whether there was such a part.
bool remove_part(boost::json::object& body, std::string_view group, std::string_view criterion);

}  // namespace thidua::block
