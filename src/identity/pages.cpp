#include "identity/pages.h"

#include "identity/page_parts.h"
#include "identity/rights.h"
#include "identity/roles.h"

#include <algorithm>

namespace thidua::identity {

namespace json = http::json;

void add_pages(http::Router& routes) { add_pages_with(routes, {}); }

void add_pages_with(http::Router& routes, Options const& options)
{
    add_sign_in_pages(routes, options);
    add_setup_pages(routes, options);
    add_account_pages(routes, options);
    add_profile_pages(routes, options);
    add_delegation_pages(routes);
    add_audit_pages(routes);
}

Result<std::optional<Date>> day_field(http::Values const& values, std::string const& field)
{
    auto const typed = values.text(field);
    if (typed.empty()) return std::optional<Date>{};
    auto const day = parse_date(typed);
    if (!day) return bad_input("error.date", {}, field);
    return std::optional{*day};
}

http::Answer codes_page(std::vector<Issued> const& issued)
{
    json::array sheets;
    for (auto const& one : issued) {
        if (one.code.empty()) continue;
        sheets.push_back(json::object{{"name", one.name},
                                      {"display_name", one.display_name},
                                      {"unit", one.unit},
                                      {"code", one.code}});
    }
    auto const count = sheets.size();
    auto answer = http::page("identity/codes",
                             "identity.codes.title",
                             {{"sheets", std::move(sheets)}, {"count", count}},
                             {{"/accounts", "identity.accounts.title"}});
    answer.secret = true;
    return answer;
}

json::value or_null(std::optional<std::string> const& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}

json::array role_options()
{
    json::array codes;
    for (auto const& role : roles()) codes.emplace_back(role.code);
    return codes;
}

json::array grantable_roles(access::Actor const& actor)
{
    if (manages_everything(actor)) return role_options();
    auto const managed = actor.scopes(access::Permission::ManageAccounts);
    json::array codes;
    for (auto const& role : roles()) {
        bool const holds = std::any_of(managed.begin(), managed.end(), [&](access::Scope const& scope) {
            return holds_all(actor.grants, role.permissions, scope);
        });
        if (holds) codes.emplace_back(role.code);
    }
    return codes;
}

json::array permission_array(std::vector<access::Permission> const& permissions)
{
    json::array names;
    for (auto const permission : permissions) names.emplace_back(access::name_of(permission));
    return names;
}

std::vector<access::Permission> held_by(access::Actor const& actor)
{
    std::vector<access::Permission> held;
    for (int i = 0; i < access::kPermissionCount; ++i) {
        auto const permission = static_cast<access::Permission>(i);
        if (actor.may(permission)) held.push_back(permission);
    }
    return held;
}

}  // namespace thidua::identity
