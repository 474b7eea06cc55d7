#include "scoring/scale.h"

#include <algorithm>

namespace thidua::scoring {
namespace {

struct Points {
    Amount maximum;
    Amount value;
    std::int64_t people;

    Result<Amount> capped(std::optional<Amount> points) const
    {
        if (!points) return bad_input("scoring.too-large");
        return std::clamp<Amount>(*points, 0, maximum);
    }

    Result<Amount> operator()(Judged const&) const { return capped(value); }
    Result<Amount> operator()(Linear const& rule) const
    {
        if (rule.from == rule.to) return value >= rule.to ? maximum : 0;
        return capped(scaled(maximum, Wide{value} - rule.from, Wide{rule.to} - rule.from));
    }
    Result<Amount> operator()(Bands const& rule) const
    {
        Amount best = 0;
        for (auto const& band : rule.bands) {
            if (value >= band.at_least) best = band.points;  // In order of their bounds.
        }
        return capped(best);
    }
    Result<Amount> operator()(AllOrNothing const& rule) const { return value >= rule.at_least ? maximum : 0; }
    Result<Amount> operator()(Count const& rule) const { return capped(scaled(value, rule.each, kOne)); }
    Result<Amount> operator()(PerHundred const& rule) const
    {
        if (people <= 0) return bad_input("scoring.no-people");
        return capped(scaled(value, Wide{100} * rule.each, Wide{people} * kOne));
    }
    Result<Amount> operator()(Loss const& rule) const
    {
        auto const lost = scaled(value, rule.each, kOne);
        return capped(lost ? std::optional<Amount>(maximum - *lost) : std::nullopt);
    }
};

}  // namespace

Group const* Scale::group(std::string_view code) const
{
    for (auto const& each : groups) {
        if (each.code == code) return &each;
    }
    return nullptr;
}

Criterion const* Scale::criterion(std::string_view code) const
{
    for (auto const& group : groups) {
        for (auto const& each : group.criteria) {
            if (each.code == code) return &each;
        }
    }
    return nullptr;
}

Result<Amount> points_of(Criterion const& criterion, Amount value, std::int64_t people)
{
    return std::visit(Points{criterion.maximum, value, people}, criterion.measure);
}

bool excludes(Criterion const& criterion, Amount value)
{
    auto const* rule = std::get_if<AllOrNothing>(&criterion.measure);
    return rule != nullptr && rule->excludes && value < rule->at_least;
}

}  // namespace thidua::scoring
