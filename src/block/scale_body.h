// Changes of one part of a scale's JSON (docs/formats/score.md). What is wrong is said at its form
// field.
#pragma once

#include "block/scale.h"

#include <boost/json/fwd.hpp>

#include <span>

namespace thidua::block {

Result<void> set_rules(boost::json::object& body, EditScale const& command);
Result<void> set_group(boost::json::object& body, PutGroup const& command);
Result<void> set_criterion(boost::json::object& body, PutCriterion const& command);
// Whether there was such a part; without `criterion` the group as a whole.
bool remove_part(boost::json::object& body, std::string_view group, std::string_view criterion);
// The same, one place up or down among its neighbours; it stays where it has none.
bool move_part(boost::json::object& body,
               std::string_view group,
               std::string_view criterion,
               bool up);
bool has_criterion(boost::json::object& body, std::string_view code);
// Codes of the ways to measure: "judged", "linear", …
std::span<std::string_view const> measure_codes();

}  // namespace thidua::block
