// Roles and clearances of accounts.

#include "base/random.h"
#include "base/text.h"
#include "identity/account_store.h"
#include "identity/rights.h"
#include "identity/roles.h"

namespace thidua::identity {

namespace {

namespace json = boost::json;
using access::Permission;

struct Period {
    std::string from;
    std::optional<std::string> to;
};

Result<Period> checked_period(audit::Act& act, std::optional<Date> from, std::optional<Date> to)
{
    auto const first = from.value_or(act.today());
    if (to && *to < first) return bad_input("identity.error.period", {}, "to");
    return Period{to_iso(first), to ? std::optional{to_iso(*to)} : std::nullopt};
}

json::value or_null(std::optional<std::string> const& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}

// The account to be given something: anybody's but one's own.
Result<Managed> receiver(audit::Act& act, std::string_view name)
{
    auto managed = TD_TRY(managed_account(act, name));
    if (managed.account.id == act.actor.account)
        return failure(Kind::Refused, "identity.error.not-oneself");
    return managed;
}

}  // namespace

Result<void> grant_role(audit::Act& act, GrantRole const& command)
{
    auto const managed = TD_TRY(receiver(act, command.account));
    auto const* role = find_role(command.role.role);
    if (role == nullptr) return bad_input("identity.error.role-unknown", {}, "role");
    auto const unit = find_unit(act.tx, tidy(command.role.unit));
    if (!unit)
        return bad_input("identity.error.unit-unknown", {{"unit", command.role.unit}}, "role_unit");
    if (!act.actor.may(Permission::ManageAccounts, unit->path)) return denied();
    if (!manages_everything(act.actor) &&
        !holds_all(act.actor.grants, role->permissions, unit->path)) {
        return failure(Kind::Denied, "identity.error.more-than-own");
    }
    auto const period = TD_TRY(checked_period(act, command.role.from, command.role.to));
    act.tx.execute(
        "INSERT INTO role_grant (ref, account_id, role, unit, from_on, to_on, granted_by, "
        "granted_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {random_token(10),
         managed.account.id,
         role->code,
         unit->code,
         period.from,
         period.to,
         act.actor.name,
         act.now.seconds});
    json::object const after{{"role", role->code},
                             {"unit", unit->code},
                             {"from", period.from},
                             {"to", or_null(period.to)}};
    record(act, "identity.role.grant", managed, nullptr, &after);
    return {};
}

Result<void> revoke_role(audit::Act& act, std::string_view account, std::string_view ref)
{
    auto const managed = TD_TRY(receiver(act, account));
    json::object before;
    {
        auto rows = act.tx.query(
            "SELECT role, unit FROM role_grant"
            " WHERE ref = ?1 AND account_id = ?2 AND revoked_at IS NULL",
            {ref, managed.account.id});
        if (!rows.next()) return not_found();
        before = {{"role", rows.text(0)}, {"unit", rows.text(1)}};
    }
    act.tx.execute("UPDATE role_grant SET revoked_by = ?2, revoked_at = ?3 WHERE ref = ?1",
                   {ref, act.actor.name, act.now.seconds});
    record(act, "identity.role.revoke", managed, &before, nullptr);
    return {};
}

Result<void> give_clearance(audit::Act& act, GiveClearance const& command)
{
    auto const managed = TD_TRY(receiver(act, command.account));
    if (!manages_everything(act.actor)) return denied();
    auto const paper = tidy(command.paper_no);
    if (paper.empty()) return bad_input("identity.error.paper-no", {}, "paper_no");
    if (!command.paper_date) return bad_input("identity.error.paper-date", {}, "paper_date");
    auto const period = TD_TRY(checked_period(act, command.from, command.to));
    act.tx.execute(
        "INSERT INTO clearance (ref, account_id, marking, from_on, to_on, paper_no, paper_date,"
        " granted_by, granted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        {random_token(10),
         managed.account.id,
         static_cast<int>(command.marking),
         period.from,
         period.to,
         paper,
         to_iso(*command.paper_date),
         act.actor.name,
         act.now.seconds});
    json::object const after{{"marking", access::name_of(command.marking)},
                             {"from", period.from},
                             {"to", or_null(period.to)},
                             {"paper_no", paper},
                             {"paper_date", to_iso(*command.paper_date)}};
    record(act, "identity.clearance.give", managed, nullptr, &after);
    return {};
}

Result<void> revoke_clearance(audit::Act& act, std::string_view account, std::string_view ref)
{
    auto const managed = TD_TRY(receiver(act, account));
    if (!manages_everything(act.actor)) return denied();
    json::object before;
    {
        auto rows = act.tx.query(
            "SELECT marking, paper_no FROM clearance"
            " WHERE ref = ?1 AND account_id = ?2 AND revoked_at IS NULL",
            {ref, managed.account.id});
        if (!rows.next()) return not_found();
        before = {{"marking", access::name_of(static_cast<access::Marking>(rows.integer(0)))},
                  {"paper_no", rows.text(1)}};
    }
    act.tx.execute("UPDATE clearance SET revoked_by = ?2, revoked_at = ?3 WHERE ref = ?1",
                   {ref, act.actor.name, act.now.seconds});
    record(act, "identity.clearance.revoke", managed, &before, nullptr);
    return {};
}

}  // namespace thidua::identity
