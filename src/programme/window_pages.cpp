// Windows: set, extended, and which unit has done what.
#include "organisation/form_reader.h"
#include "organisation/rows.h"
#include "programme/page_parts.h"
#include "programme/pages.h"
#include "programme/programme_store.h"

namespace thidua::programme {
namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

Result<WindowKind> kind_in(Context& ctx)
{
    auto const kind = window_kind(ctx.param("kind"));
    if (!kind) return not_found();
    return *kind;
}

Result<Answer> show_form(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        auto const kind = TD_TRY(kind_in(ctx));
        auto const window = window_of(tx, programme.id, kind);
        json::value shown = nullptr;
        json::array extensions;
        json::object values{{"opens", nullptr},
                            {"last_day", nullptr},
                            {"remind_days", kUsualReminderDays}};
        bool told = false;
        if (window) {
            shown = window_document(*window, ctx.today());
            extensions = extensions_document(extensions_of(tx, window->id));
            told = tx.integer("SELECT id FROM programme_window WHERE id = ?1 AND told_on IS NOT"
                              " NULL",
                              {window->id})
                       .has_value();
            values = {{"opens", to_iso(window->opens)},
                      {"last_day", to_iso(window->last_day)},
                      {"remind_days", window->remind_days}};
        }
        return http::page("programme/window-form",
                          "programme.window.form",
                          {{"programme", programme_document(programme)},
                           {"kind", name_of(kind)},
                           {"window", std::move(shown)},
                           {"extensions", std::move(extensions)},
                           {"extends", programme.is_issued() && window.has_value()},
                           {"sets", !told},
                           {"values", std::move(values)}},
                          crumbs_of(programme));
    });
}

// Left empty it is the usual number; what is no number is refused by the act.
int remind_days_in(Context const& ctx)
{
    if (ctx.form().text("remind_days").empty()) return kUsualReminderDays;
    auto const days = ctx.form().integer("remind_days");
    return days && *days <= kMostReminderDays ? static_cast<int>(*days) : -1;
}

Result<Answer> post_set(Context& ctx)
{
    auto const kind = TD_TRY(kind_in(ctx));
    FormReader form{ctx.form()};
    SetWindow const command{.ref = ctx.param("ref"),
                            .kind = kind,
                            .opens = form.required_date("opens"),
                            .last_day = form.required_date("last_day"),
                            .reason = form.text("reason"),
                            .version = form.version(),
                            .remind_days = remind_days_in(ctx)};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_window(act, command));
        return http::done("/programme/" + command.ref + "#windows", "programme.done.saved");
    });
}

Result<Answer> post_extend(Context& ctx)
{
    auto const kind = TD_TRY(kind_in(ctx));
    FormReader form{ctx.form()};
    ExtendWindow const command{.ref = ctx.param("ref"),
                               .kind = kind,
                               .last_day = form.required_date("last_day"),
                               .unit = form.text("unit"),
                               .reason = form.required("reason"),
                               .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(extend_window(act, command));
        return http::done("/programme/" + command.ref + "#windows", "programme.done.extended");
    });
}

json::object due_document(Due const& due, Date today)
{
    bool const missing = !due.done_on && due.last_day < today;
    auto const* state = due.done_on ? (due.late ? "late-done" : "done")
                        : missing   ? "late"
                                    : "waiting";
    return {{"unit", due.code},
            {"unit_name", due.name},
            {"last_day", to_iso(due.last_day)},
            {"done_on", organisation::json_of(due.done_on)},
            {"days_late", missing ? json::value(today.days - due.last_day.days) : json::value()},
            {"state", state}};
}

// Where a unit does what the window asks; "" where it is done outside the program.
std::string work_page(Context const& ctx, WindowKind kind)
{
    std::string page;
    switch (kind) {
    case WindowKind::Registration: page = "/registrations"; break;
    case WindowKind::SelfScore:
    case WindowKind::CrossScore: page = "/scoring"; break;
    case WindowKind::Covenant:
    case WindowKind::MidYear:
    case WindowKind::YearEnd: page = "/covenants"; break;
    case WindowKind::Dossiers: break;
    }
    return ctx.router.find_pattern(http::Method::Get, page) == nullptr ? "" : page;
}

Result<Answer> show_window(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const id = tx.integer("SELECT programme_id FROM programme_window WHERE ref = ?1",
                                   {ctx.param("window")});
        if (!id) return not_found();
        auto const known = load_programme(tx, *id).value();
        auto const programme = find_programme(tx, ctx.actor, known.ref);
        if (!programme) return not_found();
        std::optional<Window> window;
        for (auto const& each : windows_of(tx, programme->id)) {
            if (each.ref == ctx.param("window")) window = each;
        }
        http::ListPage list{.columns = {{"unit", "programme.field.unit-code"},
                                        {"unit_name", "programme.field.unit"},
                                        {"last_day", "programme.field.last-day", "date"},
                                        {"done_on", "programme.field.done-on", "date"},
                                        {"state", "programme.field.state",
                                         "key:programme.due."}},
                            .page_size = 1000};
        std::int64_t late = 0, done = 0;
        for (auto const& due : dues_of(tx, window->id)) {
            if (!may_plan(ctx.actor, *programme) &&
                !ctx.actor.may(Permission::ReadMovements, due.path))
                continue;
            auto row = due_document(due, ctx.today());
            late += row.at("state") == "late" ? 1 : 0;
            done += due.done_on ? 1 : 0;
            list.rows.push_back(std::move(row));
        }
        list.total = std::ssize(list.rows);
        json::object document{{"programme", programme_document(*programme)},
                              {"window", window_document(*window, ctx.today())},
                              {"kind", name_of(window->kind)},
                              {"year", programme->year},
                              {"late", late},
                              {"done", done},
                              {"work_page", work_page(ctx, window->kind)},
                              {"may_plan", may_plan(ctx.actor, *programme)}};
        document["extensions"] = extensions_document(extensions_of(tx, window->id));
        document["may_mark"] = may_plan(ctx.actor, *programme) && is_marked_by_hand(window->kind);
        document["values"] = json::object{{"received_on", to_iso(ctx.today())}};
        document["list"] = http::list_document(std::move(list));
        return http::page("programme/window",
                          "programme.window.kind." + std::string{name_of(window->kind)},
                          std::move(document),
                          crumbs_of(*programme));
    });
}

Result<Answer> post_mark(Context& ctx)
{
    FormReader form{ctx.form()};
    MarkDone const command{.window = ctx.param("window"),
                           .unit = form.required("unit"),
                           .received_on = form.required_date("received_on"),
                           .take_back = form.checked("take_back")};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(mark_done(act, command));
        return http::done("/programme/windows/" + command.window, "programme.done.marked");
    });
}

}  // namespace

void add_window_pages(http::Router& routes)
{
    std::string const one = "/programme/{ref}/windows/{kind}";
    auto const plan = Permission::PlanYear;
    routes.get("/programme/windows/{window}",
               Permission::ReadMovements,
               "programme.window.title",
               show_window);
    routes.post("/programme/windows/{window}/mark", plan, post_mark)
        .form("/programme/windows/{window}");
    routes.get(one, plan, "programme.window.form", show_form);
    routes.post(one, plan, post_set).form(one);
    routes.post(one + "/extend", plan, post_extend).form(one);
}

}  // namespace thidua::programme
