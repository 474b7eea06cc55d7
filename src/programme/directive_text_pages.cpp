// The form of a directive: entered, or its text put right.
#include "base/text.h"
#include "organisation/form_reader.h"
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

std::vector<std::string> lines_in(std::string const& text)
{
    std::vector<std::string> lines;
    for (auto const line : split(text, '\n')) {
        if (auto clean = tidy(line); !clean.empty()) lines.push_back(std::move(clean));
    }
    return lines;
}

Result<Answer> show_new(Context& ctx)
{
    auto const owner = ctx.db.read([&](storage::Transaction& tx) {
        auto const top = top_unit(tx);
        return top && ctx.actor.may(Permission::GiveDirections, top->path) ? top->code
                                                                           : std::string{};
    });
    return http::page("programme/directive-new",
                      "programme.directive.new",
                      {{"kinds", directive_kinds()},
                       {"values", json::object{{"owner", owner},
                                               {"kind", "direction"},
                                               {"for_all", true}}}},
                      {{"/directives", "programme.directive.menu"}});
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    EnterDirective command{.owner = form.required("owner"),
                           .kind = form.text("kind"),
                           .number = form.required("number"),
                           .issuer = form.required("issuer"),
                           .title = form.required("title"),
                           .dated = form.required_date("dated")};
    command.items = lines_in(ctx.form().lines("items"));
    command.addressees = codes_in(ctx.form().lines("addressees"));
    command.for_all = form.checked("for_all");
    command.file = attachment_in(ctx);
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(enter_directive(act, command));
        return http::done("/directives/" + ref, "programme.done.directive", {{"ref", ref}});
    });
}

Result<Answer> show_correct(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const directive = find_directive(tx, ctx.actor, ctx.param("ref"));
        if (!directive) return not_found();
        if (!may_direct(ctx.actor, *directive)) return denied();
        auto const all = addressees_of(tx, ctx.actor, *directive);
        bool const seen = std::any_of(
            all.begin(), all.end(), [](auto const& each) { return each.acknowledged_on; });
        std::string items;
        for (auto const& item : directive->items)
            items += (items.empty() ? "" : "\n") + item.content;
        return http::page("programme/directive-correct",
                          "programme.directive.correct",
                          {{"directive", directive_document(*directive)},
                           {"kinds", directive_kinds()},
                           {"acknowledged", seen},
                           {"values", json::object{{"kind", directive->kind},
                                                   {"number", directive->number},
                                                   {"issuer", directive->issuer},
                                                   {"title", directive->title},
                                                   {"dated", to_iso(directive->dated)},
                                                   {"items", items}}}},
                          {{"/directives", "programme.directive.menu"},
                           {"/directives/" + directive->ref, "", directive->number}});
    });
}

Result<Answer> post_correct(Context& ctx)
{
    FormReader form{ctx.form()};
    CorrectDirective command{.ref = ctx.param("ref"),
                             .kind = form.text("kind"),
                             .number = form.required("number"),
                             .issuer = form.required("issuer"),
                             .title = form.required("title"),
                             .dated = form.required_date("dated")};
    command.items = lines_in(ctx.form().lines("items"));
    command.reason = form.text("reason");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(correct_directive(act, command));
        return http::done("/directives/" + command.ref, "programme.done.saved");
    });
}

}  // namespace

void add_directive_text_pages(http::Router& routes)
{
    auto const direct = Permission::GiveDirections;
    std::string const correct = "/directives/{ref}/correct";
    routes.get("/directives/new", direct, "programme.directive.new", show_new);
    routes.post("/directives/new", direct, post_new)
        .form("/directives/new")
        .limit(files::kUploadLimit);
    routes.get(correct, direct, "programme.directive.correct", show_correct);
    routes.post(correct, direct, post_correct).form(correct);
}

}  // namespace thidua::programme
