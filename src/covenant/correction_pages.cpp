// One closed figure put right by the standing office.
#include "covenant/corrections.h"
#include "covenant/figure.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "covenant/reporting.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

Result<Answer> show_correct(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/correct",
        "covenant.correct.title",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            if (!may_correct(ctx.actor, covenant)) return denied();
            auto const period = period_asked(ctx, covenant);
            auto const* member = covenant.member(ctx.query().text("unit"));
            if (member == nullptr || !is_shown(covenant, period)) return not_found();
            auto const results = results_of(tx, covenant, member->id);
            auto const* result = target_named(results, ctx.query().text("target"));
            if (result == nullptr) return not_found();
            auto const& now = result->at(period);
            auto const reached = now.reached ? (*now.reached ? "1" : "0") : "";
            document["tab"] = "results";
            document["period"] = name_of(period);
            document["unit"] = member->code;
            document["unit_name"] = member->name;
            document["target"] = result->target;
            document["content"] = result->content;
            document["measure"] = result->measure;
            document["kind"] = result->kind;
            document["better"] = result->better;
            document["plan"] = shown_value(result->plan);
            document["now"] = shown_value(now.value);
            document["now_reached"] = organisation::json_of(now.reached);
            document["seen"] = now.version;
            document["values"] = json::object{{"value", shown(now)}, {"reached", reached}};
            return {};
        });
}

Result<Answer> post_correct(Context& ctx)
{
    FormReader form{ctx.form()};
    auto const period = period_named(ctx.form().text("period"));
    if (!period) return bad_input("error.choice", {}, "period");
    CorrectResult command{.ref = ctx.param("ref"),
                          .unit = form.text("unit"),
                          .period = *period,
                          .reason = form.text("reason")};
    command.entry.target = form.text("target");
    command.entry.version = form.version();
    auto const value = form.text("value");
    if (ctx.form().text("kind") == "text") {
        command.entry.value.text = value;
        command.entry.reached = form.known_flag("reached");
    } else if (!value.empty()) {
        command.entry.value.number = parse_figure(value);
        if (!command.entry.value.number)
            form.problem("covenant.error.figure", "value", {{"value", value}});
    }
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(correct_result(act, command));
        return http::done(report_address(command.ref, command.unit, command.period),
                          "covenant.correct.done");
    });
}

}  // namespace

void add_correction_pages(http::Router& routes)
{
    std::string const page = "/covenants/{ref}/correct";
    auto const plan = Permission::PlanYear;
    routes.get(page, plan, "covenant.correct.title", show_correct);
    routes.post(page, plan, post_correct).form(page);
}

}  // namespace thidua::covenant
