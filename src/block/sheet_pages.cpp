// A unit's sheet: its four columns, the form of one column, the history of a cell.
#include "block/documents.h"
#include "block/pages.h"
#include "block/sheet_store.h"
#include "block/sight.h"
#include "block/typed.h"
#include "files/files.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

// What a page of a sheet begins with; nothing the actor may not know of.
struct Opened {
    Round round;
    Sight sight;
    Sheet sheet;
    scoring::Scale scale;
    bool scores_it = false;

    bool shows(Column column) const
    {
        return sees_column(round, sight, sheet.unit.unit_id, column, scores_it);
    }
};

Result<Opened> open(storage::Transaction& tx, Context const& ctx)
{
    Opened opened;
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

std::vector<http::Crumb> crumbs(Round const& round)
{
    return {{"/scoring", "block.round.list"},
            {"/scoring/" + round.ref, "", round.block_name + " " + round.year_text()}};
}

std::string page_of(Round const& round, std::string const& unit)
{
    return "/scoring/" + round.ref + "/units/" + http::percent_encode(unit);
}

std::string owner_of(Sheet const& sheet, std::string_view criterion)
{
    return "score:" + std::to_string(sheet.id) + ":" + std::string{criterion};
}

// One figure of a column: points, value, where it was taken from.
json::object figure_document(scoring::Figure const& figure, int decimals)
{
    bool const any = figure.entered || figure.from.has_value();
    auto const points = scoring::rounded(figure.points, decimals);
    return {{"points", any ? number_of(points) : json::value(nullptr)},
            {"value", number_or_null(figure.value)},
            {"entered", figure.entered},
            {"not_applicable", figure.not_applicable}};
}

json::object column_document(scoring::ColumnScore const& column)
{
    return {{"total", number_of(column.total)}, {"excluded_by", column.excluded_by}};
}

// Groups and criteria with what each visible column says.
json::array table_of(Opened const& opened, scoring::Score const& score)
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

json::array outliers_document(Opened const& opened, scoring::Score const& score)
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
json::object entries_for(Context const& ctx, Opened const& opened)
{
    auto const& round = opened.round;
    auto const& unit = opened.sheet.unit;
    bool const writes = ctx.actor.may(Permission::WriteScores, unit.path);
    return {{"self", writes && round.state == State::Self},
            {"block", round.state == State::Meeting && may_collate(round, unit, opened.sight)},
            {"verified", round.state == State::Voted && opened.sight.office}};
}

// The last column whose entries may flow into what is shown.
Column last_shown(Opened const& opened)
{
    Column last = Column::Self;
    for (auto const column : scoring::kColumns) {
        if (opened.shows(column)) last = column;
    }
    return last;
}

Result<Answer> show_sheet(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open(tx, ctx));
        auto const score = TD_TRY(scoring::score(
            opened.scale, opened.sheet.for_engine(opened.round, last_shown(opened))));
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
            "block/sheet", "block.sheet.one", std::move(document), crumbs(opened.round));
    });
}

// ---- the form of one column

struct Form {
    Column column = Column::Self;
    std::int64_t scorer_id = 0;
    std::string scorer;
    bool may_enter = false;
    bool open = false;  // The stage is on and its last day not past.
    bool sent = false;
};

Result<Form> form_of(storage::Transaction& tx, Context const& ctx, Opened const& opened)
{
    Form form;
    auto const column = column_named(ctx.param("column"));
    if (!column) return not_found();
    form.column = *column;
    auto const& round = opened.round;
    auto const& unit = opened.sheet.unit;
    bool const in_time = !round.closes_on || ctx.today() <= *round.closes_on;
    switch (form.column) {
    case Column::Self:
        form.may_enter = ctx.actor.may(Permission::WriteScores, unit.path);
        form.open = round.state == State::Self && in_time;
        form.sent = opened.sheet.sent_at.has_value();
        break;
    case Column::Cross:
        form.scorer = ctx.query().text("scorer");
        if (form.scorer.empty()) form.scorer = ctx.form().text("scorer");
        for (auto const& task : cross_tasks(tx, ctx.actor, round)) {
            if (task.unit.unit_id != unit.unit_id || task.scorer.code != form.scorer) continue;
            form.scorer_id = task.scorer.unit_id;
            form.may_enter = true;
            form.sent = task.sent_at.has_value();
        }
        form.open = round.state == State::Cross && in_time;
        break;
    case Column::Block:
        form.may_enter = may_collate(round, unit, opened.sight);
        form.open = round.state == State::Meeting;
        break;
    case Column::Verified:
        form.may_enter = opened.sight.office;
        form.open = round.state == State::Voted;
        break;
    }
    if (!form.may_enter) return not_found();
    return form;
}

