#include "covenant/figure.h"

#include "base/text.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::covenant {

namespace {

constexpr std::size_t kGroup = 3;

bool all_digits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The digits of "1.092.500"; nothing where the groups are not of three.
std::optional<std::string> without_groups(std::string_view text)
{
    auto const groups = split(text, '.');
    std::string digits;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        bool const fits =
            i == 0 ? groups[i].size() <= kGroup || groups.size() == 1 : groups[i].size() == kGroup;
        if (!all_digits(groups[i]) || !fits) return std::nullopt;
        digits += groups[i];
    }
    return digits;
}

std::optional<std::int64_t> joined(std::string const& whole, std::string decimals)
{
    constexpr std::size_t longest = 13;
    if (whole.size() > longest || decimals.size() > kGroup) return std::nullopt;
    decimals.resize(kGroup, '0');
    auto const figure = std::stoll(whole) * kOne + std::stoll(decimals);
    return figure > kLargestFigure ? std::nullopt : std::optional{figure};
}

}  // namespace

std::optional<std::int64_t> parse_figure(std::string_view text)
{
    auto const tidied = tidy(text);
    std::string_view whole = tidied;
    std::string decimals;
    auto const comma = whole.find(',');
    if (comma != std::string_view::npos) {
        decimals = std::string{whole.substr(comma + 1)};
        whole = whole.substr(0, comma);
        if (!all_digits(decimals)) return std::nullopt;
    } else if (auto const dot = whole.find('.');
               dot != std::string_view::npos && whole.size() - dot - 1 < kGroup) {
        decimals = std::string{whole.substr(dot + 1)};
        whole = whole.substr(0, dot);
        if (!all_digits(decimals)) return std::nullopt;
    }
    auto const digits = without_groups(whole);
    return digits ? joined(*digits, decimals) : std::nullopt;
}

std::string figure_text(std::int64_t thousandths)
{
    auto text = std::to_string(thousandths / kOne);
    auto decimals = std::to_string(kOne + thousandths % kOne).substr(1);
    while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
    return decimals.empty() ? text : text + ',' + decimals;
}

boost::json::value json_figure(std::optional<std::int64_t> thousandths)
{
    if (!thousandths) return nullptr;
    if (*thousandths % kOne == 0) return *thousandths / kOne;
    return static_cast<double>(*thousandths) / static_cast<double>(kOne);
}

std::int64_t percent(std::int64_t plan, std::int64_t result, std::string_view better)
{
    constexpr std::int64_t per_mille = 1000;
    constexpr std::int64_t tenth = kOne / 10;
    bool const low = better == "low";
    if (plan == 0) return (low ? result == 0 : result >= 0) ? kFull : 0;
    if (!low) return result * per_mille / plan * tenth;
    auto const left = std::max<std::int64_t>(0, 2 * plan - result);
    return left * per_mille / plan * tenth;
}

}  // namespace thidua::covenant
