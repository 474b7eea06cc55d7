// A unit's sheet with its columns beside each other.
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/sheet_page.h"
#include "block/typed.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

json::object column_document(scoring::ColumnScore const& column)
{
    return {{"total", number_of(column.total)}, {"excluded_by", column.excluded_by}};
}

// Which criteria the system has worked out for this unit.
void mark_computed(json::array& groups, std::map<std::string, StoredFigure> const& figures)
{
    for (auto& group : groups) {
        for (auto& each : group.at("criteria").as_array()) {
            auto& criterion = each.as_object();
            criterion["computed"] = figures.contains(std::string{criterion.at("code").as_string()});
        }
    }
}

json::array outliers_document(OpenSheet const& opened, scoring::Score const& score)
{
    json::array list;
    if (!opened.sight.works() || !opened.shows(Column::Cross)) return list;
    for (auto const& each : score.outliers) {
        auto const* scorer = opened.round.member(each.scorer);
        list.push_back(json::object{{"scorer", scorer == nullptr ? each.scorer : scorer->name},
                                    {"criterion", each.criterion},
                                    {"points", number_of(each.points)},
                                    {"median", number_of(each.median)}});
    }
    return list;
}

// Which columns the actor may enter now.
json::object entries_for(Context const& ctx, OpenSheet const& opened)
{
    auto const& round = opened.round;
    auto const& unit = opened.sheet.unit;
    bool const writes = ctx.actor.may(Permission::WriteScores, unit.path);
    return {{"self", writes && round.state == State::Self},
            {"block", round.state == State::Meeting && may_collate(round, unit, opened.sight)},
            {"verified", round.state == State::Voted && opened.sight.office}};
}

Result<Answer> show_sheet(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(tx, ctx));
        auto const score = TD_TRY(opened.score());
        json::object columns, shows;
        for (auto const column : scoring::kColumns) {
            shows[scoring::code_of(column)] = opened.shows(column);
            if (opened.shows(column))
                columns[scoring::code_of(column)] = column_document(score.column(column));
        }
        auto groups = table_of(opened, score);
        mark_computed(groups, figures_of(tx, opened.sheet.id));
        auto const& sheet = opened.sheet;
        json::object document{
            {"round", round_document(opened.round)},
            {"unit", member_document(sheet.unit)},
            {"name", sheet.unit.name},
            {"year", opened.round.year_text()},
            {"people", sheet.people},
            {"sent_at",
             sheet.sent_at ? json::value(to_iso(Instant{*sheet.sent_at})) : json::value(nullptr)},
            {"sent_by", sheet.sent_by},
            {"groups", std::move(groups)},
            {"columns", std::move(columns)},
            {"shows", std::move(shows)},
            {"outliers", outliers_document(opened, score)},
            {"may_enter", entries_for(ctx, opened)}};
        document["explains"] = opened.round.state >= State::Explain && opened.shows(Column::Cross);
        return http::page(
            "block/sheet", "block.sheet.one", std::move(document), round_crumbs(opened.round));
    });
}

}  // namespace

void add_sheet_pages(http::Router& routes)
{
    routes.get(
        "/scoring/{ref}/units/{unit}", Permission::ReadMovements, "block.sheet.one", show_sheet);
}

}  // namespace thidua::block
