#include "scoring/rank.h"

#include <algorithm>

namespace thidua::scoring {
namespace {

// What a unit is compared by: its total, then the figures that part equals.
std::vector<Amount> figures_of(Scale const& scale, Score const& score, Column which)
{
    auto const& column = score.column(which);
    std::vector<Amount> figures{column.total};
    for (auto const& code : scale.ties) {
        if (code == "vote") {
            figures.push_back(score.votes.value_or(0) * kOne);
            continue;
        }
        auto const sum = std::find_if(column.groups.begin(), column.groups.end(),
                                      [&](GroupSum const& each) { return each.group->code == code; });
        figures.push_back(sum == column.groups.end() ? 0 : sum->points);
    }
    return figures;
}

struct Compared {
    Score const* score;
    std::vector<Amount> figures;
};

// The first figure in which two of the same total differ: an index into the ties, or none.
std::optional<std::size_t> parted(Compared const& a, Compared const& b)
{
    if (a.figures.front() != b.figures.front()) return std::nullopt;
    for (std::size_t i = 1; i < a.figures.size(); ++i) {
        if (a.figures[i] != b.figures[i]) return i - 1;
    }
    return std::nullopt;
}

}  // namespace

std::vector<Place> rank(Scale const& scale, std::vector<Score> const& scores, Column column)
{
    std::vector<Compared> in;
    std::vector<Place> out;
    for (auto const& score : scores) {
        auto const& own = score.column(column);
        if (own.excluded_by.empty()) in.push_back({&score, figures_of(scale, score, column)});
        else out.push_back({score.unit, own.total, 0, "", false, own.excluded_by});
    }
    std::sort(in.begin(), in.end(), [](Compared const& a, Compared const& b) {
        return a.figures != b.figures ? a.figures > b.figures : a.score->unit < b.score->unit;
    });
    std::sort(out.begin(), out.end(), [](Place const& a, Place const& b) { return a.unit < b.unit; });
    std::vector<Place> places;
    for (std::size_t i = 0; i < in.size(); ++i) {
        bool const equals_above = i > 0 && in[i].figures == in[i - 1].figures;
        bool const equals_below = i + 1 < in.size() && in[i].figures == in[i + 1].figures;
        Place place{in[i].score->unit, in[i].figures.front(), static_cast<int>(i) + 1, "", false, ""};
        if (equals_above) place.place = places.back().place;
        place.tied = equals_above || equals_below;
        std::optional<std::size_t> by;
        if (i > 0) by = parted(in[i - 1], in[i]);
        if (!by && i + 1 < in.size()) by = parted(in[i], in[i + 1]);
        if (by) place.parted_by = scale.ties[*by];
        places.push_back(std::move(place));
    }
    places.insert(places.end(), out.begin(), out.end());
    return places;
}

}  // namespace thidua::scoring
