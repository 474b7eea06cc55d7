// The list of programmes, one programme, its forms and its print.
#include "audit/settings.h"
#include "organisation/documents.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"
#include "programme/page_parts.h"
#include "programme/pages.h"
#include "programme/paper.h"
#include "programme/programme_store.h"

namespace thidua::programme {
namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

constexpr int kDaysAhead = 30;

// What is open today or opens soon, for the countdown on top of the list.
json::array running(storage::Transaction& tx, std::vector<Programme> const& list, Date today)
{
    json::array array;
    for (auto const& programme : list) {
        if (!programme.is_issued()) continue;
        for (auto const& window : windows_of(tx, programme.id)) {
            auto const when = window.on(today);
            bool const soon = when == Timeliness::Early &&
                              window.opens <= today.plus_days(kDaysAhead);
            if (when != Timeliness::InTime && !soon) continue;
            auto document = window_document(window, today);
            document["programme"] = programme_document(programme);
            array.push_back(std::move(document));
        }
    }
    return array;
}

Result<Answer> show_programmes(Context& ctx)
{
    http::ListPage list{.columns = {{"year", "programme.field.year", "year"},
                                    {"calendar", "programme.field.calendar",
                                     "key:programme.calendar."},
                                    {"owner_name", "programme.field.owner"},
                                    {"theme", "programme.field.theme"},
                                    {"state", "programme.field.state", "key:programme.state."},
                                    {"number", "programme.field.number"},
                                    {"dated", "programme.field.dated", "date"}},
                        .page_size = 1000};
    json::array open;
    std::string place;
    bool may_set_place = false;
    ctx.db.read([&](storage::Transaction& tx) {
        auto const top = top_unit(tx);
        may_set_place = top && ctx.actor.may(Permission::PlanYear, top->path);
        place = audit::setting(tx, kPlaceSetting).value_or("");
        auto const all = programmes(tx, ctx.actor);
        for (auto const& programme : all) {
            auto row = programme_document(programme);
            row["owner_name"] = programme.owner.name;
            list.rows.push_back(std::move(row));
        }
        open = running(tx, all, ctx.today());
    });
    list.total = std::ssize(list.rows);
    return http::page("programme/programmes",
                      "programme.list.title",
                      {{"running", std::move(open)},
                       {"may_plan", ctx.actor.may(Permission::PlanYear)},
                       {"may_set_place", may_set_place},
                       {"values", json::object{{"place", place}}},
                       {"list", http::list_document(std::move(list))}});
}

json::object may_of(Context const& ctx, Programme const& programme)
{
    bool const plans = may_plan(ctx.actor, programme);
    return {{"plan", plans}, {"issue", plans && !programme.is_issued()},
            {"extend", plans && programme.is_issued()}};
}

json::array windows_document(storage::Transaction& tx, Programme const& programme, Date today)
{
    json::array list;
    auto const known = windows_of(tx, programme.id);
    for (auto const kind : kWindowKinds) {
        json::object document{{"kind", name_of(kind)}, {"set", false}};
        for (auto const& window : known) {
            if (window.kind != kind) continue;
            document = window_document(window, today);
            document["set"] = true;
        }
        list.push_back(std::move(document));
    }
    return list;
}

json::array tasks_document(Context const& ctx, storage::Transaction& tx, Programme const& programme)
{
    json::array list;
    for (auto const& task : tasks_of(tx, programme.id)) {
        auto document = task_document(task, ctx.today());
        bool const open = !task.done_on && !task.dropped && programme.is_issued();
        document["may_finish"] =
            open && (may_plan(ctx.actor, programme) ||
                     ctx.actor.may(Permission::WriteMovements, task.unit_path));
        list.push_back(std::move(document));
    }
    return list;
}

json::array amendments_document(std::vector<Amendment> const& amendments)
{
    json::array list;
    for (auto const& each : amendments) {
        bool const coded = each.what == "text" || each.what == "window";
        list.push_back({{"what", each.what},
                        {"subject", coded ? "" : each.subject},
                        {"subject_key", coded ? "programme.amended." + each.subject : ""},
                        {"old_value", each.old_value},
                        {"new_value", each.new_value},
                        {"reason", each.reason},
                        {"entered_by", each.entered_by},
                        {"entered_at", to_iso(each.entered_at)}});
    }
    return list;
}

Result<Answer> show_programme(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        json::array blocks;
        for (auto const& block : blocks_of(tx, ctx.actor, programme))
            blocks.push_back(block_document(block));
        json::object document{{"programme", programme_document(programme)},
                              {"year", programme.year},
                              {"owner", programme.owner.name}};
        document["windows"] = windows_document(tx, programme, ctx.today());
        document["tasks"] = tasks_document(ctx, tx, programme);
        document["blocks"] = std::move(blocks);
        document["amendments"] = amendments_document(amendments_of(tx, programme.id));
        document["may"] = may_of(ctx, programme);
        document["panels"] = ctx.panels("programme", programme.ref);
        return http::page("programme/programme",
                          programme.calendar == kSchoolYear ? "programme.one-school"
                                                            : "programme.one",
                          std::move(document),
                          {{"/programme", "programme.menu"}});
    });
}

