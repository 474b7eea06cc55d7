// The form of a council's meeting: which council, and who belongs to it.
#include "base/text.h"
#include "meeting/page_parts.h"
#include "organisation/council.h"
#include "organisation/lookup.h"

namespace thidua::meeting {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

// The unit whose council it is: as typed before, else the top of what the reader plans.
std::optional<organisation::CouncilUnit> council_unit(storage::Transaction& tx, Context const& ctx)
{
    if (auto const typed = ctx.form().text("body_unit"); !typed.empty()) {
        auto const unit = organisation::find_unit(tx, typed);
        if (unit) return organisation::CouncilUnit{unit->code, unit->path};
    }
    auto const scopes = ctx.actor.scopes(Permission::PlanYear);
    if (scopes.empty()) return std::nullopt;
    return organisation::top_unit(tx, scopes.front());
}

Result<Answer> show_new(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const unit = council_unit(tx, ctx);
        if (!unit) return not_found();
        json::array offered;
        for (auto const& each : organisation::council_members(tx, unit->path, ctx.today()))
            offered.push_back({{"name", each.name}, {"display_name", each.display_name}});
        auto const year = ctx.query().integer("year").value_or(ctx.today().year());
        json::object values{{"body_unit", unit->code},
                            {"year", year},
                            {"kind", kReview},
                            {"starts", "08:00"}};
        return http::page("meeting/council-form",
                          "meeting.new-council",
                          {{"offered", std::move(offered)},
                           {"kinds", kinds_of(true)},
                           {"urgencies", urgencies()},
                           {"values", std::move(values)}},
                          {{"/meetings", "meeting.menu"}});
    });
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    PlanCouncil command{.name = form.required("body"),
                        .unit = ctx.form().text("body_unit"),
                        .year = static_cast<int>(form.required_year("year")),
                        .persons = ctx.form().all("person"),
                        .plan = plan_in(form, ctx)};
    auto const more = ctx.form().lines("more_persons");
    for (auto const line : split(more, '\n')) {
        if (!trim(line).empty()) command.persons.push_back(tidy(line));
    }
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(plan_council(act, command));
        return http::done("/meetings/" + ref, "meeting.done.planned", {{"ref", ref}});
    });
}

}  // namespace

void add_council_pages(http::Router& routes)
{
    std::string const page = "/meetings/new-council";
    routes.get(page, Permission::PlanYear, "meeting.new-council", show_new);
    routes.post(page, Permission::PlanYear, post_new).form(page);
}

}  // namespace thidua::meeting
