// The first unit of an empty tree, at set-up.
#pragma once

#include "organisation/acts.h"

#include <string>

namespace thidua::organisation {

// As create_unit, of kind "ban"; what is wrong is said of the set-up form's fields: top_unit_code,
// top_unit_name, top_unit_from.
Result<void> make_top_unit(Act& act, std::string const& code, std::string const& name, Date first_day);

}  // namespace thidua::organisation
