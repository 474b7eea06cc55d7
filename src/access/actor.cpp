#include "access/actor.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace thidua::access {

namespace {

constexpr std::array<std::string_view, kPermissionCount> kNames = {
    "read-organisation", "read-people",      "write-organisation", "write-people",    "write-facts",
    "read-discipline",   "write-discipline", "read-register",      "write-register",  "release-register",
    "certify-register",  "mend-register",    "write-catalogue",    "read-reports",    "manage-accounts",
    "read-audit",        "write-calendar",   "manage-system",      "read-own-sheet",  "activate-law",
    "write-law",
    "read-movements", "plan-year", "give-directions",
    "write-movements", "approve-movements", "write-registrations",
    "approve-registrations", "sign-for-unit", "cast-vote",
    "lead-block", "write-scores", "verify-scores",
    "count-votes", "decide-results",
};

constexpr std::array<std::string_view, 4> kMarkings = {"thuong", "mat", "toi-mat", "tuyet-mat"};

bool is_safe(std::string_view scope)
{
    return std::all_of(scope.begin(), scope.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.' || c == '/';
    });
}

}  // namespace

std::string_view name_of(Permission permission) { return kNames[static_cast<std::size_t>(permission)]; }

std::string_view name_of(Marking marking) { return kMarkings[static_cast<std::size_t>(marking)]; }

Marking marking_of(std::string_view code)
{
    if (code.empty()) return Marking::Thuong;
    auto const found = std::find(kMarkings.begin(), kMarkings.end(), code);
    if (found == kMarkings.end()) return Marking::TuyetMat;
    return static_cast<Marking>(found - kMarkings.begin());
}

bool covers(std::string_view scope, std::string_view unit_path)
{
    return unit_path.substr(0, scope.size()) == scope;
}

Actor Actor::anonymous() { return Actor{}; }

Actor Actor::system(std::string name)
{
    Actor actor;
    actor.name = std::move(name);
    actor.clearance = Marking::TuyetMat;
    for (int i = 0; i < kPermissionCount; ++i) actor.grants.push_back({static_cast<Permission>(i), "/"});
    return actor;
}

bool Actor::may(Permission permission) const
{
    return std::any_of(grants.begin(), grants.end(), [&](Grant const& g) { return g.permission == permission; });
}

bool Actor::may(Permission permission, std::string_view unit_path) const
{
    return std::any_of(grants.begin(), grants.end(), [&](Grant const& g) {
        return g.permission == permission && covers(g.scope, unit_path);
    });
}

std::vector<Scope> Actor::scopes(Permission permission) const
{
    std::vector<Scope> all;
    for (auto const& grant : grants) {
        if (grant.permission == permission) all.push_back(grant.scope);
    }
    std::sort(all.begin(), all.end());
    std::vector<Scope> outer;  // Sorted, so a scope stands before everything inside it.
    for (auto& scope : all) {
        if (outer.empty() || !covers(outer.back(), scope)) outer.push_back(std::move(scope));
    }
    return outer;
}

std::string sql_in_scopes(std::vector<Scope> const& scopes, std::string_view path_column)
{
    std::string sql;
    for (auto const& scope : scopes) {
        if (scope == "/") return "(1=1)";
        if (scope.size() < 2 || scope.back() != '/' || !is_safe(scope)) continue;
        auto const column = std::string{path_column};
        auto end = scope;
        end.back() = '0';  // '0' follows '/' in ASCII: the range holds all that begins with the scope.
        sql += (sql.empty() ? "(" : " OR ") + ("(" + column + " >= '" + scope + "' AND " + column + " < '" + end + "')");
    }
    return sql.empty() ? "(1=0)" : sql + ")";
}

}  // namespace thidua::access
