#include "report/chart.h"

#include "base/text.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::report {

namespace {

constexpr std::int64_t kWidth = 760;
constexpr std::int64_t kLabels = 270;  // Room for the names on the left.
constexpr std::int64_t kTotals = 70;   // Room for the figures on the right.
constexpr std::int64_t kRow = 28;
constexpr std::int64_t kBar = 18;
constexpr std::size_t kLetters = 38;  // What fits before a bar.

// The name, cut at a character's end where it is too long.
std::string shortened(std::string const& text)
{
    if (count_characters(text) <= kLetters) return text;
    std::string cut;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const begins_letter = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (begins_letter && ++letters == kLetters) break;
        cut += text[i];
    }
    return cut + "…";
}

}  // namespace

boost::json::object bar_chart(std::vector<Bar> const& bars)
{
    std::int64_t longest = 0;
    for (auto const& bar : bars) longest = std::max(longest, bar.persons + bar.units);
    if (longest == 0) return {};

    auto const scaled = [&](std::int64_t value) {
        return value * (kWidth - kLabels - kTotals) / longest;
    };
    boost::json::array drawn;
    std::int64_t y = 0;
    for (auto const& bar : bars) {
        auto const persons = scaled(bar.persons);
        auto const all = std::max<std::int64_t>(scaled(bar.persons + bar.units), 1);
        drawn.push_back({{"label", shortened(bar.label)},
                         {"total", bar.persons + bar.units},
                         {"y", y + (kRow - kBar) / 2},
                         {"text_y", y + kRow / 2 + 4},
                         {"height", kBar},
                         {"persons_width", persons},
                         {"units_x", kLabels + persons},
                         {"units_width", all - persons},
                         {"total_x", kLabels + all + 6}});
        y += kRow;
    }
    return {{"width", kWidth},
            {"height", y},
            {"label_x", kLabels - 8},
            {"bar_x", kLabels},
            {"bars", std::move(drawn)}};
}

}  // namespace thidua::report
