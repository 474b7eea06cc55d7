// Targets of movements in the sample organisation: how long their spreading and rolling up takes.
#pragma once

#include <boost/json/fwd.hpp>

namespace thidua::bench {

// Spreads 30 targets to 70 people, then as many as give `shares` open ones; reports one figure and
// rolls everything up. On a SQLite file of its own, removed afterwards.
boost::json::object measure_targets(int shares);

}  // namespace thidua::bench
