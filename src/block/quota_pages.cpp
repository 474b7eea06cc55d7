// How many of which award a block may propose.
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "register/catalogue.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

Result<Answer> show_quotas(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        json::array rows, awards;
        for (auto const& quota : quotas(tx)) {
            rows.push_back(json::object{{"level", quota.level},
                                        {"award", quota.award},
                                        {"name", award_name(tx, quota.award)},
                                        {"count", quota.count},
                                        {"ordinal", quota.ordinal},
                                        {"version", quota.version}});
        }
        for (auto const& type : registry::award_types(tx)) {
            if (type.subject != "person")
                awards.push_back(json::object{{"code", type.code}, {"name", type.name_vi}});
        }
        return http::page("block/quotas",
                          "block.quota.list",
                          {{"quotas", std::move(rows)},
                           {"awards", std::move(awards)},
                           {"levels", level_codes()},
                           {"may_write", ctx.actor.may(Permission::PlanYear)},
                           {"values", {{"level", "ban"}, {"count", "1"}, {"ordinal", "1"}}}},
                          {{"/scoring", "block.round.list"}});
    });
}

Result<Answer> post_quota(Context& ctx)
{
    auto const& form = ctx.form();
    SetQuota const command{form.text("level"),
                           form.text("award"),
                           form.text("count"),
                           form.text("ordinal"),
                           version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_quota(act, command));
        return http::done("/scoring/quotas", "block.quota.saved", {});
    });
}

}  // namespace

void add_quota_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    routes.get("/scoring/quotas", door, "block.quota.list", show_quotas);
    routes.post("/scoring/quotas", door, post_quota).form("/scoring/quotas");
}

}  // namespace thidua::block
