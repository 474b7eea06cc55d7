// The form of one column of a sheet: what may be entered now, saving, sending, taking back.
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/sheet_page.h"
#include "block/sheet_store.h"
#include "block/typed.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

struct Form {
    Column column = Column::Self;
    std::int64_t scorer_id = 0;
    std::string scorer, scorer_name;  // In Cross: the unit that scores.
    bool may_enter = false;
    bool open = false;  // The stage is on and its last day not past.
    bool sent = false;
};

Result<Form> form_of(storage::Transaction& tx, Context const& ctx, OpenSheet const& opened)
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
            form.scorer_name = task.scorer.name;
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
        form.open = round.state == State::Voted || appeal_upheld(tx, round, opened.sheet.id);
        break;
    }
    if (!form.may_enter) return not_found();
    return form;
}

// As the form shows and sends it.
struct Typed {
    std::string value, points, reason;
    bool not_applicable = false;

    bool operator==(Typed const&) const = default;
};

Typed typed_of(Content const& content)
{
    return {typed(content.value), typed(content.points), content.reason, content.not_applicable};
}

json::object entry_document(Typed const& entry, Cell const& cell)
{
    return {{"value", entry.value},
            {"points", entry.points},
            {"not_applicable", entry.not_applicable},
            {"reason", entry.reason},
            {"version", cell.version},
            {"by", cell.by},
            {"theirs", nullptr}};
}

// A cell of a form that is drawn again: what was typed stays. Where somebody else changed the cell
// meanwhile, their content stands beside what was typed, and the form is from now on made from it;
// what was not touched shows theirs alone, so that saving does not undo it.
json::object redrawn_entry(storage::Transaction& tx,
                           Context const& ctx,
                           std::int64_t sheet_id,
                           CellKey const& key,
                           Cell const& now)
{
    auto const& form = ctx.form();
    Typed const mine{form.text("v." + key.criterion),
                     form.text("p." + key.criterion),
                     form.text("r." + key.criterion),
                     form.checked("n." + key.criterion)};
    auto const version = form.integer("ver." + key.criterion).value_or(0);
    if (version == now.version) return entry_document(mine, now);
    auto const seen = past_content(tx, sheet_id, key, version).value_or(Content{});
    if (mine == typed_of(seen)) return entry_document(typed_of(now.content), now);
    auto entry = entry_document(mine, now);
    entry["theirs"] = shown(now.content);
    return entry;
}

json::object entry_of(storage::Transaction& tx,
                      Context const& ctx,
                      Form const& form,
                      Sheet const& sheet,
                      std::string const& criterion)
{
    CellKey const key{form.column, form.scorer_id, criterion};
    auto const* cell = sheet.cell(key);
    Cell const now = cell == nullptr ? Cell{} : *cell;
    if (ctx.form().find("ver." + criterion)) return redrawn_entry(tx, ctx, sheet.id, key, now);
    return entry_document(typed_of(now.content), now);
}

// What the form says of one criterion besides its figures.
void add_entry(storage::Transaction& tx,
               Context const& ctx,
               OpenSheet const& opened,
               Form const& form,
               json::object& criterion)
{
    auto const code = std::string{criterion.at("code").as_string()};
    bool const judged = criterion.at("judged").as_bool();
    auto entry = entry_of(tx, ctx, form, opened.sheet, code);
    entry["fields"] = json::object{{"value", "v." + code},
                                   {"points", "p." + code},
                                   {"not_applicable", "n." + code},
                                   {"reason", "r." + code}};
    criterion["entry"] = std::move(entry);
    criterion["by_value"] = takes_value(form.column, judged);
}

json::array form_rows(storage::Transaction& tx,
                      Context const& ctx,
                      OpenSheet const& opened,
                      Form const& form,
                      scoring::Score const& score)
{
    auto const figures = figures_of(tx, opened.sheet.id);
    bool const early = form.column <= Column::Cross;
    auto groups = table_of(opened, score);
    for (auto& each : groups) {
        auto& group = each.as_object();
        for (auto& one : group.at("criteria").as_array()) {
            auto& criterion = one.as_object();
            add_entry(tx, ctx, opened, form, criterion);
            auto const code = std::string{criterion.at("code").as_string()};
            criterion["computed"] = early && figures.contains(code);
            criterion["may_skip"] = group.at("kind") == "task";
        }
    }
    return groups;
}

