#include "identity/rights.h"

#include "identity/roles.h"

#include <algorithm>

namespace thidua::identity {

namespace {

using access::Actor;
using access::Grant;
using access::Permission;
using access::Scope;

struct RoleOver {
    std::string role;
    Scope scope;
};

// Roles in force on `day` (ISO), in no order. One over a unit that is gone gives nothing. Asked at
// every request: as it stands SQLite searches by the account; a join or an order makes it build an
// index of all units first.
std::vector<RoleOver> roles_in_force(storage::Transaction& tx,
                                     std::int64_t account,
                                     std::string_view day)
{
    std::vector<RoleOver> held;
    auto rows = tx.query(
        "SELECT g.role, CASE WHEN g.unit = '' THEN '/'"
        " ELSE (SELECT s.path FROM unit_scope s WHERE s.code = g.unit) END"
        " FROM role_grant g WHERE g.account_id = ?1 AND g.revoked_at IS NULL"
        " AND g.from_on <= ?2 AND (g.to_on IS NULL OR g.to_on >= ?2)",
        {account, day});
    while (rows.next()) {
        if (!rows.is_null(1)) held.push_back({rows.string(0), rows.string(1)});
    }
    return held;
}

std::vector<Grant> grants_of(std::vector<RoleOver> const& held)
{
    std::vector<Grant> grants;
    for (auto const& [code, scope] : held) {
        auto const* role = find_role(code);
        if (role == nullptr) continue;
        for (auto const permission : role->permissions) grants.push_back({permission, scope});
    }
    return grants;
}

struct Lent {
    std::int64_t giver;
    std::string role;
    std::vector<Permission> permissions;
    Scope scope;
};

std::vector<Lent> lent_to(storage::Transaction& tx, std::int64_t account, std::string_view day)
{
    std::vector<Lent> all;
    auto rows = tx.query(
        "SELECT d.giver_id, d.role, d.permissions, CASE WHEN d.unit = '' THEN '/'"
        " ELSE (SELECT s.path FROM unit_scope s WHERE s.code = d.unit) END"
        " FROM delegation d JOIN account a ON a.id = d.giver_id AND a.disabled = 0"
        " WHERE d.taker_id = ?1 AND d.revoked_at IS NULL AND d.from_on <= ?2 AND d.to_on >= ?2"
        " ORDER BY d.id",
        {account, day});
    while (rows.next()) {
        if (rows.is_null(3)) continue;
        all.push_back(
            {rows.integer(0), rows.string(1), parse_permissions(rows.text(2)), rows.string(3)});
    }
    return all;
}

// What is lent is worth no more than what the giver holds today.
void add_lent(storage::Transaction& tx, Lent const& lent, std::string_view day, Actor& actor)
{
    auto const held = roles_in_force(tx, lent.giver, day);
    for (auto const& grant : grants_of(held)) {
        auto const& wanted = lent.permissions;
        if (std::find(wanted.begin(), wanted.end(), grant.permission) == wanted.end()) continue;
        if (access::covers(grant.scope, lent.scope)) {
            actor.grants.push_back({grant.permission, lent.scope});
        } else if (access::covers(lent.scope, grant.scope)) {
            actor.grants.push_back(grant);
        }
    }
    bool const still = std::any_of(
        held.begin(), held.end(), [&](RoleOver const& r) { return r.role == lent.role; });
    if (still && !lent.role.empty()) actor.roles.push_back(lent.role);
}

}  // namespace

std::optional<GrantUnit> find_unit(storage::Transaction& tx, std::string_view code)
{
    if (code.empty()) return GrantUnit{"", "/"};
    auto rows = tx.query(
        "SELECT code, path FROM unit_scope WHERE lower(code) = lower(CAST(?1 AS TEXT))"
        " ORDER BY code, unit_id",
        {code});
    if (!rows.next()) return std::nullopt;
    return GrantUnit{rows.string(0), rows.string(1)};
}

Scope unit_path(storage::Transaction& tx, std::string_view code)
{
    auto const unit = find_unit(tx, code);
    return unit ? unit->path : Scope{};
}

std::vector<Grant> own_grants(storage::Transaction& tx, std::int64_t account, Date today)
{
    return grants_of(roles_in_force(tx, account, to_iso(today)));
}

std::optional<Actor> load_actor(storage::Transaction& tx, std::int64_t account, Date today)
{
    auto const day = to_iso(today);
    Actor actor;
    bool borrows = false;
    {
        auto rows = tx.query(
            "SELECT a.name, a.display_name, a.person, a.language,"
            " COALESCE((SELECT max(c.marking) FROM clearance c WHERE c.account_id = a.id AND "
            "c.revoked_at IS NULL"
            "  AND c.from_on <= ?2 AND (c.to_on IS NULL OR c.to_on >= ?2)), 0),"
            " CASE WHEN EXISTS (SELECT 1 FROM delegation d WHERE d.taker_id = a.id) THEN 1 ELSE 0 "
            "END"
            " FROM account a WHERE a.id = ?1 AND a.disabled = 0",
            {account, day});
        if (!rows.next()) return std::nullopt;
        actor.account = account;
        actor.name = rows.string(0);
        actor.display_name = rows.string(1);
        actor.person = rows.string(2);
        actor.language = rows.string(3);
        actor.clearance = static_cast<access::Marking>(rows.integer(4));
        borrows = rows.boolean(5);
    }
    auto const held = roles_in_force(tx, account, day);
    actor.grants = grants_of(held);
    for (auto const& role : held) actor.roles.push_back(role.role);
    if (borrows) {
        for (auto const& lent : lent_to(tx, account, day)) add_lent(tx, lent, day, actor);
    }
    std::sort(actor.roles.begin(), actor.roles.end());
    actor.roles.erase(std::unique(actor.roles.begin(), actor.roles.end()), actor.roles.end());
    return actor;
}

bool holds_all(std::span<Grant const> grants,
               std::span<Permission const> permissions,
               std::string_view scope)
{
    return std::all_of(permissions.begin(), permissions.end(), [&](Permission permission) {
        return std::any_of(grants.begin(), grants.end(), [&](Grant const& grant) {
            return grant.permission == permission && access::covers(grant.scope, scope);
        });
    });
}

bool manages_everything(Actor const& actor) { return actor.may(Permission::ManageAccounts, "/"); }

bool may_manage(Actor const& actor, Actor const& other, std::string_view path)
{
    if (manages_everything(actor)) return true;
    if (path.empty() || !actor.may(Permission::ManageAccounts, path)) return false;
    if (other.clearance > actor.clearance) return false;
    return std::all_of(other.grants.begin(), other.grants.end(), [&](Grant const& grant) {
        return actor.may(grant.permission, grant.scope);
    });
}

}  // namespace thidua::identity
