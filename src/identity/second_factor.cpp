#include "identity/second_factor.h"

#include "identity/password.h"

namespace thidua::identity {

namespace {

constexpr int kRecoveryCodes = 10;
constexpr std::size_t kShortestSecret = 16;

}  // namespace

Result<std::vector<std::string>> switch_on_totp(audit::Act& act,
                                                SecretBox const& box,
                                                std::string_view secret,
                                                std::string_view code)
{
    auto const account = act.actor.account;
    auto const step = matching_step(secret, code, act.now, 0);
    if (secret.size() < kShortestSecret || !step)
        return bad_input("identity.error.totp-code", {}, "code");
    auto const wrapped = box.wrap(secret, act.actor.name);
    act.tx.execute(
        "UPDATE account SET totp_secret = ?2, totp_step = ?3, version = version + 1 WHERE id = ?1",
        {account, storage::Bytes{wrapped}, *step});
    act.tx.execute("DELETE FROM recovery_code WHERE account_id = ?1", {account});
    std::vector<std::string> codes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        codes.push_back(new_code());
        act.tx.execute("INSERT INTO recovery_code (account_id, code_hash) VALUES (?1, ?2)",
                       {account, code_hash(codes.back())});
    }
    audit::record(act, {.what = "identity.totp.on", .subject = "account:" + act.actor.name});
    return codes;
}

void switch_off_totp(audit::Act& act)
{
    act.tx.execute(
        "UPDATE account SET totp_secret = NULL, totp_step = 0, version = version + 1 WHERE id = ?1",
        {act.actor.account});
    act.tx.execute("DELETE FROM recovery_code WHERE account_id = ?1", {act.actor.account});
    audit::record(act, {.what = "identity.totp.off", .subject = "account:" + act.actor.name});
}

std::int64_t recovery_codes_left(storage::Transaction& tx, std::int64_t account)
{
    return tx
        .integer("SELECT count(*) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL",
                 {account})
        .value_or(0);
}

}  // namespace thidua::identity