// What was typed stays typed when the form is drawn again; else what the cell says.
json::object entry_of(Context const& ctx,
                      Form const& form,
                      Sheet const& sheet,
                      scoring::Criterion const& criterion)
{
    auto const* cell = sheet.cell({form.column, form.scorer_id, criterion.code});
    auto const content = cell == nullptr ? Content{} : cell->content;
    auto const kept = [&](char const* field, std::string const& now) {
        auto const typed_now = ctx.form().find(std::string{field} + "." + criterion.code);
        return typed_now ? std::string{*typed_now} : now;
    };
    bool const redrawn = ctx.form().find("ver." + criterion.code).has_value();
    bool const absent =
        redrawn ? ctx.form().checked("n." + criterion.code) : content.not_applicable;
    return {{"value", kept("v", typed(content.value))},
            {"points", kept("p", typed(content.points))},
            {"not_applicable", absent},
            {"reason", kept("r", content.reason)},
            {"version", cell == nullptr ? 0 : cell->version},
            {"by", cell == nullptr ? "" : cell->by}};
}

json::array form_rows(Context const& ctx,
                      Opened const& opened,
                      Form const& form,
                      scoring::Score const& score,
                      std::map<std::string, StoredFigure> const& figures)
{
    auto groups = table_of(opened, score);
    for (auto& each : groups) {
        auto& group = each.as_object();
        bool const task = group.at("kind") == "task";
        for (auto& one : group.at("criteria").as_array()) {
            auto& criterion = one.as_object();
            auto const code = std::string{criterion.at("code").as_string()};
            bool const early = form.column == Column::Self || form.column == Column::Cross;
            bool const by_value = form.column == Column::Self && !criterion.at("judged").as_bool();
            criterion["entry"] = entry_of(ctx, form, opened.sheet, *opened.scale.criterion(code));
            criterion["computed"] = early && figures.contains(code);
            criterion["by_value"] = by_value;
            criterion["may_skip"] = task;
        }
    }
    return groups;
}

Result<Answer> show_form(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open(tx, ctx));
        auto const form = TD_TRY(form_of(tx, ctx, opened));
        auto const score = TD_TRY(scoring::score(
            opened.scale, opened.sheet.for_engine(opened.round, last_shown(opened))));
        auto const figures = figures_of(tx, opened.sheet.id);
        std::string const column{scoring::code_of(form.column)};
        json::object shows;
        for (auto const each : scoring::kColumns)
            shows[scoring::code_of(each)] = each < form.column && opened.shows(each);
        auto trail = crumbs(opened.round);
        trail.push_back(
            {page_of(opened.round, opened.sheet.unit.code), "", opened.sheet.unit.name});
        return http::page("block/sheet-form",
                          "block.sheet.enter-" + column,
                          {{"round", round_document(opened.round)},
                           {"unit", member_document(opened.sheet.unit)},
                           {"name", opened.sheet.unit.name},
                           {"column", column},
                           {"scorer", form.scorer},
                           {"people", opened.sheet.people},
                           {"is_open", form.open && !form.sent},
                           {"over", !form.open},
                           {"sent", form.sent},
                           {"sends", form.column <= Column::Cross},
                           {"shows", std::move(shows)},
                           {"groups", form_rows(ctx, opened, form, score, figures)}},
                          std::move(trail));
    });
}