Result<Answer> show_form(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(tx, ctx));
        auto const form = TD_TRY(form_of(tx, ctx, opened));
        auto const score = TD_TRY(opened.score());
        std::string const column{scoring::code_of(form.column)};
        json::object shows;
        for (auto const each : scoring::kColumns)
            shows[scoring::code_of(each)] = each < form.column && opened.shows(each);
        auto const& own = score.column(form.column);
        json::object document{{"round", round_document(opened.round)},
                              {"unit", member_document(opened.sheet.unit)},
                              {"name", opened.sheet.unit.name},
                              {"column", column},
                              {"scorer", form.scorer},
                              {"scorer_name", form.scorer_name},
                              {"people", opened.sheet.people},
                              {"is_open", form.open && !form.sent},
                              {"over", !form.open},
                              {"sent", form.sent},
                              {"sends", form.column <= Column::Cross},
                              {"shows", std::move(shows)},
                              {"groups", form_rows(tx, ctx, opened, form, score)}};
        if (form.column != Column::Cross) document["sum"] = number_of(own.total);
        return http::page("block/sheet-form",
                          "block.sheet.enter-" + column,
                          std::move(document),
                          round_crumbs(opened.round, &opened.sheet.unit));
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

// What a program that saves cell by cell goes on with: the versions now standing, and the points
// they give where the column is the actor's to see as a whole.
json::object saved_document(storage::Transaction& tx,
                            Context const& ctx,
                            Column column,
                            SavedCells const& saved)
{
    json::object document{{"changed", saved.changed()}, {"saved_at", to_iso(ctx.now)}};
    json::array cells;
    for (auto const& cell : saved.cells)
        cells.push_back(json::object{{"criterion", cell.criterion}, {"version", cell.version}});
    auto const opened = open_sheet(tx, ctx);
    if (opened && column != Column::Cross) {
        if (auto const score = opened->score()) {
            auto const& own = score->column(column);
            document["total"] = number_of(own.total);
            json::object points;
            for (auto const& figure : own.figures) {
                if (figure.entered)
                    points[figure.criterion->code] =
                        number_of(scoring::rounded(figure.points, opened->scale.decimals));
            }
            document["points"] = std::move(points);
        }
    }
    document["cells"] = std::move(cells);
    return document;
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
    auto const page = unit_page(save.round, save.unit);
    auto const here = page + "/" + ctx.param("column") +
                      (scorer.empty() ? "" : "?scorer=" + http::percent_encode(scorer));
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const saved = TD_TRY(save_cells(act, save));
        auto document = saved_document(act.tx, ctx, *column, saved);
        if (!send) return http::done(here, "block.sheet.saved", std::move(document));
        TD_CHECK(send_sheet(act, {save.round, save.unit, scorer, false}));
        return http::done(scorer.empty() ? page : round_page(save.round),
                          "block.sheet.sent",
                          std::move(document));
    });
}

Result<Answer> post_take_back(Context& ctx)
{
    SendSheet const command{ctx.param("ref"), ctx.param("unit"), ctx.form().text("scorer"), true};
    auto const form = command.scorer.empty()
                          ? std::string{"/self"}
                          : "/cross?scorer=" + http::percent_encode(command.scorer);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(send_sheet(act, command));
        return http::done(
            unit_page(command.round, command.unit) + form, "block.sheet.taken-back", {});
    });
}

}  // namespace

void add_entry_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}/units/{unit}";
    routes.get(one + "/{column}", door, "block.sheet.enter-self", show_form);
    routes.post(one + "/{column}", door, post_form).form(one + "/{column}");
    routes.post(one + "/take-back", door, post_take_back).form(one);
}

}  // namespace thidua::block
