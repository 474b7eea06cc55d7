#include "scoring/document.h"

#include <boost/json.hpp>

#include <map>

namespace thidua::scoring {
namespace {

namespace json = boost::json;

json::value number(Amount amount)
{
    if (amount % kOne == 0) return amount / kOne;
    return static_cast<double>(amount) / static_cast<double>(kOne);
}

json::value text_or_null(std::string_view text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object document_of(Figure const& figure)
{
    json::object object{{"criterion", figure.criterion->code}, {"points", number(figure.points)},
                        {"max", number(figure.criterion->maximum)}};
    object["value"] = figure.value ? number(*figure.value) : json::value(nullptr);
    object["not_applicable"] = figure.not_applicable;
    object["taken_from"] = figure.from ? json::value(code_of(*figure.from)) : json::value(nullptr);
    if (!figure.reason.empty()) object["reason"] = figure.reason;
    return object;
}

json::object document_of(ColumnScore const& column)
{
    json::array groups, figures;
    for (auto const& sum : column.groups) {
        groups.push_back(json::object{{"group", sum.group->code}, {"points", number(sum.points)}, {"raw", number(sum.raw)},
                                      {"max", number(sum.group->maximum)}, {"rescaled", sum.rescaled}});
    }
    for (auto const& figure : column.figures) figures.push_back(document_of(figure));
    return {{"total", number(column.total)}, {"excluded_by", text_or_null(column.excluded_by)},
            {"groups", std::move(groups)}, {"criteria", std::move(figures)}};
}

json::object document_of(Score const& score)
{
    json::object columns;
    for (auto const column : kColumns) columns[code_of(column)] = document_of(score.column(column));
    json::array outliers;
    for (auto const& each : score.outliers) {
        outliers.push_back(json::object{{"scorer", each.scorer}, {"criterion", each.criterion},
                                        {"points", number(each.points)}, {"median", number(each.median)}});
    }
    return {{"unit", score.unit}, {"columns", std::move(columns)}, {"outliers", std::move(outliers)}};
}

json::array document_of(std::vector<Place> const& places)
{
    json::array list;
    for (auto const& each : places) {
        list.push_back(json::object{{"unit", each.unit}, {"total", number(each.total)},
                                    {"place", each.place == 0 ? json::value(nullptr) : json::value(each.place)},
                                    {"parted_by", text_or_null(each.parted_by)}, {"tied", each.tied},
                                    {"excluded_by", text_or_null(each.excluded_by)}});
    }
    return list;
}

// The units whose place the verification changed.
json::array moved(std::vector<Place> const& before, std::vector<Place> const& after)
{
    std::map<std::string_view, int> places;
    for (auto const& each : before) places[each.unit] = each.place;
    json::array list;
    for (auto const& each : after) {
        auto const old = places.at(each.unit);
        if (old == each.place) continue;
        auto const place = [](int number) { return number == 0 ? json::value(nullptr) : json::value(number); };
        list.push_back(json::object{{"unit", each.unit}, {"block", place(old)}, {"verified", place(each.place)}});
    }
    return list;
}

}  // namespace

Result<json::object> score_document(Box const& box)
{
    std::vector<Score> scores;
    json::array units;
    for (auto const& sheet : box.sheets) {
        scores.push_back(TD_TRY(score(box.scale, sheet)));
        units.push_back(document_of(scores.back()));
    }
    auto const block = rank(box.scale, scores, Column::Block);
    auto const verified = rank(box.scale, scores, Column::Verified);
    return json::object{{"scale", box.scale.name}, {"units", std::move(units)},
                        {"ranking", {{"block", document_of(block)}, {"verified", document_of(verified)},
                                     {"moved", moved(block, verified)}}}};
}

}  // namespace thidua::scoring
