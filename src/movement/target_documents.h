// Targets and shares as documents, with the chart that compares who carries them.
#pragma once

#include "http/page.h"
#include "movement/target.h"

#include <boost/json.hpp>

#include <vector>

namespace thidua::movement {

namespace json = boost::json;

// A whole number where it is one.
json::value figure_document(std::int64_t thousandths);
json::object describe(Target const& target);
json::object describe(Share const& share, Target const& target);
// Bars of the shares nearest the top, at most forty; empty where none has a result.
json::object chart_of(std::vector<Share> const& shares, Target const& target);
// How far a result reaches what was wanted, in whole per cent; nothing where that cannot be said.
std::optional<std::int64_t> percent_of(Target const& target,
                                       std::int64_t wanted,
                                       std::optional<std::int64_t> result);

}  // namespace thidua::movement
