// Other engines, asked one question of the same people: who may be proposed for the Prime
// Minister's certificate of merit for 2025.
#pragma once

#include "law_world.h"

#include "law/sweep.h"

#include <boost/json/fwd.hpp>

namespace thidua::bench {

law::Question const& rivals_question();

// Throws where an engine counts otherwise than `ours`. Engines that are not there are left out.
boost::json::object measure_rivals(World const& world, law::Swept const& ours);

}  // namespace thidua::bench
