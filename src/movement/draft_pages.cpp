// The form of a movement: new, or a draft written on.
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/parts.h"
#include "movement/store.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

std::vector<std::string> lines_in(std::string const& text)
{
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from <= text.size()) {
        auto const end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

Draft draft_in(Context& ctx, FormReader& form)
{
    auto const& values = ctx.form();
    Draft draft;
    auto& text = draft.text;
    text.kind = values.text("kind");
    text.name = values.text("name");
    text.theme = values.text("theme");
    text.motto = values.text("motto");
    text.grounds = values.lines("grounds");
    text.aims = values.lines("aims");
    text.contents = values.lines("contents");
    text.criteria = values.lines("criteria");
    text.subjects = values.text("subjects");
    text.awards = values.lines("awards");
    text.plan = values.lines("plan");
    text.budget = values.text("budget");
    text.level = values.text("level");
    text.reach = values.text("reach");
    text.starts_on = form.required_date("starts_on");
    text.ends_on = form.required_date("ends_on");
    text.interim_on = form.date("interim_on");
    text.final_on = form.date("final_on");
    draft.owner = values.text("owner");
    draft.superiors = lines_in(values.lines("superiors"));
    return draft;
}

void add_choices(json::object& document)
{
    document["kinds"] = codes(kinds());
    document["levels"] = codes(levels());
    document["reaches"] = codes(reaches());
}

Result<Answer> show_new(Context& ctx)
{
    auto const year = ctx.today().year();
    json::object values{{"kind", "regular"},
                        {"level", "ministry"},
                        {"reach", "sector"},
                        {"starts_on", to_iso(*make_date(year, 1, 1))},
                        {"ends_on", to_iso(*make_date(year, 12, 31))}};
    auto const owner = ctx.db.read([&](storage::Transaction& tx) {
        return widest_unit(tx, ctx.actor, Permission::WriteMovements);
    });
    values["owner"] = owner ? owner->code : "";
    json::object document{{"values", std::move(values)}, {"action", "/movements/new"}};
    add_choices(document);
    return http::page(
        "movement/form", "movement.new", std::move(document), {{"/movements", "movement.title"}});
}

Result<Answer> show_edit(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        auto values = describe(*movement);
        values["owner"] = movement->owner.code;
        std::string superiors;
        for (auto const& each : superiors_of(tx, movement->id))
            superiors += (superiors.empty() ? "" : "\n") + (each.id ? each.code : each.name);
        values["superiors"] = superiors;
        json::object document{{"code", movement->code},
                              {"name", movement->text.name},
                              {"edits", true},
                              {"action", page_of(*movement) + "/edit"},
                              {"values", std::move(values)}};
        add_choices(document);
        return http::page(
            "movement/form", "movement.edit", std::move(document), crumbs_to(*movement));
    });
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    auto const draft = draft_in(ctx, form);
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(draft_movement(act, draft));
        return http::done("/movements/" + ref, "movement.done.draft", {{"ref", ref}});
    });
}

Result<Answer> post_edit(Context& ctx)
{
    FormReader form{ctx.form()};
    EditDraft command;
    command.ref = ctx.param("ref");
    command.draft = draft_in(ctx, form);
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(edit_draft(act, command));
        return http::done("/movements/" + command.ref, "movement.done.edit");
    });
}

}  // namespace

void add_draft_pages(http::Router& routes)
{
    auto const write = Permission::WriteMovements;
    routes.get("/movements/new", write, "movement.new", show_new);
    routes.post("/movements/new", write, post_new).form("/movements/new");
    routes.get("/movements/{ref}/edit", write, "movement.edit", show_edit);
    routes.post("/movements/{ref}/edit", write, post_edit).form("/movements/{ref}/edit");
}

}  // namespace thidua::movement
