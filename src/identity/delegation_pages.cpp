// /delegations: authority lent and received.

#include "identity/delegations.h"
#include "identity/page_parts.h"
#include "identity/rights.h"
#include "identity/roles.h"

namespace thidua::identity {

namespace {

namespace json = http::json;

json::object document_of(Delegation const& one, std::string const& today)
{
    auto const* state = one.revoked        ? "revoked"
                        : one.to < today   ? "over"
                        : one.from > today ? "coming"
                                           : "running";
    json::array permissions;
    for (auto const permission : parse_permissions(one.permissions)) {
        permissions.emplace_back(access::name_of(permission));
    }
    return {{"ref", one.ref},
            {"giver", one.giver},
            {"giver_name", one.giver_name},
            {"taker", one.taker},
            {"taker_name", one.taker_name},
            {"role", one.role},
            {"permissions", std::move(permissions)},
            {"unit", one.unit},
            {"from", one.from},
            {"to", one.to},
            {"paper_no", one.paper_no},
            {"paper_date", one.paper_date},
            {"state", state},
            {"may_revoke", one.may_revoke}};
}

std::vector<access::Permission> every_permission()
{
    std::vector<access::Permission> all;
    for (int i = 0; i < access::kPermissionCount; ++i) all.push_back(static_cast<access::Permission>(i));
    return all;
}

Result<http::Answer> show_delegations(http::Context& ctx)
{
    auto const today = to_iso(ctx.today());
    http::ListPage list;
    list.columns = {{"giver_name", "identity.delegation.giver"},
                    {"taker_name", "identity.delegation.taker"},
                    {"role", "identity.delegation.role", "key:access.role."},
                    {"unit", "identity.delegation.unit"},
                    {"from", "identity.delegation.from", "date"},
                    {"to", "identity.delegation.to", "date"},
                    {"paper_no", "identity.delegation.paper-no"},
                    {"paper_date", "identity.delegation.paper-date", "date"},
                    {"state", "identity.delegation.state", "key:identity.grant."}};
    bool const everyones = manages_everything(ctx.actor);
    auto permissions = everyones ? every_permission() : held_by(ctx.actor);
    std::erase(permissions, access::Permission::ReadOwnSheet);
    json::array lendable;
    ctx.db.read([&](storage::Transaction& tx) {
        list.rows.clear();
        lendable.clear();
        for (auto const& one : delegations(tx, ctx.actor))
            list.rows.push_back(document_of(one, today));
        for (auto const& role : lendable_roles(tx, ctx.actor, ctx.today()))
            lendable.emplace_back(role);
    });
    list.total = static_cast<std::int64_t>(list.rows.size());
    list.page_size = 1000;
    auto document = json::object{{"list", http::list_document(std::move(list))},
                                 {"records_others", everyones},
                                 {"role_options", everyones ? role_options() : std::move(lendable)},
                                 {"permission_options", permission_array(permissions)},
                                 {"values",
                                  json::object{{"giver", ""},
                                               {"permission", json::array{}},
                                               {"taker", ""},
                                               {"role", ""},
                                               {"unit", ""},
                                               {"from", today},
                                               {"to", ""},
                                               {"paper_no", ""},
                                               {"paper_date", ""}}}};
    return http::page("identity/delegations", "identity.delegation.title", std::move(document));
}

Result<http::Answer> lend(http::Context& ctx)
{
    auto const& form = ctx.form();
    NewDelegation command{.giver = form.text("giver"),
                          .taker = form.text("taker"),
                          .role = form.text("role"),
                          .unit = form.text("unit"),
                          .paper_no = form.text("paper_no")};
    for (auto const& name : form.all("permission")) {
        if (auto const permission = permission_named(name))
            command.permissions.push_back(*permission);
    }
    command.from = TD_TRY(day_field(form, "from"));
    command.to = TD_TRY(day_field(form, "to"));
    command.paper_date = TD_TRY(day_field(form, "paper_date"));
    return ctx.write([&](audit::Act& act) -> Result<http::Answer> {
        TD_CHECK(add_delegation(act, command));
        return http::done("/delegations", "identity.notice.delegated");
    });
}

Result<http::Answer> take_back(http::Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<http::Answer> {
        TD_CHECK(revoke_delegation(act, ctx.param("ref")));
        return http::done("/delegations", "identity.notice.delegation-revoked");
    });
}

}  // namespace

void add_delegation_pages(http::Router& routes)
{
    routes.get("/delegations", http::Door::SignedIn, "identity.delegation.title", show_delegations);
    routes.post("/delegations", http::Door::SignedIn, lend).form("/delegations");
    routes.post("/delegations/{ref}/revoke", http::Door::SignedIn, take_back);
    routes.menu({"admin", "/delegations", "identity.delegation.title", "seal", 30});
}

}  // namespace thidua::identity
