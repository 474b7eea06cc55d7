// The library of directives: list, one directive, a unit's task.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"
#include "programme/directives.h"
#include "programme/page_parts.h"
#include "programme/pages.h"
#include "programme/programme_store.h"

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;
using organisation::json_of;

json::object task_document(DirectiveTask const& task, Date today)
{
    auto const* state = task.answered_on ? (*task.answered_on > task.due ? "done-late" : "done")
                        : task.due < today ? "late"
                                           : "open";
    return {{"ref", task.ref},
            {"item", task.item ? json::value(*task.item) : json::value()},
            {"unit", task.unit_code},
            {"unit_name", task.unit_name},
            {"content", task.content},
            {"due", to_iso(task.due)},
            {"answer", task.answer},
            {"answered_on", json_of(task.answered_on)},
            {"answered_by", task.answered_by},
            {"state", state},
            {"version", task.version}};
}

// Tasks not answered and addressees who have not acknowledged, as far as the reader sees them.
struct Waiting {
    std::int64_t unread = 0, late = 0;
};
Waiting waiting_of(storage::Transaction& tx,
                   access::Actor const& actor,
                   Directive const& directive,
                   Date today)
{
    Waiting waiting;
    for (auto const& unit : addressees_of(tx, actor, directive))
        waiting.unread += unit.acknowledged_on ? 0 : 1;
    for (auto const& task : tasks_of(tx, actor, directive))
        waiting.late += !task.answered_on && task.due < today ? 1 : 0;
    return waiting;
}

Result<Answer> show_directives(Context& ctx)
{
    auto const kind = ctx.query().text("kind");
    auto const key = search_key(ctx.query().text("q"));
    bool const late_only = ctx.query().checked("late");
    http::ListPage list{.columns = {{"kind", "programme.field.kind", "key:programme.directive.kind."},
                                    {"number", "programme.field.number"},
                                    {"dated", "programme.field.dated", "date"},
                                    {"issuer", "programme.field.issuer"},
                                    {"title", "programme.field.title"},
                                    {"unread", "programme.directive.unread", "number"},
                                    {"late", "programme.directive.late", "number"}},
                        .page_size = 1000};
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& directive : directives(tx, ctx.actor)) {
            if (!kind.empty() && directive.kind != kind) continue;
            auto const text = directive.number + ' ' + directive.title + ' ' + directive.issuer;
            if (search_key(text).find(key) == std::string::npos) continue;
            auto const waiting = waiting_of(tx, ctx.actor, directive, ctx.today());
            if (late_only && waiting.late == 0) continue;
            auto row = directive_document(directive);
            row["unread"] = waiting.unread;
            row["late"] = waiting.late;
            list.rows.push_back(std::move(row));
        }
    });
    list.total = std::ssize(list.rows);
    return http::page("programme/directives",
                      "programme.directive.list",
                      {{"kinds", directive_kinds()},
                       {"may_direct", ctx.actor.may(Permission::GiveDirections)},
                       {"list", http::list_document(std::move(list))}});
}

json::array files_document(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string const& owner)
{
    json::array list;
    for (auto const& file : files::files_of(tx, actor, owner))
        list.push_back(files::document_of(file));
    return list;
}

json::array addressees_document(Context const& ctx, std::vector<Addressee> const& addressees)
{
    json::array list;
    for (auto const& each : addressees) {
        list.push_back({{"unit", each.code},
                        {"unit_name", each.name},
                        {"acknowledged_on", json_of(each.acknowledged_on)},
                        {"acknowledged_by", each.acknowledged_by},
                        {"instead_why", each.instead_why},
                        {"itself", acts_as_unit(ctx.actor, each.path)},
                        {"may_acknowledge",
                         !each.acknowledged_on &&
                             ctx.actor.may(Permission::WriteMovements, each.path)}});
    }
    return list;
}

json::array revisions_document(Context const& ctx, std::vector<DirectiveRevision> const& revisions)
{
    json::array list;
    for (auto const& each : revisions) {
        json::array items;
        for (auto const& item : each.items) items.push_back(json::value(item));
        list.push_back({{"number", each.number},
                        {"kind", each.kind},
                        {"paper_number", each.paper_number},
                        {"dated", to_iso(each.dated)},
                        {"issuer", each.issuer},
                        {"title", each.title},
                        {"items", std::move(items)},
                        {"reason", each.reason},
                        {"corrected_by", each.corrected_by},
                        {"corrected_at", to_iso(each.corrected_at)},
                        {"acknowledged", addressees_document(ctx, each.acknowledged)}});
    }
    return list;
}

