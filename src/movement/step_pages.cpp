// One step of a movement's life: what it means, what it asks for.
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/parts.h"
#include "movement/store.h"
#include "movement/target.h"
#include "movement/visit.h"
#include "organisation/form_reader.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

// What the form of a step shows.
json::object asks_of(Step step, Transition const& transition)
{
    bool const reviews = step == Step::InterimReview || step == Step::FinalReview;
    return {{"units", step == Step::AskOpinions},
            {"paper", step == Step::Approve || step == Step::Order},
            {"day", reviews || step == Step::Launch || step == Step::Order},
            {"review", reviews},
            {"result", step == Step::FinalReview},
            {"reason", transition.needs_reason || step == Step::Submit},
            {"reason_needed", transition.needs_reason}};
}

Result<Answer> show_step(Context& ctx)
{
    auto const step = step_named(ctx.param("step"));
    if (!step) return not_found();
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        auto const* transition = find_transition(movement->state, *step, movement->is_surge());
        json::object values{{"day", to_iso(ctx.today())}, {"version", movement->version}};
        if (*step == Step::AskOpinions) values["units"] = codes_below(tx, movement->owner, "; ");
        json::object document{{"movement", describe(*movement)},
                              {"code", movement->code},
                              {"name", movement->text.name},
                              {"step", name_of(*step)},
                              {"possible", transition != nullptr},
                              {"links", describe(links_of(tx, movement->id))},
                              {"opinions", describe(opinions_of(tx, movement->id), ctx.today())},
                              {"values", std::move(values)}};
        auto const open = open_shares(tx, movement->id);
        json::array some;
        for (auto const& name : open.some) some.push_back(json::value(name));
        document["open_count"] = *step == Step::Close ? open.count : 0;
        document["open_visits"] = *step == Step::Close ? open_visits(tx, movement->id) : 0;
        document["open_shares"] = std::move(some);
        document["asks"] =
            transition ? json::value(asks_of(*step, *transition)) : json::value(nullptr);
        return http::page("movement/step",
                          "movement.step." + std::string{name_of(*step)},
                          std::move(document),
                          crumbs_to(*movement));
    });
}

Result<Answer> ask(Context& ctx, FormReader& form)
{
    AskOpinions command;
    command.ref = ctx.param("ref");
    command.units = form.codes("units");
    command.due_on = form.date("due_on");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(ask_opinions(act, command));
        return http::done("/movements/" + command.ref, "movement.done.ask-opinions");
    });
}

Result<Answer> post_step(Context& ctx)
{
    auto const step = step_named(ctx.param("step"));
    if (!step) return not_found();
    FormReader form{ctx.form()};
    if (*step == Step::AskOpinions) return ask(ctx, form);
    TakeStep command;
    command.ref = ctx.param("ref");
    command.step = *step;
    command.day = form.date("day");
    command.reason = ctx.form().lines("reason");
    command.paper.number = form.text("paper_number");
    command.paper.dated = form.date("paper_date");
    command.paper.signer = form.text("paper_signer");
    command.text = ctx.form().lines("text");
    command.result = ctx.form().lines("result");
    command.lapse_open = form.checked("lapse_open");
    command.version = form.version();
    auto const* upload = ctx.request.upload("file");
    if (upload != nullptr && upload->size > 0) command.file = *upload;
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(take_step(act, command));
        return http::done("/movements/" + command.ref,
                          "movement.done." + std::string{name_of(command.step)});
    });
}

}  // namespace

void add_step_pages(http::Router& routes)
{
    std::string const one = "/movements/{ref}/steps/{step}";
    routes.get(one, Permission::ReadMovements, "movement.step.title", show_step);
    routes.post(one, Permission::ReadMovements, post_step)
        .form(one)
        .limit(files::kUploadLimit);
}

}  // namespace thidua::movement
