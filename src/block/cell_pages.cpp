// One criterion of a sheet: its history, the rows behind what the system worked out, evidence.
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/sheet_page.h"
#include "block/typed.h"
#include "files/files.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

json::array history_of(storage::Transaction& tx,
                       OpenSheet const& opened,
                       std::string const& criterion)
{
    json::array list;
    for (auto const& past : past_of(tx, opened.sheet.id, criterion)) {
        if (!opened.shows(past.column)) continue;
        bool const names_scorer = opened.sight.works() || opened.sight.owns(past.scorer_id);
        auto const* scorer = opened.round.member(past.scorer_id);
        auto const& content = past.cell.content;
        bool const hides = past.column == Column::Cross && !names_scorer;
        list.push_back(json::object{
            {"column", scoring::code_of(past.column)},
            {"scorer", scorer == nullptr || hides ? json::value("") : json::value(scorer->name)},
            {"value", number_or_null(content.value)},
            {"points", number_or_null(content.points)},
            {"not_applicable", content.not_applicable},
            {"empty", content.empty()},
            {"reason", content.reason},
            {"by", hides ? "" : past.cell.by},
            {"at", to_iso(Instant{past.cell.at})}});
    }
    return list;
}

json::value figure_rows(storage::Transaction& tx,
                        OpenSheet const& opened,
                        std::string const& criterion)
{
    auto const figures = figures_of(tx, opened.sheet.id);
    auto const found = figures.find(criterion);
    if (found == figures.end() || !opened.shows(Column::Self)) return nullptr;
    json::array rows;
    auto const kept = json::parse(found->second.rows);
    for (auto const& row : kept.as_array()) {
        auto document = row.at("args").as_object();
        for (auto const* name : {"key", "link", "counts"}) document[name] = row.at(name);
        rows.push_back(std::move(document));
    }
    return json::object{{"source", found->second.source},
                        {"value", number_of(found->second.value)},
                        {"at", to_iso(Instant{found->second.at})},
                        {"rows", std::move(rows)}};
}

Result<Answer> show_cell(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(tx, ctx));
        auto const* criterion = opened.scale.criterion(ctx.param("criterion"));
        if (criterion == nullptr) return not_found();
        json::array evidence;
        for (auto const& file :
             files::files_of(tx, ctx.actor, evidence_owner(opened.sheet.id, criterion->code)))
            evidence.push_back(files::document_of(file));
        bool const writes =
            ctx.actor.may(Permission::WriteScores, opened.sheet.unit.path) &&
            (opened.round.state == State::Self || opened.round.state == State::Explain);
        return http::page("block/cell",
                          "block.sheet.cell",
                          {{"round", round_document(opened.round)},
                           {"unit", member_document(opened.sheet.unit)},
                           {"code", criterion->code},
                           {"criterion", criterion_document(*criterion)},
                           {"history", history_of(tx, opened, criterion->code)},
                           {"figure", figure_rows(tx, opened, criterion->code)},
                           {"files", std::move(evidence)},
                           {"may_attach", writes},
                           {"values", json::object{}}},
                          round_crumbs(opened.round, &opened.sheet.unit));
    });
}

Result<Answer> post_file(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr || upload->size == 0) return bad_input("files.error.empty", {}, "file");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(act.tx, ctx));
        auto const& unit = opened.sheet.unit;
        if (opened.scale.criterion(ctx.param("criterion")) == nullptr) return not_found();
        if (!act.actor.may(Permission::WriteScores, unit.path)) return denied();
        if (opened.round.state != State::Self && opened.round.state != State::Explain)
            return failure(Kind::Refused, "block.error.not-now-self", {}, "file");
        if (opened.round.closes_on && act.today() > *opened.round.closes_on)
            return failure(Kind::Refused,
                           "block.error.window",
                           {{"day", to_vietnamese(*opened.round.closes_on)}},
                           "file");
        files::NewFile const file{.owner = evidence_owner(opened.sheet.id, ctx.param("criterion")),
                                  .name = upload->filename,
                                  .unit_path = unit.path};
        TD_CHECK(files::store(act, file, *upload));
        return http::done(
            unit_page(opened.round.ref, unit.code) + "/cells/" + ctx.param("criterion"),
            "block.sheet.attached",
            {});
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(tx, ctx));
        auto const file = files::find_file(tx,
                                           ctx.actor,
                                           evidence_owner(opened.sheet.id, ctx.param("criterion")),
                                           ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

}  // namespace

void add_cell_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const cell = "/scoring/{ref}/units/{unit}/cells/{criterion}";
    routes.get(cell, door, "block.sheet.cell", show_cell);
    routes.post(cell + "/files", door, post_file).form(cell).limit(files::kUploadLimit);
    routes.get(cell + "/files/{file}", door, "block.sheet.file", show_file);
}

}  // namespace thidua::block
