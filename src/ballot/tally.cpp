#include "ballot/tally.h"

#include <algorithm>

namespace thidua::ballot {
namespace {

__extension__ using Wide = __int128;

thidua::Result<void> check(Rules const& rules, std::vector<Line> const& lines)
{
    if (rules.roll <= 0) return bad_input("ballot.no-roll");
    auto const& share = rules.share;
    if (share.numerator < 0 || share.denominator <= 0 || share.numerator > share.denominator)
        return bad_input("ballot.share");
    for (auto const& line : lines) {
        auto const with = [&line](std::string key) { return bad_input(std::move(key), {{"line", line.code}}); };
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

thidua::Result<Result> tally(Rules const& rules, std::vector<Line> const& lines)
{
    TD_CHECK(check(rules, lines));
    Result result;
    result.roll = rules.roll;
    result.cast = lines.empty() ? 0 : static_cast<std::int64_t>(lines.front().choices.size());
    for (auto const& line : lines) {
        result.lines.push_back(counted(line));
        auto& own = result.lines.back();
        own.reached = rules.share.reached(own.in_favour, rules.roll);
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
