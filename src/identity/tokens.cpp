#include "identity/tokens.h"

#include "base/random.h"
#include "base/text.h"
#include "identity/rights.h"
#include "identity/roles.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::identity {

namespace {

constexpr int kLongestDays = 366;

}  // namespace

Result<std::string> add_token(audit::Act& act, NewToken const& command)
{
    auto const name = tidy(command.name);
    if (name.empty()) return bad_input("identity.error.token-name", {}, "token_name");
    if (command.permissions.empty())
        return bad_input("identity.error.token-permissions", {}, "permission");
    for (auto const permission : command.permissions) {
        if (!act.actor.may(permission))
            return failure(Kind::Denied, "identity.error.more-than-own");
    }
    auto const today = act.today();
    if (command.last_day < today || command.last_day > today.plus_days(kLongestDays)) {
        return bad_input(
            "identity.error.token-days", {{"days", std::to_string(kLongestDays)}}, "last_day");
    }
    auto token = "td_" + random_token(32);
    auto const permissions = permission_names(command.permissions);
    act.tx.execute(
        "INSERT INTO access_token (ref, account_id, name, token_hash, permissions, created_at, "
        "expires_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {random_token(10),
         act.actor.account,
         name,
         sha256_hex(token),
         permissions,
         act.now.seconds,
         start_of(command.last_day.plus_days(1)).seconds});
    boost::json::object const after{
        {"name", name}, {"permissions", permissions}, {"to", to_iso(command.last_day)}};
    audit::record(
        act,
        {.what = "identity.token.add", .subject = "account:" + act.actor.name, .after = &after});
    return token;
}

Result<void> revoke_token(audit::Act& act, std::string_view ref)
{
    auto const name = act.tx.text(
        "SELECT name FROM access_token"
        " WHERE ref = ?1 AND account_id = ?2 AND revoked_at IS NULL",
        {ref, act.actor.account});
    if (!name) return not_found();
    act.tx.execute("UPDATE access_token SET revoked_at = ?2 WHERE ref = ?1",
                   {ref, act.now.seconds});
    boost::json::object const before{{"name", *name}};
    audit::record(act,
                  {.what = "identity.token.revoke",
                   .subject = "account:" + act.actor.name,
                   .before = &before});
    return {};
}

std::vector<Token> own_tokens(storage::Transaction& tx, access::Actor const& actor, Instant now)
{
    std::vector<Token> tokens;
    auto rows = tx.query(
        "SELECT ref, name, permissions, created_at, expires_at FROM access_token"
        " WHERE account_id = ?1 AND revoked_at IS NULL AND expires_at > ?2"
        " ORDER BY created_at DESC, id DESC",
        {actor.account, now.seconds});
    while (rows.next()) {
        tokens.push_back(
            {rows.string(0), rows.string(1), rows.string(2), rows.integer(3), rows.integer(4)});
    }
    return tokens;
}

std::optional<access::Actor> token_actor(storage::Transaction& tx,
                                         std::string_view token,
                                         Instant now)
{
    std::int64_t account = 0;
    std::vector<access::Permission> allowed;
    {
        auto rows = tx.query(
            "SELECT t.account_id, t.permissions"
            " FROM access_token t JOIN account a ON a.id = t.account_id AND a.must_change = 0"
            " WHERE t.token_hash = ?1 AND t.revoked_at IS NULL AND t.expires_at > ?2",
            {sha256_hex(token), now.seconds});
        if (!rows.next()) return std::nullopt;
        account = rows.integer(0);
        allowed = parse_permissions(rows.text(1));
    }
    auto actor = load_actor(tx, account, legal_day(now));
    if (!actor) return std::nullopt;
    std::erase_if(actor->grants, [&](access::Grant const& grant) {
        return std::find(allowed.begin(), allowed.end(), grant.permission) == allowed.end();
    });
    actor->roles.clear();
    actor->clearance = access::Marking::Thuong;
    return actor;
}

}  // namespace thidua::identity
