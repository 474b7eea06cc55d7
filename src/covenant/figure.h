// Figures of plans and results: thousandths, typed and shown as people here write them.
#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::covenant {

inline constexpr std::int64_t kOne = 1000;
inline constexpr std::int64_t kLargestFigure = 1'000'000'000'000 * kOne;

// "95", "95,5", "1.092", "1.092,5": dots part groups of three digits, a comma parts the decimals,
// of which there are at most three. A dot before any other number of digits parts decimals too.
// Nothing for anything else, for a negative figure and for one above kLargestFigure.
std::optional<std::int64_t> parse_figure(std::string_view text);
// "95", "95,5": what a form shows and parse_figure reads back.
std::string figure_text(std::int64_t thousandths);
// For documents: a whole number where it is one, null for nothing.
boost::json::value json_figure(std::optional<std::int64_t> thousandths);

// How far `result` reaches `plan`, in thousandths of a per cent, rounded down to a tenth of one.
// Where higher is better: result / plan. Where lower is better: 100 % at the plan, as much above it
// as the result stays below, as much below it as the result exceeds: (2 − result / plan), never
// under 0. A plan of 0 is reached in full or not at all.
std::int64_t percent(std::int64_t plan, std::int64_t result, std::string_view better);
inline constexpr std::int64_t kFull = 100 * kOne;

}  // namespace thidua::covenant