std::vector<CellEntry> entries_in(http::Values const& form)
{
    std::vector<CellEntry> entries;
    for (auto const& [name, value] : form.pairs()) {
        if (!name.starts_with("ver.")) continue;
        auto const code = name.substr(4);
        entries.push_back({code,
                           form.text("v." + code),
                           form.text("p." + code),
                           form.checked("n." + code),
                           form.text("r." + code),
                           form.integer(name).value_or(0)});
    }
    return entries;
}

Result<Answer> post_form(Context& ctx)
{
    auto const column = column_named(ctx.param("column"));
    if (!column) return not_found();
    auto scorer = ctx.query().text("scorer");
    if (scorer.empty()) scorer = ctx.form().text("scorer");
    SaveCells const save{
        ctx.param("ref"), ctx.param("unit"), scorer, *column, entries_in(ctx.form())};
    bool const send = ctx.form().text("do") == "send";
    auto const page = "/scoring/" + save.round + "/units/" + http::percent_encode(save.unit);
    auto const here = page + "/" + ctx.param("column") +
                      (scorer.empty() ? "" : "?scorer=" + http::percent_encode(scorer));
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const saved = TD_TRY(save_cells(act, save));
        if (!send) return http::done(here, "block.sheet.saved", {{"changed", saved.changed}});
        TD_CHECK(send_sheet(act, {save.round, save.unit, scorer, false}));
        return http::done(scorer.empty() ? page : "/scoring/" + save.round,
                          "block.sheet.sent",
                          {{"changed", saved.changed}});
    });
}

Result<Answer> post_take_back(Context& ctx)
{
    SendSheet const command{ctx.param("ref"), ctx.param("unit"), ctx.form().text("scorer"), true};
    auto const page = "/scoring/" + command.round + "/units/" + http::percent_encode(command.unit) +
                      (command.scorer.empty() ? "/self" : "/cross?scorer=" + command.scorer);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(send_sheet(act, command));
        return http::done(page, "block.sheet.taken-back", {});
    });
}

// ---- one cell: history, rows behind, evidence

json::array history_of(storage::Transaction& tx, Opened const& opened, std::string const& criterion)
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
                        Opened const& opened,
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
        auto const opened = TD_TRY(open(tx, ctx));
        auto const* criterion = opened.scale.criterion(ctx.param("criterion"));
        if (criterion == nullptr) return not_found();
        json::array evidence;
        for (auto const& file :
             files::files_of(tx, ctx.actor, owner_of(opened.sheet, criterion->code)))
            evidence.push_back(files::document_of(file));
        bool const writes =
            ctx.actor.may(Permission::WriteScores, opened.sheet.unit.path) &&
            (opened.round.state == State::Self || opened.round.state == State::Explain);
        auto trail = crumbs(opened.round);
        trail.push_back(
            {page_of(opened.round, opened.sheet.unit.code), "", opened.sheet.unit.name});
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
                          std::move(trail));
    });
}

Result<Answer> post_file(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr || upload->size == 0) return bad_input("files.error.empty", {}, "file");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const opened = TD_TRY(open(act.tx, ctx));
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
        files::NewFile const file{.owner = owner_of(opened.sheet, ctx.param("criterion")),
                                  .name = upload->filename,
                                  .unit_path = unit.path};
        TD_CHECK(files::store(act, file, *upload));
        return http::done(page_of(opened.round, unit.code) + "/cells/" + ctx.param("criterion"),
                          "block.sheet.attached",
                          {});
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open(tx, ctx));
        auto const file = files::find_file(
            tx, ctx.actor, owner_of(opened.sheet, ctx.param("criterion")), ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

}  // namespace

void add_sheet_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}/units/{unit}";
    std::string const cell = one + "/cells/{criterion}";
    routes.get(one, door, "block.sheet.one", show_sheet);
    routes.get(one + "/{column}", door, "block.sheet.enter-self", show_form);
    routes.post(one + "/{column}", door, post_form).form(one + "/{column}");
    routes.post(one + "/take-back", door, post_take_back).form(one);
    routes.get(cell, door, "block.sheet.cell", show_cell);
    routes.post(cell + "/files", door, post_file).form(cell).limit(files::kUploadLimit);
    routes.get(cell + "/files/{file}", door, "block.sheet.file", show_file);
}

}  // namespace thidua::block
