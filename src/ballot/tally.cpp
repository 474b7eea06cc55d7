#include "ballot/tally.h"

#include <algorithm>

namespace thidua::ballot {
namespace {

__extension__ using Wide = __int128;

bool is_share(Share const& share)
{
    return share.numerator >= 0 && share.denominator > 0 && share.numerator <= share.denominator;
}

thidua::Result<void> check(Rules const& rules, std::vector<Line> const& lines)
{
    if (rules.roll <= 0) return bad_input("ballot.no-roll");
    if (!is_share(rules.share)) return bad_input("ballot.share");
    for (auto const& line : lines) {
        auto const with = [&line](std::string key) { return bad_input(std::move(key), {{"line", line.code}}); };
        if (line.share && !is_share(*line.share)) return with("ballot.share");
        if (static_cast<std::int64_t>(line.choices.size()) > rules.roll) return with("ballot.more-than-roll");
        if (line.choices.size() != lines.front().choices.size()) return with("ballot.uneven");
        bool const against = std::find(line.choices.begin(), line.choices.end(), Choice::Against) != line.choices.end();
        if (rules.method == Method::Choose && against) return with("ballot.against");
    }
    return {};
}

LineResult counted(Line const& line)
{
    LineResult result;
    result.code = line.code;
    for (auto const choice : line.choices) {
        switch (choice) {
        case Choice::For: ++result.in_favour; break;
        case Choice::Against: ++result.against; break;
        case Choice::None: ++result.neither; break;
        }
    }
    return result;
}

// Those that reached the share, by votes; who stands on the edge of the last seat with equals neither
// passes nor fails: that is for people to settle.
void give_seats(int seats, std::vector<LineResult>& lines)
{
    std::vector<LineResult*> reached;
    for (auto& line : lines) {
        if (line.reached) reached.push_back(&line);
    }
    std::stable_sort(reached.begin(), reached.end(), [](auto const* a, auto const* b) { return a->in_favour > b->in_favour; });
    auto const count = static_cast<std::size_t>(std::max(seats, 0));
    if (reached.size() <= count) return;
    auto const edge = count == 0 ? -1 : reached[count - 1]->in_favour;
    bool const contested = count > 0 && reached[count]->in_favour == edge;
    for (std::size_t i = 0; i < reached.size(); ++i) {
        auto& line = *reached[i];
        line.tied = contested && line.in_favour == edge;
        line.passed = i < count && !line.tied;
    }
}

}  // namespace

bool Share::reached(std::int64_t votes, std::int64_t base) const
{
    auto const own = Wide{votes} * denominator;
    auto const asked = Wide{base} * numerator;
    return more_than ? own > asked : own >= asked;
}

std::int64_t Share::needed(std::int64_t base) const
{
    auto const asked = Wide{base} * numerator;
    auto const least = more_than ? asked / denominator + 1 : (asked + denominator - 1) / denominator;
    return static_cast<std::int64_t>(least);
}

thidua::Result<Result> tally(Rules const& rules, std::vector<Line> const& lines)
{
    TD_CHECK(check(rules, lines));
    Result result;
    result.roll = rules.roll;
    result.cast = lines.empty() ? 0 : static_cast<std::int64_t>(lines.front().choices.size());
    for (auto const& line : lines) {
        result.lines.push_back(counted(line));
        auto& own = result.lines.back();
        auto const share = line.share.value_or(rules.share);
        own.needed = share.needed(rules.roll);
        own.reached = share.reached(own.in_favour, rules.roll);
        own.passed = own.reached;
    }
    for (auto& own : result.lines) {
        own.place = 1 + static_cast<int>(std::count_if(result.lines.begin(), result.lines.end(), [&](LineResult const& other) {
            return other.in_favour > own.in_favour;
        }));
    }
    if (rules.seats) give_seats(*rules.seats, result.lines);
    return result;
}

}  // namespace thidua::ballot
