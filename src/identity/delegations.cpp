#include "identity/delegations.h"

#include "base/random.h"
#include "base/text.h"
#include "identity/account_store.h"
#include "identity/rights.h"
#include "identity/roles.h"

#include <algorithm>

namespace thidua::identity {

namespace {

namespace json = boost::json;
using access::Permission;

// Whose authority is lent: the actor's own, or another's when the actor manages the whole office.
Result<Account> giver_of(audit::Act& act, NewDelegation const& command)
{
    bool const own = command.giver.empty() || fold(command.giver) == fold(act.actor.name);
    if (!own && !manages_everything(act.actor)) return denied();
    auto giver =
        own ? read_account(act.tx, act.actor.account) : read_account(act.tx, command.giver);
    if (!giver || giver->disabled) return bad_input("identity.error.account-unknown", {}, "giver");
    return std::move(*giver);
}

// The account that receives. Any name may be typed, so an unknown one is told as such to whoever
// lends.
Result<Account> taker_of(audit::Act& act, NewDelegation const& command, Account const& giver)
{
    auto taker = read_account(act.tx, command.taker);
    if (!taker || taker->disabled) return bad_input("identity.error.account-unknown", {}, "taker");
    if (taker->id == giver.id) return bad_input("identity.error.delegation-self", {}, "taker");
    return std::move(*taker);
}

// One's own sheet is one's own.
Result<std::vector<Permission>> lent_permissions(NewDelegation const& command)
{
    auto permissions = command.permissions;
    if (!command.role.empty()) {
        auto const* role = find_role(command.role);
        if (role == nullptr) return bad_input("identity.error.role-unknown", {}, "role");
        permissions = role->permissions;
    }
    std::erase(permissions, Permission::ReadOwnSheet);
    if (permissions.empty()) return bad_input("identity.error.delegation-nothing", {}, "role");
    return permissions;
}

Result<void> check_paper(audit::Act& act, NewDelegation const& command)
{
    if (tidy(command.paper_no).empty()) return bad_input("identity.error.paper-no", {}, "paper_no");
    if (!command.paper_date) return bad_input("identity.error.paper-date", {}, "paper_date");
    if (!command.to) return bad_input("identity.error.delegation-end", {}, "to");
    auto const from = command.from.value_or(act.today());
    if (*command.to < from || *command.to < act.today())
        return bad_input("identity.error.period", {}, "to");
    return {};
}

bool may_revoke(access::Actor const& actor, std::int64_t giver)
{
    return (actor.account != 0 && actor.account == giver) || manages_everything(actor);
}

}  // namespace

Result<void> add_delegation(audit::Act& act, NewDelegation const& command)
{
    auto const giver = TD_TRY(giver_of(act, command));
    auto const taker = TD_TRY(taker_of(act, command, giver));
    auto const permissions = TD_TRY(lent_permissions(command));
    auto const unit = find_unit(act.tx, tidy(command.unit));
    if (!unit) return bad_input("identity.error.unit-unknown", {{"unit", command.unit}}, "unit");
    TD_CHECK(check_paper(act, command));
    // What was lent to the giver cannot be lent on; and whoever acts by less than the giver's full
    // rights (a token, a password still to be chosen) lends no more than that.
    bool const acts_fully =
        giver.id != act.actor.account || holds_all(act.actor.grants, permissions, unit->path);
    if (!acts_fully ||
        !holds_all(own_grants(act.tx, giver.id, act.today()), permissions, unit->path)) {
        return bad_input("identity.error.delegation-more", {}, "role");
    }
    auto const from = to_iso(command.from.value_or(act.today()));
    auto const to = to_iso(*command.to);
    auto const names = permission_names(permissions);
    auto const paper_no = tidy(command.paper_no);
    auto const paper_date = to_iso(*command.paper_date);
    act.tx.execute(
        "INSERT INTO delegation (ref, giver_id, taker_id, role, permissions, unit, from_on, to_on,"
        " paper_no, paper_date, made_by, made_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        {random_token(10),
         giver.id,
         taker.id,
         command.role,
         names,
         unit->code,
         from,
         to,
         paper_no,
         paper_date,
         act.actor.name,
         act.now.seconds});
    json::object const after{{"giver", giver.name},
                             {"taker", taker.name},
                             {"role", command.role},
                             {"permissions", names},
                             {"unit", unit->code},
                             {"from", from},
                             {"to", to},
                             {"paper_no", paper_no},
                             {"paper_date", paper_date}};
    record(act, "identity.delegation.add", {giver, unit_path(act.tx, giver.unit)}, nullptr, &after);
    return {};
}

