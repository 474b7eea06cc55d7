// The form of the order: a number chosen for each member unit.
#pragma once

#include "base/result.h"
#include "http/request.h"
#include "rotation/rotation.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <vector>

namespace thidua::rotation {

// The codes in the order of the numbers chosen. Every unit without a number, and every number chosen
// twice, is a problem at the unit's own field.
Result<std::vector<std::string>> order_in(http::Values const& form, Rotation const& rotation);
// Gives each of the document's `places` its field and the number typed, else the one it has now.
void put_numbers(boost::json::object& document, http::Values const& form);

}  // namespace thidua::rotation
