#include "block/sheet_page.h"

#include "block/typed.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using scoring::Column;

// A judged value is shown as typed; a share from the records, to two decimals: the page of the cell
// has all of them.
json::value value_document(scoring::Figure const& figure)
{
    constexpr int kDecimals = 2;
    if (!figure.value || !figure.criterion->computed) return number_or_null(figure.value);
    return number_of(scoring::rounded(*figure.value, kDecimals));
}

json::object figure_document(scoring::Figure const& figure, int decimals)
{
    bool const any = figure.entered || figure.from.has_value();
    auto const points = scoring::rounded(figure.points, decimals);
    return {{"points", any ? number_of(points) : json::value(nullptr)},
            {"value", value_document(figure)},
            {"entered", figure.entered},
            {"not_applicable", figure.not_applicable}};
}

}  // namespace

bool OpenSheet::shows(Column column) const
{
    return sees_column(round, sight, sheet.unit.unit_id, column, scores_it);
}

Column OpenSheet::last_shown() const
{
    Column last = Column::Self;
    for (auto const column : scoring::kColumns) {
        if (shows(column)) last = column;
    }
    return last;
}

Result<scoring::Score> OpenSheet::score() const
{
    return scoring::score(scale, sheet.for_engine(round, last_shown()));
}

Result<OpenSheet> open_sheet(storage::Transaction& tx, http::Context const& ctx)
{
    OpenSheet opened;
    auto round = find_round(tx, ctx.param("ref"));
    if (!round) return not_found();
    opened.round = std::move(*round);
    opened.sight = sight_of(ctx.actor, opened.round);
    auto sheet = find_sheet(tx, opened.round, ctx.param("unit"));
    if (!sheet || !sees(opened.round, opened.sight)) return not_found();
    opened.sheet = std::move(*sheet);
    for (auto const& task : cross_tasks(tx, ctx.actor, opened.round))
        opened.scores_it = opened.scores_it || task.unit.unit_id == opened.sheet.unit.unit_id;
    bool const any = std::any_of(scoring::kColumns.begin(),
                                 scoring::kColumns.end(),
                                 [&](Column column) { return opened.shows(column); });
    if (!any) return not_found();
    opened.scale = scale_by_id(tx, opened.round.scale_id).value().read();
    return opened;
}

json::array table_of(OpenSheet const& opened, scoring::Score const& score)
{
    auto groups = groups_document(opened.scale);
    std::size_t index = 0;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        auto& group = groups[g].as_object();
        json::object sums;
        for (auto const column : scoring::kColumns) {
            if (!opened.shows(column)) continue;
            auto const& sum = score.column(column).groups[g];
            sums[scoring::code_of(column)] = json::object{
                {"points", number_of(scoring::rounded(sum.points, opened.scale.decimals))},
                {"rescaled", sum.rescaled}};
        }
        group["sums"] = std::move(sums);
        for (auto& each : group.at("criteria").as_array()) {
            auto& criterion = each.as_object();
            for (auto const column : scoring::kColumns) {
                if (!opened.shows(column)) continue;
                criterion[scoring::code_of(column)] =
                    figure_document(score.column(column).figures[index], opened.scale.decimals);
            }
            ++index;
        }
    }
    return groups;
}

std::string evidence_owner(std::int64_t sheet_id, std::string_view criterion)
{
    return "score:" + std::to_string(sheet_id) + ":" + std::string{criterion};
}

}  // namespace thidua::block