Result<void> revoke_delegation(audit::Act& act, std::string_view ref)
{
    std::int64_t giver_id = 0;
    json::object before;
    {
        auto rows = act.tx.query(
            "SELECT d.giver_id, t.name, d.role, d.unit, d.paper_no"
            " FROM delegation d JOIN account t ON t.id = d.taker_id"
            " WHERE d.ref = ?1 AND d.revoked_at IS NULL",
            {ref});
        if (!rows.next()) return not_found();
        giver_id = rows.integer(0);
        before = {{"taker", rows.text(1)},
                  {"role", rows.text(2)},
                  {"unit", rows.text(3)},
                  {"paper_no", rows.text(4)}};
    }
    if (!may_revoke(act.actor, giver_id)) return not_found();
    act.tx.execute("UPDATE delegation SET revoked_by = ?2, revoked_at = ?3 WHERE ref = ?1",
                   {ref, act.actor.name, act.now.seconds});
    auto const giver = read_account(act.tx, giver_id);
    record(act,
           "identity.delegation.revoke",
           {*giver, unit_path(act.tx, giver->unit)},
           &before,
           nullptr);
    return {};
}

std::vector<Delegation> delegations(storage::Transaction& tx, access::Actor const& actor)
{
    std::vector<Delegation> all;
    auto rows = tx.query(
        "SELECT d.ref, g.name, g.display_name, t.name, t.display_name, d.role, d.permissions, "
        "d.unit,"
        " d.from_on, d.to_on, d.paper_no, d.paper_date,"
        " CASE WHEN d.revoked_at IS NULL THEN 0 ELSE 1 END, d.giver_id"
        " FROM delegation d JOIN account g ON g.id = d.giver_id JOIN account t ON t.id = d.taker_id"
        " WHERE ?2 = 1 OR d.giver_id = ?1 OR d.taker_id = ?1"
        " ORDER BY d.from_on DESC, d.id DESC LIMIT 1000",
        {actor.account, manages_everything(actor) ? 1 : 0});
    while (rows.next()) {
        Delegation one{.ref = rows.string(0),
                       .giver = rows.string(1),
                       .giver_name = rows.string(2),
                       .taker = rows.string(3),
                       .taker_name = rows.string(4),
                       .role = rows.string(5),
                       .permissions = rows.string(6),
                       .unit = rows.string(7),
                       .from = rows.string(8),
                       .to = rows.string(9),
                       .paper_no = rows.string(10),
                       .paper_date = rows.string(11),
                       .revoked = rows.boolean(12)};
        one.may_revoke = !one.revoked && may_revoke(actor, rows.integer(13));
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<std::string> lendable_roles(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        Date today)
{
    std::vector<std::string> codes;
    auto rows = tx.query(
        "SELECT DISTINCT role FROM role_grant WHERE account_id = ?1 AND revoked_at IS NULL"
        " AND from_on <= ?2 AND (to_on IS NULL OR to_on >= ?2) ORDER BY role",
        {actor.account, to_iso(today)});
    while (rows.next()) {
        if (rows.text(0) != "staff") codes.push_back(rows.string(0));
    }
    return codes;
}

}  // namespace thidua::identity