Result<Answer> post_place(Context& ctx)
{
    auto const place = ctx.form().text("place");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_place(act, place));
        return http::done("/programme", "programme.done.saved");
    });
}

Result<Answer> show_new(Context& ctx)
{
    auto const owner = ctx.db.read([&](storage::Transaction& tx) {
        auto const top = top_unit(tx);
        return top && ctx.actor.may(Permission::PlanYear, top->path) ? top->code : std::string{};
    });
    json::object values{{"owner", owner},
                        {"year", ctx.today().year()},
                        {"calendar", kCalendarYear}};
    return http::page("programme/programme-new",
                      "programme.new",
                      {{"calendars", {kCalendarYear, kSchoolYear}}, {"values", std::move(values)}},
                      {{"/programme", "programme.menu"}});
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    CreateProgramme command{.owner = form.required("owner"),
                            .year = static_cast<int>(form.required_year("year")),
                            .calendar = form.text("calendar"),
                            .theme = form.required("theme")};
    command.grounds = ctx.form().lines("grounds");
    command.content = ctx.form().lines("content");
    command.units = codes_in(ctx.form().lines("units"));
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(create_programme(act, command));
        return http::done("/programme/" + ref, "programme.done.created", {{"ref", ref}});
    });
}

Result<Answer> show_edit(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        auto document = programme_document(programme);
        json::object values{{"theme", programme.theme},
                            {"grounds", programme.grounds},
                            {"content", programme.content},
                            {"units", document.at("unit_codes")}};
        return http::page("programme/programme-edit",
                          "programme.edit",
                          {{"programme", std::move(document)}, {"values", std::move(values)}},
                          crumbs_of(programme));
    });
}

Result<Answer> post_edit(Context& ctx)
{
    EditProgramme const command{.ref = ctx.param("ref"),
                                .theme = ctx.form().text("theme"),
                                .grounds = ctx.form().lines("grounds"),
                                .content = ctx.form().lines("content"),
                                .units = codes_in(ctx.form().lines("units")),
                                .reason = ctx.form().text("reason"),
                                .version = ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(edit_programme(act, command));
        return http::done("/programme/" + command.ref, "programme.done.saved");
    });
}

Result<Answer> show_issue(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        return http::page("programme/programme-issue",
                          "programme.issue",
                          {{"programme", programme_document(programme)},
                           {"windows", windows_document(tx, programme, ctx.today())},
                           {"values", json::object{{"dated", to_iso(ctx.today())}}}},
                          crumbs_of(programme));
    });
}

Result<Answer> post_issue(Context& ctx)
{
    FormReader form{ctx.form()};
    IssueProgramme const command{.ref = ctx.param("ref"),
                                 .number = form.required("number"),
                                 .signer = form.required("signer"),
                                 .dated = form.required_date("dated"),
                                 .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(issue_programme(act, command));
        return http::done("/programme/" + command.ref, "programme.done.issued");
    });
}

Result<Answer> post_copy(Context& ctx)
{
    FormReader form{ctx.form()};
    CopyProgramme const command{ctx.param("ref"), static_cast<int>(form.required_year("year"))};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(copy_programme(act, command));
        return http::done("/programme/" + ref, "programme.done.copied", {{"ref", ref}});
    });
}

Result<Answer> show_print(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        auto head = paper_head(tx, programme.owner);
        head.number = programme.number;
        head.dated = programme.dated;
        json::array blocks;
        for (auto const& block : blocks_of(tx, ctx.actor, programme)) {
            if (!block.members.empty()) blocks.push_back(block_document(block));
        }
        json::object document{{"programme", programme_document(programme)},
                              {"paper", paper_document(tx, head)},
                              {"blocks", std::move(blocks)}};
        document["windows"] = windows_document(tx, programme, ctx.today());
        document["tasks"] = tasks_document(ctx, tx, programme);
        return http::page("programme/programme-print",
                          "programme.print",
                          std::move(document),
                          crumbs_of(programme));
    });
}

}  // namespace

void add_programme_pages(http::Router& routes)
{
    std::string const one = "/programme/{ref}";
    auto const read = Permission::ReadMovements;
    auto const plan = Permission::PlanYear;
    routes.get("/programme", read, "programme.list.title", show_programmes);
    routes.get("/programme/new", plan, "programme.new", show_new);
    routes.post("/programme/new", plan, post_new).form("/programme/new");
    routes.post("/programme/place", plan, post_place).form("/programme");
    routes.get(one, read, "programme.title", show_programme);
    routes.get(one + "/edit", plan, "programme.edit", show_edit);
    routes.post(one + "/edit", plan, post_edit).form(one + "/edit");
    routes.get(one + "/issue", plan, "programme.issue", show_issue);
    routes.post(one + "/issue", plan, post_issue).form(one + "/issue");
    routes.post(one + "/copy", plan, post_copy).form(one);
    routes.get(one + "/print", read, "programme.print", show_print);
}

void add_pages(http::Router& routes)
{
    add_programme_pages(routes);
    add_task_pages(routes);
    add_window_pages(routes);
    add_head_pages(routes);
    add_directive_pages(routes);
    add_directive_text_pages(routes);
    routes.menu({"movement", "/programme", "programme.menu", "calendar", 10});
}

}  // namespace thidua::programme
