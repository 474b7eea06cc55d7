// Targets of a movement: the table, one target with everybody who carries it, one share's result.
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/target_documents.h"
#include "organisation/form_reader.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

std::string targets_page(std::string const& ref) { return "/movements/" + ref + "/targets"; }

json::object heading(Movement const& movement, Context const& ctx)
{
    bool const writes = ctx.actor.may(Permission::WriteMovements, movement.owner.path);
    return {{"movement", describe(movement)},
            {"code", movement.code},
            {"name", movement.text.name},
            {"may", json::object{{"write", writes && !is_over(movement.state)}}}};
}

std::vector<http::Crumb> crumbs_to_targets(Movement const& movement)
{
    auto crumbs = crumbs_to(movement);
    crumbs.push_back({targets_page(movement.ref), "movement.targets"});
    return crumbs;
}

json::array spreads_document(storage::Transaction& tx, Movement const& movement)
{
    json::array array;
    for (auto const& spread : spreads_of(tx, movement.id)) {
        array.push_back(json::object{{"ref", spread.ref},
                                     {"shares", spread.shares},
                                     {"by", spread.by},
                                     {"at", to_iso(spread.at)},
                                     {"undone", spread.undone},
                                     {"reason", spread.reason}});
    }
    return array;
}

std::vector<http::Column> columns()
{
    return {{"name", "movement.field.content"},
            {"measure", "movement.field.measure"},
            {"wanted", "movement.field.wanted", "number"},
            {"result", "movement.field.reached", "number"},
            {"percent", "movement.field.percent", "number"},
            {"due_on", "movement.field.due_on", "date"},
            {"shares", "movement.field.shares", "number"},
            {"reported", "movement.field.reported", "number"}};
}

Result<Answer> show_targets(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        http::ListPage list{.columns = columns(), .page_size = 1000};
        for (auto const& target : targets_of(tx, movement->id))
            list.rows.push_back(describe(target));
        list.total = std::ssize(list.rows);
        auto document = heading(*movement, ctx);
        document["list"] = http::list_document(std::move(list));
        document["spreads"] = spreads_document(tx, *movement);
        document["betters"] = codes(betters());
        document["rolls"] = codes(rolls());
        document["values"] = json::object{
            {"better", "high"}, {"roll", "sum"}, {"due_on", to_iso(movement->text.ends_on)}};
        return http::page("movement/targets",
                          "movement.targets",
                          std::move(document),
                          crumbs_to(*movement));
    });
}

Result<Answer> post_target(Context& ctx)
{
    FormReader form{ctx.form()};
    AddTarget command;
    command.ref = ctx.param("ref");
    command.name = form.text("target_name");
    command.measure = form.text("measure");
    command.better = form.text("better");
    command.roll = form.text("roll");
    command.source = form.text("source");
    command.wanted = form.text("wanted");
    command.due_on = form.date("due_on");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_TRY(add_target(act, command));
        return http::done(targets_page(command.ref), "movement.done.target");
    });
}

Result<Answer> post_drop(Context& ctx)
{
    auto const version = ctx.form().integer("version").value_or(0);
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(drop_target(act, ctx.param("ref"), ctx.param("target"), version));
        return http::done(targets_page(ctx.param("ref")), "movement.done.target-dropped");
    });
}

Result<Answer> post_undo(Context& ctx)
{
    UndoSpread const command{ctx.param("ref"),
                             ctx.param("spread"),
                             ctx.form().lines("undo_reason"),
                             ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(undo_spread(act, command));
        return http::done(targets_page(command.ref), "movement.done.undo");
    });
}

std::vector<http::Column> share_columns()
{
    return {{"name", "movement.field.bearer"},
            {"code", "movement.field.code"},
            {"wanted", "movement.field.wanted", "number"},
            {"result", "movement.field.reached", "number"},
            {"percent", "movement.field.percent", "number"},
            {"state", "movement.field.state", "key:movement.share."},
            {"reported_on", "movement.field.reported_on", "date"},
            {"late", "movement.field.late", "flag"},
            {"note", "movement.field.note"}};
}

