// The target table: one target with the plan of the block and of every unit; titles aimed at.
#include "covenant/draft.h"
#include "covenant/figure.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "organisation/form_reader.h"

#include <algorithm>

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

constexpr std::string_view kPlanField = "plan_of_";
constexpr std::string_view kTitlesField = "titles_of_";

json::object values_of(Target const& target, Covenant const& covenant)
{
    json::object values{{"content", target.content},
                        {"measure", target.measure},
                        {"kind", target.kind},
                        {"better", target.better},
                        {"roll_up", target.roll_up},
                        {"weight", figure_text(target.weight)},
                        {"source", target.source},
                        {"carrier", target.carrier},
                        {"plan", plan_text(target.plan)},
                        {"version", covenant.version}};
    for (auto const& member : covenant.members)
        values[std::string{kPlanField} + member.code] = plan_text(target.plan_of(member.id));
    return values;
}

// A field per unit: as typed when the form is drawn again, else as it is kept.
json::array unit_fields(Context const& ctx,
                        Covenant const& covenant,
                        json::object const& values,
                        std::string_view prefix)
{
    json::array fields;
    for (auto const& member : covenant.members) {
        auto const field = std::string{prefix} + member.code;
        auto const found = values.find(field);
        auto const kept = found == values.end() ? json::value("") : found->value();
        bool const typed = ctx.form().find(field).has_value();
        fields.push_back(
            json::object{{"field", field},
                         {"unit", member.code},
                         {"name", member.name},
                         {"value", typed ? json::value(ctx.form().text(field)) : kept}});
    }
    return fields;
}

Result<Answer> show_targets(Context& ctx)
{
    return drafter_page(ctx,
                        "covenant/targets",
                        "covenant.targets",
                        [&](storage::Transaction& tx,
                            Covenant const& covenant,
                            json::object& document) -> Result<void> {
                            document["said"] = shown_content(content_of(tx, covenant, 0));
                            return {};
                        });
}

Fill target_form(Context const& ctx, std::string const& ref)
{
    return [&ctx, ref](storage::Transaction& tx,
                       Covenant const& covenant,
                       json::object& document) -> Result<void> {
        Target target;
        if (!ref.empty()) {
            auto const targets = targets_of(tx, covenant);
            auto const found = std::find_if(
                targets.begin(), targets.end(), [&](Target const& t) { return t.ref == ref; });
            if (found == targets.end()) return not_found();
            target = *found;
        }
        auto values = values_of(target, covenant);
        document["target"] = ref;
        document["units"] = unit_fields(ctx, covenant, values, kPlanField);
        document["values"] = std::move(values);
        return {};
    };
}

Result<Answer> show_new_target(Context& ctx)
{
    return drafter_page(ctx, "covenant/target", "covenant.target.new", target_form(ctx, ""));
}

Result<Answer> show_target(Context& ctx)
{
    return drafter_page(
        ctx, "covenant/target", "covenant.target.one", target_form(ctx, ctx.param("target")));
}

Target target_in(FormReader& form, Covenant const& covenant)
{
    Target target;
    target.content = form.required("content");
    target.measure = form.required("measure");
    target.kind = form.text("kind");
    target.better = form.text("better");
    target.roll_up = form.text("roll_up");
    target.source = form.text("source");
    target.carrier = form.text("carrier");
    auto const weight = parse_figure(form.text("weight").empty() ? "1" : form.text("weight"));
    if (!weight || *weight == 0) form.problem("covenant.error.weight", "weight");
    target.weight = weight.value_or(kOne);
    target.plan = plan_in(form, "plan", target.is_number());
    for (auto const& member : covenant.members) {
        auto plan = plan_in(form, std::string{kPlanField} + member.code, target.is_number());
        if (plan.is_set()) target.units.push_back({member.id, member.code, std::move(plan)});
    }
    return target;
}

Result<Answer> post_target(Context& ctx)
{
    auto const covenant = ctx.db.read(
        [&](storage::Transaction& tx) { return find_covenant(tx, ctx.actor, ctx.param("ref")); });
    if (!covenant) return not_found();
    FormReader form{ctx.form()};
    WriteTarget command{.ref = covenant->ref, .version = form.version()};
    command.target = target_in(form, *covenant);
    if (auto const known = ctx.params.find("target"); known != ctx.params.end())
        command.target.ref = known->second;
    command.same_for_all = form.checked("same_for_all");
    if (command.same_for_all && !command.target.plan.is_set())
        form.problem("covenant.error.same-plan", "plan");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(write_target(act, command));
        return http::done(address(command.ref, "targets"), "covenant.target.saved");
    });
}

Result<Answer> post_remove_target(Context& ctx)
{
    ItemAct const command{
        ctx.param("ref"), ctx.form().integer("version").value_or(0), ctx.param("target")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(remove_target(act, command));
        return http::done(address(command.ref, "targets"), "covenant.target.removed");
    });
}

Result<Answer> show_titles(Context& ctx)
{
    return drafter_page(ctx,
                        "covenant/titles",
                        "covenant.titles",
                        [&](storage::Transaction& tx,
                            Covenant const& covenant,
                            json::object& document) -> Result<void> {
                            json::object values{{"version", covenant.version}};
                            for (auto const& each : opinions_of(tx, covenant)) {
                                if (auto const* member = covenant.member(each.unit_id))
                                    values[std::string{kTitlesField} + member->code] = each.titles;
                            }
                            document["units"] = unit_fields(ctx, covenant, values, kTitlesField);
                            document["values"] = std::move(values);
                            return {};
                        });
}

Result<Answer> post_titles(Context& ctx)
{
    SetUnitTitles command{.ref = ctx.param("ref"),
                          .version = ctx.form().integer("version").value_or(0)};
    for (auto const& [field, value] : ctx.form().pairs()) {
        if (!field.starts_with(kTitlesField)) continue;
        command.titles.emplace_back(field.substr(kTitlesField.size()), ctx.form().text(field));
    }
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(set_unit_titles(act, command));
        return http::done(address(command.ref, "titles"), "covenant.titles-saved");
    });
}

}  // namespace

void add_target_pages(http::Router& routes)
{
    std::string const all = "/covenants/{ref}/targets";
    std::string const titles = "/covenants/{ref}/titles";
    auto const read = Permission::ReadMovements;
    routes.get(all, read, "covenant.targets", show_targets);
    routes.get(all + "/new", read, "covenant.target.new", show_new_target);
    routes.post(all + "/new", read, post_target).form(all + "/new");
    routes.get(all + "/{target}", read, "covenant.target.one", show_target);
    routes.post(all + "/{target}", read, post_target).form(all + "/{target}");
    routes.post(all + "/{target}/remove", read, post_remove_target).form(all + "/{target}");
    routes.get(titles, read, "covenant.titles", show_titles);
    routes.post(titles, read, post_titles).form(titles);
}

}  // namespace thidua::covenant
