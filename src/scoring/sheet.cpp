#include "scoring/sheet.h"

#include <algorithm>

namespace thidua::scoring {
namespace {

Error with(Error error, std::string const& unit, std::string const& criterion)
{
    for (auto& problem : error.problems) {
        problem.args.emplace_back("unit", unit);
        problem.args.emplace_back("criterion", criterion);
    }
    return error;
}

class Scorer {
public:
    Scorer(Scale const& scale, Sheet const& sheet) : scale_(scale), sheet_(sheet) { score_.unit = sheet.unit; }

    Result<Score> operator()()
    {
        TD_CHECK(check_entries(sheet_.self));
        TD_CHECK(check_entries(sheet_.block));
        TD_CHECK(check_entries(sheet_.verified));
        for (auto const& [scorer, entries] : sheet_.cross) TD_CHECK(check_entries(entries));
        for (auto const column : kColumns) score_.columns.push_back(TD_TRY(column_score(column)));
        score_.votes = sheet_.votes;
        return std::move(score_);
    }

private:
    Result<void> check_entries(Entries const& entries) const
    {
        for (auto const& [code, entry] : entries) {
            auto const wrong = [&](std::string key) { return with(bad_input(std::move(key)), sheet_.unit, code); };
            auto const* criterion = scale_.criterion(code);
            if (criterion == nullptr) return wrong("scoring.sheet.no-criterion");
            int const said = entry.value.has_value() + entry.points.has_value() + entry.not_applicable;
            if (said != 1) return wrong("scoring.sheet.say-one");
            if (entry.value && *entry.value < 0) return wrong("scoring.sheet.negative");
            if (entry.points && (*entry.points < 0 || *entry.points > criterion->maximum))
                return wrong("scoring.sheet.out-of-range");
        }
        return {};
    }

    Result<Figure> figure_of(Criterion const& criterion, Entry const& entry) const
    {
        Figure figure{&criterion, 0, entry.value, true, std::nullopt, entry.not_applicable, entry.reason};
        if (entry.points) figure.points = *entry.points;
        if (!entry.value) return figure;
        auto const points = points_of(criterion, *entry.value, sheet_.people);
        if (!points) return with(points.error(), sheet_.unit, criterion.code);
        figure.points = *points;
        return figure;
    }

    // The mean of those who scored; one who says "not applicable" is no voice on the points.
    Result<std::optional<Figure>> crossed(Criterion const& criterion)
    {
        std::vector<std::pair<std::string, Amount>> given;
        bool spoken = false;
        for (auto const& [scorer, entries] : sheet_.cross) {
            auto const entry = entries.find(criterion.code);
            if (entry == entries.end()) continue;
            spoken = true;
            auto const figure = TD_TRY(figure_of(criterion, entry->second));
            if (!figure.not_applicable) given.emplace_back(scorer, figure.points);
        }
        if (!spoken) return std::optional<Figure>{};
        Figure figure{&criterion, 0, std::nullopt, true, std::nullopt, given.empty(), ""};
        if (given.empty()) return std::optional<Figure>{figure};
        std::vector<Amount> points;
        for (auto const& [scorer, amount] : given) points.push_back(amount);
        figure.points = trimmed_mean(points, scale_.cross.trimmed);
        auto const middle = median(points);
        for (auto const& [scorer, amount] : given) {
            if (std::abs(amount - middle) > scale_.cross.outlier)
                score_.outliers.push_back({scorer, criterion.code, amount, middle});
        }
        return std::optional<Figure>{figure};
    }

    Result<Figure> figure_in(Column column, Criterion const& criterion, std::size_t index)
    {
        if (column == Column::Cross) {
            if (auto const figure = TD_TRY(crossed(criterion))) return *figure;
        } else {
            auto const& entries = column == Column::Self    ? sheet_.self
                                  : column == Column::Block ? sheet_.block
                                                            : sheet_.verified;
            if (auto const entry = entries.find(criterion.code); entry != entries.end())
                return figure_of(criterion, entry->second);
        }
        if (column == Column::Self) return Figure{&criterion, 0, std::nullopt, false, std::nullopt, false, ""};
        auto const before = static_cast<Column>(static_cast<int>(column) - 1);
        auto figure = score_.column(before).figures[index];
        if (figure.entered) figure.from = before;
        figure.entered = false;
        return figure;
    }