Result<Answer> show_target(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        auto const target = find_target(tx, movement->id, ctx.param("target"));
        if (!target) return not_found();
        auto const shares = shares_of(tx, ctx.actor, *target);
        http::ListPage list{.columns = share_columns(), .page_size = 1000};
        for (auto const& share : shares) {
            auto row = describe(share, *target);
            row["may_report"] = is_running(movement->state) && !share.rolls_up &&
                                ctx.actor.may(Permission::WriteMovements, share.unit_path);
            list.rows.push_back(std::move(row));
        }
        list.total = std::ssize(list.rows);
        auto document = heading(*movement, ctx);
        document["target"] = describe(*target);
        document["target_name"] = target->name;
        document["chart"] = chart_of(shares, *target);
        document["list"] = http::list_document(std::move(list));
        return http::page("movement/target",
                          "movement.target",
                          std::move(document),
                          crumbs_to_targets(*movement));
    });
}

struct Found {
    Movement movement;
    Target target;
    Share share;
};
// The share, where it is this movement's and the actor may read its unit.
Result<Found> share_in(storage::Transaction& tx, Context const& ctx)
{
    auto movement = find_movement(tx, ctx.actor, ctx.param("ref"));
    if (!movement) return not_found();
    auto target = find_target(tx, movement->id, ctx.param("target"));
    auto share = find_share(tx, ctx.param("share"));
    if (!target || !share || !ctx.actor.may(Permission::ReadMovements, share->unit_path))
        return not_found();
    Found found{std::move(*movement), std::move(*target), std::move(*share)};
    return found;
}

Result<Answer> show_share(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const found = TD_TRY(share_in(tx, ctx));
        auto document = heading(found.movement, ctx);
        auto const share = describe(found.share, found.target);
        document["target"] = describe(found.target);
        document["target_name"] = found.target.name;
        document["share"] = share;
        document["may_report"] =
            is_running(found.movement.state) && !found.share.rolls_up &&
            ctx.actor.may(Permission::WriteMovements, found.share.unit_path);
        json::array evidence;
        for (auto const& file : files::files_of(tx, ctx.actor, owner_of(found.share)))
            evidence.push_back(files::document_of(file));
        document["files"] = std::move(evidence);
        document["values"] = json::object{{"result", found.share.result ? figure_text(*found.share.result) : ""},
                                          {"day", to_iso(ctx.today())},
                                          {"note", found.share.note}};
        auto crumbs = crumbs_to_targets(found.movement);
        crumbs.push_back({targets_page(found.movement.ref) + '/' + found.target.ref,
                          "",
                          found.target.name});
        return http::page(
            "movement/share", "movement.report", std::move(document), std::move(crumbs));
    });
}

Result<Answer> post_share(Context& ctx)
{
    FormReader form{ctx.form()};
    ReportResult command;
    command.ref = ctx.param("ref");
    command.share = ctx.param("share");
    command.result = form.text("result");
    command.day = form.date("day");
    command.note = form.text("note");
    command.version = form.version();
    auto const* upload = ctx.request.upload("file");
    if (upload != nullptr && upload->size > 0) command.file = *upload;
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(report_result(act, command));
        return http::done(targets_page(command.ref) + '/' + ctx.param("target"),
                          "movement.done.report");
    });
}

Result<Answer> show_evidence(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const found = TD_TRY(share_in(tx, ctx));
        auto const file =
            files::find_file(tx, ctx.actor, owner_of(found.share), ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

}  // namespace

void add_target_pages(http::Router& routes)
{
    auto const read = Permission::ReadMovements;
    auto const write = Permission::WriteMovements;
    std::string const all = "/movements/{ref}/targets";
    std::string const one = all + "/{target}";
    std::string const share = one + "/shares/{share}";
    routes.get(all, read, "movement.targets", show_targets);
    routes.post(all, write, post_target).form(all);
    routes.post(one + "/drop", write, post_drop).form(all);
    routes.post("/movements/{ref}/spreads/{spread}/undo", write, post_undo).form(all);
    routes.get(one, read, "movement.target", show_target);
    routes.get(share, read, "movement.report", show_share);
    routes.post(share, write, post_share).form(share).limit(files::kUploadLimit);
    routes.get(share + "/files/{file}", read, "movement.evidence", show_evidence);
}

}  // namespace thidua::movement