Result<Answer> show_directive(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const directive = find_directive(tx, ctx.actor, ctx.param("ref"));
        if (!directive) return not_found();
        json::array tasks;
        for (auto const& task : tasks_of(tx, ctx.actor, *directive))
            tasks.push_back(task_document(task, ctx.today()));
        json::object document{{"directive", directive_document(*directive)},
                              {"number", directive->number},
                              {"tasks", std::move(tasks)},
                              {"may_direct", may_direct(ctx.actor, *directive)},
                              {"values", json::object{}}};
        document["addressees"] =
            addressees_document(ctx, addressees_of(tx, ctx.actor, *directive));
        document["files"] = files_document(tx, ctx.actor, "directive:" + directive->ref);
        document["revisions"] =
            revisions_document(ctx, revisions_of(tx, ctx.actor, *directive));
        document["panels"] = ctx.panels("directive", directive->ref);
        return http::page("programme/directive",
                          "programme.directive.one",
                          std::move(document),
                          {{"/directives", "programme.directive.menu"}});
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const directive = find_directive(tx, ctx.actor, ctx.param("ref"));
        if (!directive) return not_found();
        auto const file =
            files::find_file(tx, ctx.actor, "directive:" + directive->ref, ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

Result<Answer> post_address(Context& ctx)
{
    AddressDirective const command{ctx.param("ref"),
                                   codes_in(ctx.form().lines("addressees")),
                                   ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(address_directive(act, command));
        return http::done("/directives/" + command.ref, "programme.done.addressed");
    });
}

Result<Answer> post_acknowledge(Context& ctx)
{
    Acknowledge const command{
        ctx.param("ref"), ctx.form().text("unit"), ctx.form().text("instead_why")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(acknowledge(act, command));
        return http::done("/directives/" + command.ref, "programme.done.acknowledged");
    });
}

Result<Answer> post_tasks(Context& ctx)
{
    FormReader form{ctx.form()};
    GiveTask command{.ref = ctx.param("ref"), .units = codes_in(ctx.form().lines("units"))};
    command.item = static_cast<int>(ctx.form().integer("item_no").value_or(0));
    command.content = form.required("content");
    command.due = form.required_date("due");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(give_tasks(act, command));
        return http::done("/directives/" + command.ref + "#tasks", "programme.done.tasks-given");
    });
}

Result<Answer> show_task(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const task = find_directive_task(tx, ctx.actor, ctx.param("task"));
        if (!task) return not_found();
        auto const ref = tx.text("SELECT ref FROM directive WHERE id = ?1", {task->directive_id});
        auto const directive = find_directive(tx, ctx.actor, ref.value());
        if (!directive) return not_found();
        json::object document{{"task", task_document(*task, ctx.today())},
                              {"directive", directive_document(*directive)},
                              {"values", json::object{{"answer", task->answer}}}};
        document["may_answer"] = ctx.actor.may(Permission::WriteMovements, task->unit_path);
        document["files"] = files_document(tx, ctx.actor, "directive-task:" + task->ref);
        return http::page("programme/directive-task",
                          "programme.directive.task",
                          std::move(document),
                          {{"/directives", "programme.directive.menu"},
                           {"/directives/" + directive->ref, "", directive->number}});
    });
}

Result<Answer> show_task_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const task = find_directive_task(tx, ctx.actor, ctx.param("task"));
        if (!task) return not_found();
        auto const file =
            files::find_file(tx, ctx.actor, "directive-task:" + task->ref, ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

Result<Answer> post_answer(Context& ctx)
{
    AnswerTask const command{ctx.param("task"),
                             ctx.form().lines("answer"),
                             attachment_in(ctx),
                             ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(answer_task(act, command));
        return http::done("/directives/tasks/" + command.task, "programme.done.answered");
    });
}

}  // namespace

void add_directive_pages(http::Router& routes)
{
    std::string const one = "/directives/{ref}";
    std::string const task = "/directives/tasks/{task}";
    auto const read = Permission::ReadMovements;
    auto const direct = Permission::GiveDirections;
    auto const write = Permission::WriteMovements;
    routes.get("/directives", read, "programme.directive.list", show_directives);
    routes.get(one, read, "programme.directive.title", show_directive);
    routes.get(one + "/files/{file}", read, "programme.directive.file", show_file);
    routes.post(one + "/addressees", direct, post_address).form(one);
    routes.post(one + "/acknowledge", write, post_acknowledge).form(one);
    routes.post(one + "/tasks", direct, post_tasks).form(one);
    routes.get(task, read, "programme.directive.task", show_task);
    routes.get(task + "/files/{file}", read, "programme.directive.file", show_task_file);
    routes.post(task + "/answer", write, post_answer).form(task).limit(files::kUploadLimit);
    routes.menu({"movement", "/directives", "programme.directive.menu", "file", 15});
}

}  // namespace thidua::programme
