// Points and values as people type and read them: "12,5", a comma before the decimals.
#pragma once

#include "scoring/amount.h"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace thidua::block {

// "12,5" and "12.5"; nothing for what is no number, and for "1.092", which some read as a thousand
// and ninety-two and others as little more than one.
std::optional<scoring::Amount> parse_typed(std::string_view text);
// "12,5"; "" for none.
std::string typed(std::optional<scoring::Amount> amount);
// A whole number where it is one.
boost::json::value number_of(scoring::Amount amount);
boost::json::value number_or_null(std::optional<scoring::Amount> amount);

}  // namespace thidua::block
