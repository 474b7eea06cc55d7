// Inspection visits of a movement: the list, a new one, the unit's answer, closing.
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/visit.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;
using organisation::json_of;

json::object describe_visit(Visit const& visit, Movement const& movement, Context const& ctx)
{
    bool const open = visit.state != "closed" && !is_over(movement.state);
    return {{"ref", visit.ref},
            {"unit_name", visit.unit.name},
            {"unit_code", visit.unit.code},
            {"visited_on", to_iso(visit.visited_on)},
            {"visitors", visit.visitors},
            {"findings", visit.findings},
            {"follow_up", visit.follow_up},
            {"follow_up_due", json_of(visit.follow_up_due)},
            {"late",
             visit.state == "open" && visit.follow_up_due && *visit.follow_up_due < ctx.today()},
            {"answer", visit.answer},
            {"answered_on", json_of(visit.answered_on)},
            {"answered_by", visit.answered_by},
            {"state", visit.state},
            {"closed_on", json_of(visit.closed_on)},
            {"may_answer", open && ctx.actor.may(Permission::WriteMovements, visit.unit.path)},
            {"may_close", open && ctx.actor.may(Permission::WriteMovements, movement.owner.path)},
            {"version", visit.version}};
}

std::vector<http::Column> columns()
{
    return {{"visited_on", "movement.field.visited_on", "date"},
            {"unit_name", "movement.field.unit"},
            {"visitors", "movement.field.visitors"},
            {"findings", "movement.field.findings"},
            {"follow_up", "movement.field.follow_up"},
            {"follow_up_due", "movement.field.due_on", "date"},
            {"answer", "movement.field.visit_answer"},
            {"state", "movement.field.state", "key:movement.visit-state."}};
}

Result<Answer> show_visits(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        http::ListPage list{.columns = columns(), .page_size = 1000};
        for (auto const& visit : visits_of(tx, ctx.actor, movement->id))
            list.rows.push_back(describe_visit(visit, *movement, ctx));
        list.total = std::ssize(list.rows);
        bool const writes = ctx.actor.may(Permission::WriteMovements, movement->owner.path);
        json::object document{{"movement", describe(*movement)},
                              {"code", movement->code},
                              {"name", movement->text.name},
                              {"list", http::list_document(std::move(list))},
                              {"may_write", writes && is_running(movement->state)},
                              {"values", json::object{{"visited_on", to_iso(ctx.today())}}}};
        return http::page(
            "movement/visits", "movement.visits", std::move(document), crumbs_to(*movement));
    });
}

Result<Answer> post_visit(Context& ctx)
{
    FormReader form{ctx.form()};
    RecordVisit command;
    command.ref = ctx.param("ref");
    command.unit = form.text("unit");
    command.visited_on = form.date("visited_on");
    command.visitors = form.text("visitors");
    command.findings = ctx.form().lines("findings");
    command.follow_up = ctx.form().lines("follow_up");
    command.follow_up_due = form.date("follow_up_due");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(record_visit(act, command));
        return http::done("/movements/" + command.ref + "/visits", "movement.done.visit");
    });
}

Result<Answer> post_answer(Context& ctx)
{
    AnswerVisit const command{ctx.param("ref"),
                              ctx.param("visit"),
                              ctx.form().lines("visit_answer"),
                              ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(answer_visit(act, command));
        return http::done("/movements/" + command.ref + "/visits", "movement.done.visit-answer");
    });
}

Result<Answer> post_close(Context& ctx)
{
    CloseVisit const command{
        ctx.param("ref"), ctx.param("visit"), ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(close_visit(act, command));
        return http::done("/movements/" + command.ref + "/visits", "movement.done.visit-close");
    });
}

}  // namespace

void add_visit_pages(http::Router& routes)
{
    auto const write = Permission::WriteMovements;
    std::string const all = "/movements/{ref}/visits";
    routes.get(all, Permission::ReadMovements, "movement.visits", show_visits);
    routes.post(all, write, post_visit).form(all);
    routes.post(all + "/{visit}/answer", write, post_answer).form(all);
    routes.post(all + "/{visit}/close", write, post_close).form(all);
}

}  // namespace thidua::movement