    Result<ColumnScore> column_score(Column column)
    {
        ColumnScore result{column, {}, {}, 0, ""};
        for (auto const& group : scale_.groups) {
            for (auto const& criterion : group.criteria) {
                result.figures.push_back(TD_TRY(figure_in(column, criterion, result.figures.size())));
                auto const& figure = result.figures.back();
                bool const out = figure.value ? excludes(criterion, *figure.value) : shut_out(figure);
                if (out && result.excluded_by.empty()) result.excluded_by = criterion.code;
            }
        }
        auto figure = result.figures.cbegin();
        for (auto const& group : scale_.groups) {
            result.groups.push_back(TD_TRY(sum_of(group, figure)));
            figure += static_cast<std::ptrdiff_t>(group.criteria.size());
        }
        result.total = TD_TRY(total_of(result));
        return result;
    }

    // Points instead of a value exclude where they are entered as none.
    static bool shut_out(Figure const& figure)
    {
        auto const* rule = std::get_if<AllOrNothing>(&figure.criterion->measure);
        bool const said = figure.entered || figure.from.has_value();
        return rule != nullptr && rule->excludes && said && !figure.not_applicable && figure.points == 0;
    }

    Result<GroupSum> sum_of(Group const& group, std::vector<Figure>::const_iterator figure) const
    {
        GroupSum sum{&group, 0, 0, false};
        Amount within_reach = 0, all = 0;
        for (auto const& criterion : group.criteria) {
            sum.raw += figure->points;
            all += criterion.maximum;
            if (!figure->not_applicable) within_reach += criterion.maximum;
            ++figure;
        }
        sum.points = sum.raw;
        // What does not apply must neither help nor harm: the rest is read as if it were the whole.
        if (group.kind == GroupKind::Task && within_reach < all && within_reach > 0) {
            auto const whole = scaled(sum.raw, all, within_reach);
            if (!whole) return bad_input("scoring.too-large");
            sum.points = *whole;
            sum.rescaled = true;
        }
        sum.points = std::min(sum.points, group.maximum);
        return sum;
    }

    Result<Amount> total_of(ColumnScore const& column) const
    {
        std::vector<Amount> values;
        for (auto const& name : scale_.formula.names()) {
            auto const sum = std::find_if(column.groups.begin(), column.groups.end(),
                                          [&](GroupSum const& each) { return each.group->code == name; });
            values.push_back(sum == column.groups.end() ? 0 : sum->points);
        }
        auto const total = scale_.formula.value(values);
        if (!total) return with(total.error(), sheet_.unit, "");
        return rounded(*total, scale_.decimals);
    }

    Scale const& scale_;
    Sheet const& sheet_;
    Score score_;
};

}  // namespace

std::string_view code_of(Column column)
{
    switch (column) {
    case Column::Self: return "self";
    case Column::Cross: return "cross";
    case Column::Block: return "block";
    case Column::Verified: return "verified";
    }
    return "";
}

Result<Score> score(Scale const& scale, Sheet const& sheet) { return Scorer{scale, sheet}(); }

Amount trimmed_mean(std::vector<Amount> points, int trimmed)
{
    std::sort(points.begin(), points.end());
    auto const cut = static_cast<std::ptrdiff_t>(trimmed);
    if (static_cast<std::ptrdiff_t>(points.size()) > 2 * cut) {
        points.erase(points.end() - cut, points.end());
        points.erase(points.begin(), points.begin() + cut);
    }
    Wide sum = 0;
    for (auto const each : points) sum += each;
    return static_cast<Amount>(rounded_quotient(sum, static_cast<Wide>(points.size())));
}

Amount median(std::vector<Amount> points)
{
    std::sort(points.begin(), points.end());
    auto const middle = points.size() / 2;
    if (points.size() % 2 == 1) return points[middle];
    return static_cast<Amount>(rounded_quotient(Wide{points[middle - 1]} + points[middle], 2));
}

}  // namespace thidua::scoring
