#include "scoring/amount.h"

namespace thidua::scoring {
namespace {

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

}  // namespace

Wide rounded_quotient(Wide numerator, Wide denominator)
{
    if (denominator < 0) numerator = -numerator, denominator = -denominator;
    // Half of an odd denominator is never exactly reached, so cutting it off does no harm.
    Wide const half = denominator / 2;
    return numerator >= 0 ? (numerator + half) / denominator : -((-numerator + half) / denominator);
}

std::optional<Amount> scaled(Amount amount, Wide numerator, Wide denominator)
{
    auto const result = rounded_quotient(amount * numerator, denominator);
    if (result > kLimit || result < -kLimit) return std::nullopt;
    return static_cast<Amount>(result);
}

Amount rounded(Amount amount, int decimals)
{
    Amount step = kOne;
    for (int i = 0; i < decimals; ++i) step /= 10;
    return static_cast<Amount>(rounded_quotient(amount, step)) * step;
}

std::optional<Amount> parse_amount(std::string_view text)
{
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return std::nullopt;
    Amount whole = 0;
    std::size_t at = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) {
        whole = whole * 10 + (text[at] - '0');
        if (whole > kLimit / kOne) return std::nullopt;
    }
    Amount part = 0;
    if (at < text.size()) {
        auto const decimals = text.substr(at + 1);
        if (text[at] != '.' || decimals.empty() || decimals.size() > 4) return std::nullopt;
        for (std::size_t i = 0; i < 4; ++i) {
            if (i < decimals.size() && !is_digit(decimals[i])) return std::nullopt;
            part = part * 10 + (i < decimals.size() ? decimals[i] - '0' : 0);
        }
    }
    auto const amount = whole * kOne + part;
    return negative ? -amount : amount;
}

std::string to_text(Amount amount)
{
    auto const size = amount < 0 ? -amount : amount;
    std::string text = (amount < 0 ? "-" : "") + std::to_string(size / kOne);
    auto part = std::to_string(kOne + size % kOne).substr(1);
    part.erase(part.find_last_not_of('0') + 1);
    return part.empty() ? text : text + "." + part;
}

}  // namespace thidua::scoring
