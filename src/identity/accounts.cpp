#include "identity/accounts.h"

#include "base/text.h"
#include "identity/account_store.h"
#include "identity/password.h"
#include "identity/rights.h"
#include "identity/roles.h"
#include "terms/locale.h"

#include <algorithm>
#include <cctype>

namespace thidua::identity {

namespace {

namespace json = boost::json;
using access::Permission;

constexpr std::int64_t kCodeLifetimeSeconds = 30 * 24 * 3600;

bool is_name_character(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_' ||
           c == '@';
}

Result<std::string> checked_name(std::string_view typed)
{
    auto name = tidy(typed);
    bool const plain = std::all_of(name.begin(), name.end(), is_name_character);
    if (name.size() < 2 || name.size() > 60 || !plain) {
        return bad_input("identity.error.account-name", {}, "name");
    }
    return name;
}

// The unit the account is to belong to, which the actor has to manage.
Result<GrantUnit> checked_home(audit::Act& act, std::string_view code)
{
    auto const unit = find_unit(act.tx, tidy(code));
    if (!unit)
        return bad_input("identity.error.unit-unknown", {{"unit", std::string{code}}}, "unit");
    if (!act.actor.may(Permission::ManageAccounts, unit->path)) return denied();
    return *unit;
}

json::object fields_of(Account const& account)
{
    return {
        {"display_name", account.display_name}, {"person", account.person}, {"unit", account.unit}};
}

Result<void> set_disabled(audit::Act& act,
                          std::string_view name,
                          std::int64_t version,
                          bool disabled)
{
    auto const managed = TD_TRY(managed_account(act, name, version));
    if (managed.account.id == act.actor.account)
        return failure(Kind::Refused, "identity.error.not-oneself");
    if (managed.account.disabled == disabled) return {};
    act.tx.execute("UPDATE account SET disabled = ?2, version = version + 1 WHERE id = ?1",
                   {managed.account.id, disabled ? 1 : 0});
    if (disabled) end_sessions(act.tx, managed.account.id);
    // Enabled, it can do what is granted to it: no way around the bound by switching off and on.
    if (!disabled) TD_TRY(managed_account(act, name));
    record(act,
           disabled ? "identity.account.disable" : "identity.account.enable",
           managed,
           nullptr,
           nullptr);
    return {};
}

}  // namespace

Result<Issued> add_account(audit::Act& act, NewAccount const& command)
{
    if (!act.actor.may(Permission::ManageAccounts)) return denied();
    auto const name = TD_TRY(checked_name(command.name));
    auto const home = TD_TRY(checked_home(act, command.unit));
    auto const display_name = command.display_name.empty() ? name : tidy(command.display_name);
    auto const code = command.password_hash.empty() ? new_code() : std::string{};
    auto const now = act.now.seconds;
    auto const sort = name_sort_key(display_name);
    auto const person = tidy(command.person);
    auto const inserted = act.tx.execute(
        "INSERT INTO account (name, name_key, display_name, search_key, sort_key, person, unit, "
        "language,"
        " password_hash, code_hash, code_expires, demo, created_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (name_key) "
        "DO NOTHING",
        {name,
         fold(name),
         display_name,
         search_key(display_name),
         storage::Bytes{sort},
         person,
         home.code,
         command.language,
         command.password_hash,
         code.empty() ? std::string{} : code_hash(code),
         code.empty() ? std::nullopt : std::optional{now + kCodeLifetimeSeconds},
         command.demo ? 1 : 0,
         now});
    if (inserted == 0) return bad_input("identity.error.name-taken", {{"name", name}}, "name");

    auto const account = read_account(act.tx, name);
    auto const after = fields_of(*account);
    record(act, "identity.account.add", {*account, home.path}, nullptr, &after);
    for (auto const& role : command.roles) TD_CHECK(grant_role(act, {name, role}));
    if (command.clearance != access::Marking::Thuong) {
        TD_CHECK(give_clearance(act,
                                {.account = name,
                                 .marking = command.clearance,
                                 .paper_no = command.clearance_paper,
                                 .paper_date = act.today()}));
    }
    return Issued{name, display_name, home.code, code};
}

Result<void> edit_account(audit::Act& act, EditAccount const& command)
{
    auto const managed = TD_TRY(managed_account(act, command.name, command.version));
    auto const home = TD_TRY(checked_home(act, command.unit));
    auto const display_name = tidy(command.display_name);
    if (display_name.empty()) return bad_input("identity.error.display-name", {}, "display_name");
    auto const sort = name_sort_key(display_name);
    act.tx.execute(
        "UPDATE account SET display_name = ?2, search_key = ?3, sort_key = ?4, person = ?5, unit = "
        "?6,"
        " version = version + 1 WHERE id = ?1",
        {managed.account.id,
         display_name,
         search_key(display_name),
         storage::Bytes{sort},
         tidy(command.person),
         home.code});
    auto const before = fields_of(managed.account);
    auto const after = fields_of(*read_account(act.tx, managed.account.id));
    record(act, "identity.account.edit", managed, &before, &after);
    return {};
}

Result<void> disable_account(audit::Act& act, std::string_view name, std::int64_t version)
{
    return set_disabled(act, name, version, true);
}

Result<void> enable_account(audit::Act& act, std::string_view name, std::int64_t version)
{
    return set_disabled(act, name, version, false);
}

Result<Issued> issue_code(audit::Act& act, std::string_view name)
{
    auto const managed = TD_TRY(managed_account(act, name));
    auto const& account = managed.account;
    if (account.id == act.actor.account)
        return failure(Kind::Refused, "identity.error.not-oneself");
    auto const code = new_code();
    act.tx.execute(
        "UPDATE account SET password_hash = '', code_hash = ?2, code_expires = ?3, must_change = 0,"
        " totp_secret = NULL, totp_step = 0, version = version + 1 WHERE id = ?1",
        {account.id, code_hash(code), act.now.seconds + kCodeLifetimeSeconds});
    act.tx.execute("DELETE FROM recovery_code WHERE account_id = ?1", {account.id});
    end_sessions(act.tx, account.id);
    record(act, "identity.account.issue-code", managed, nullptr, nullptr);
    return Issued{account.name, account.display_name, account.unit, code};
}

Result<std::vector<Issued>> add_accounts(audit::Act& act, BulkAccounts const& command)
{
    std::vector<Issued> issued;
    for (auto const& member : command.staff) {
        auto const name = fold(member.person);
        auto const known = read_account(act.tx, name);
        if (!known) {
            issued.push_back(TD_TRY(add_account(act,
                                                {.name = name,
                                                 .display_name = member.full_name,
                                                 .person = member.person,
                                                 .unit = member.unit,
                                                 .roles = {{command.role, member.unit}}})));
        } else if (command.again && !known->signed_in_at && !known->disabled) {
            issued.push_back(TD_TRY(issue_code(act, name)));
        }
    }
    return issued;
}

Result<void> add_demo_accounts(audit::Act& act,
                               std::vector<NewAccount> accounts,
                               std::string_view password)
{
    auto const hash = hash_password(password, Cost::Demo);
    for (auto& account : accounts) {
        account.password_hash = hash;
        account.demo = true;
        TD_TRY(add_account(act, account));
    }
    return {};
}

void set_password(audit::Act& act, std::string_view new_hash, std::string_view session_hash)
{
    auto const account = read_account(act.tx, act.actor.account);
    if (!account) return;
    act.tx.execute(
        "UPDATE account SET password_hash = ?2, code_hash = '', code_expires = NULL, must_change = "
        "0,"
        " version = version + 1 WHERE id = ?1",
        {account->id, new_hash});
    end_sessions(act.tx, account->id, session_hash);
    record(act,
           "identity.account.set-password",
           {*account, unit_path(act.tx, account->unit)},
           nullptr,
           nullptr);
}

Result<void> set_language(audit::Act& act, std::string_view language)
{
    auto const& known = terms::languages();
    if (std::find(known.begin(), known.end(), language) == known.end()) {
        return bad_input("identity.error.language", {}, "language");
    }
    act.tx.execute("UPDATE account SET language = ?2 WHERE id = ?1", {act.actor.account, language});
    return {};
}

}  // namespace thidua::identity
