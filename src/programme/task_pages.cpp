// Tasks of a programme: entered and dropped by who plans, finished by who does them.
#include "organisation/form_reader.h"
#include "programme/page_parts.h"
#include "programme/pages.h"

namespace thidua::programme {
namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

Answer form_page(Programme const& programme, json::value task, json::object values)
{
    return http::page("programme/task",
                      task.is_null() ? "programme.task-new" : "programme.task-edit",
                      {{"programme", programme_document(programme)},
                       {"task", std::move(task)},
                       {"values", std::move(values)}},
                      crumbs_of(programme));
}

Result<Answer> show_new(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        return form_page(programme, nullptr, {{"unit", programme.owner.code}});
    });
}

struct Found {
    Programme programme;
    Task task;
};
Result<Found> task_in(Context& ctx, storage::Transaction& tx)
{
    auto programme = TD_TRY(programme_of(ctx, tx));
    auto task = find_task(tx, ctx.param("task"));
    if (!task || task->programme_id != programme.id) return not_found();
    return Found{std::move(programme), *std::move(task)};
}

Result<Answer> show_task(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const found = TD_TRY(task_in(ctx, tx));
        auto const& task = found.task;
        auto document = task_document(task, ctx.today());
        bool const plans = may_plan(ctx.actor, found.programme);
        bool const open = !task.done_on && !task.dropped;
        document["may_edit"] = plans && open;
        document["may_finish"] = open && found.programme.is_issued() &&
                                 (plans || ctx.actor.may(Permission::WriteMovements,
                                                         task.unit_path));
        return form_page(found.programme,
                         std::move(document),
                         {{"content", task.content},
                          {"unit", task.unit_code},
                          {"due", to_iso(task.due)},
                          {"done_on", to_iso(ctx.today())}});
    });
}

Result<Answer> put(Context& ctx, std::string const& ref)
{
    FormReader form{ctx.form()};
    PutTask const command{.programme = ctx.param("ref"),
                          .ref = ref,
                          .content = form.required("content"),
                          .unit = form.required("unit"),
                          .due = form.required_date("due"),
                          .reason = form.text("reason"),
                          .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const task = TD_TRY(put_task(act, command));
        return http::done("/programme/" + command.programme + "#tasks",
                          "programme.done.saved",
                          {{"ref", task}});
    });
}
Result<Answer> post_new(Context& ctx) { return put(ctx, ""); }
Result<Answer> post_task(Context& ctx) { return put(ctx, ctx.param("task")); }

Result<Answer> post_drop(Context& ctx)
{
    DropTask const command{ctx.param("task"),
                           ctx.form().text("reason"),
                           ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(drop_task(act, command));
        return http::done("/programme/" + ctx.param("ref") + "#tasks", "programme.done.dropped");
    });
}

Result<Answer> post_finish(Context& ctx)
{
    FormReader form{ctx.form()};
    FinishTask const command{.ref = ctx.param("task"),
                             .done_on = form.required_date("done_on"),
                             .note = form.text("note"),
                             .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(finish_task(act, command));
        return http::done("/programme/" + ctx.param("ref") + "#tasks", "programme.done.finished");
    });
}

}  // namespace

void add_task_pages(http::Router& routes)
{
    std::string const all = "/programme/{ref}/tasks";
    std::string const one = all + "/{task}";
    auto const plan = Permission::PlanYear;
    routes.get(all + "/new", plan, "programme.task-new", show_new);
    routes.post(all + "/new", plan, post_new).form(all + "/new");
    routes.get(one, Permission::ReadMovements, "programme.task-edit", show_task);
    routes.post(one, plan, post_task).form(one);
    routes.post(one + "/drop", plan, post_drop).form(one);
    // The act asks for PlanYear or for WriteMovements over the unit that does the task.
    routes.post(one + "/finish", Permission::ReadMovements, post_finish).form(one);
}

}  // namespace thidua::programme
