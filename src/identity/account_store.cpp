#include "identity/account_store.h"

#include "base/text.h"
#include "identity/rights.h"

namespace thidua::identity {

namespace {

constexpr std::string_view kColumns =
    "SELECT id, name, display_name, person, unit, language, version, disabled, must_change,"
    " CASE WHEN password_hash = '' THEN 0 ELSE 1 END, CASE WHEN code_hash = '' THEN 0 ELSE 1 END,"
    " CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, demo, signed_in_at FROM account ";

std::optional<Account> first_of(storage::Rows rows)
{
    if (!rows.next()) return std::nullopt;
    Account account;
    account.id = rows.integer(0);
    account.name = rows.string(1);
    account.display_name = rows.string(2);
    account.person = rows.string(3);
    account.unit = rows.string(4);
    account.language = rows.string(5);
    account.version = rows.integer(6);
    account.disabled = rows.boolean(7);
    account.must_change = rows.boolean(8);
    account.has_password = rows.boolean(9);
    account.has_code = rows.boolean(10);
    account.has_totp = rows.boolean(11);
    account.demo = rows.boolean(12);
    account.signed_in_at = rows.maybe_integer(13);
    return account;
}

}  // namespace

std::optional<Account> read_account(storage::Transaction& tx, std::int64_t id)
{
    return first_of(tx.query(std::string{kColumns} + "WHERE id = ?1", {id}));
}

std::optional<Account> read_account(storage::Transaction& tx, std::string_view name)
{
    return first_of(tx.query(std::string{kColumns} + "WHERE name_key = ?1", {fold(name)}));
}

std::optional<Account> find_account(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view name)
{
    auto account = read_account(tx, name);
    if (!account) return std::nullopt;
    bool const own = actor.account != 0 && actor.account == account->id;
    if (own || manages_everything(actor)) return account;
    auto const path = account->unit.empty() ? access::Scope{} : unit_path(tx, account->unit);
    if (path.empty() || !actor.may(access::Permission::ManageAccounts, path)) return std::nullopt;
    return account;
}

Result<Managed> managed_account(audit::Act& act, std::string_view name)
{
    auto account = find_account(act.tx, act.actor, name);
    if (!account) return not_found();
    auto path = unit_path(act.tx, account->unit);
    if (manages_everything(act.actor)) return Managed{std::move(*account), std::move(path)};
    // A disabled account can do nothing now; what it could do again is asked when it is enabled.
    auto const other = load_actor(act.tx, account->id, act.today()).value_or(access::Actor{});
    if (!may_manage(act.actor, other, path)) return denied();
    return Managed{std::move(*account), std::move(path)};
}

Result<Managed> managed_account(audit::Act& act, std::string_view name, std::int64_t version)
{
    auto managed = TD_TRY(managed_account(act, name));
    if (managed.account.version != version) {
        return failure(
            Kind::Conflict, "identity.error.account-changed", {{"name", managed.account.name}});
    }
    return managed;
}

void end_sessions(storage::Transaction& tx, std::int64_t account, std::string_view except_hash)
{
    tx.execute("DELETE FROM session WHERE account_id = ?1 AND token_hash <> ?2",
               {account, except_hash});
}

void record(audit::Act& act,
            std::string_view what,
            Managed const& subject,
            boost::json::object const* before,
            boost::json::object const* after)
{
    auto const name = "account:" + subject.account.name;
    audit::record(act,
                  {.what = what,
                   .subject = name,
                   .before = before,
                   .after = after,
                   .unit_path = subject.path});
}

}  // namespace thidua::identity
