// Score boxes of the size of a real block, the same from the same seed: units, criteria of every
// kind, and something entered in each of the four columns.
#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>

namespace thidua::bench {

inline constexpr int kUnits = 8;
inline constexpr int kCriteria = 70;
inline constexpr int kScorers = 2;

// As docs/formats/score.md tells; two decimals at most, so that a spreadsheet can follow.
boost::json::object make_box(std::uint64_t seed);

}  // namespace thidua::bench
