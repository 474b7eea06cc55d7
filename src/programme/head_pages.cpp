// Heads and deputies of blocks for the programme's year.
#include "organisation/documents.h"
#include "organisation/form_reader.h"
#include "programme/page_parts.h"
#include "programme/pages.h"

namespace thidua::programme {
namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

Result<Answer> show_block(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const programme = TD_TRY(programme_of(ctx, tx));
        auto const year = find_block_year(tx, ctx.actor, programme, ctx.param("block"));
        if (!year) return not_found();
        return http::page("programme/block",
                          "programme.block.title",
                          {{"programme", programme_document(programme)},
                           {"block", block_document(*year)},
                           {"name", year->block.name},
                           {"year", programme.year},
                           {"before", programme.year - 1},
                           {"roles", organisation::codes_of("block-role")},
                           {"values", json::object{{"role", "head"}}}},
                          crumbs_of(programme));
    });
}

Result<Answer> post_block(Context& ctx)
{
    FormReader form{ctx.form()};
    AssignRole const command{.programme = ctx.param("ref"),
                             .block = ctx.param("block"),
                             .unit = form.required("unit"),
                             .role = form.required_term("role", "block-role"),
                             .reason = form.text("reason"),
                             .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(assign_role(act, command));
        return http::done("/programme/" + command.programme + "/blocks/" + command.block,
                          "programme.done.assigned");
    });
}

Result<Answer> post_take_over(Context& ctx)
{
    TakeOverMembers const command{ctx.param("ref"),
                                  ctx.param("block"),
                                  ctx.form().text("reason"),
                                  ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(take_over_members(act, command));
        return http::done("/programme/" + command.programme + "/blocks/" + command.block,
                          "programme.done.taken-over");
    });
}

}  // namespace

void add_head_pages(http::Router& routes)
{
    std::string const one = "/programme/{ref}/blocks/{block}";
    auto const plan = Permission::PlanYear;
    routes.get(one, plan, "programme.block.title", show_block);
    routes.post(one, plan, post_block).form(one);
    routes.post(one + "/take-over", plan, post_take_over).form(one);
}

}  // namespace thidua::programme
