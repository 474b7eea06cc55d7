// Points and measured values: integers in ten-thousandths, so that equal sheets give equal places on
// every machine. A product or quotient is rounded once, half away from zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::scoring {

using Amount = std::int64_t;
inline constexpr Amount kOne = 10'000;
// No figure of a score sheet comes near; beyond it a formula is wrong.
inline constexpr Amount kLimit = 1'000'000'000'000 * kOne;

__extension__ using Wide = __int128;

// numerator / denominator rounded half away from zero; the denominator is not 0.
Wide rounded_quotient(Wide numerator, Wide denominator);
// The amount times a fraction; nothing where it leaves the limit.
std::optional<Amount> scaled(Amount amount, Wide numerator, Wide denominator);
// To so many decimals, 0 to 4, half away from zero.
Amount rounded(Amount amount, int decimals);

// "12.5" → 125000; nothing for what is no number, has more than four decimals or is too large.
std::optional<Amount> parse_amount(std::string_view text);
// 125000 → "12.5"; the shortest text that gives the amount back.
std::string to_text(Amount amount);

}  // namespace thidua::scoring
