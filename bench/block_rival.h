// The same sheets in a spreadsheet engine of another maker.
#pragma once

#include "scoring/document.h"

#include <boost/json/fwd.hpp>

namespace thidua::bench {

// Figures of HyperFormula on the box; throws std::runtime_error where its totals are not ours.
boost::json::object measure_hyperformula(boost::json::object const& box,
                                         std::vector<scoring::Score> const& ours);

}  // namespace thidua::bench
