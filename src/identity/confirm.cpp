#include "identity/confirm.h"

#include "base/text.h"
#include "identity/sessions.h"

namespace thidua::identity {

namespace {

constexpr char kCode[] = "code";

// Used up in the act's own transaction, so that a second arrival of the form finds its answer and
// not a spent code.
Result<void> use_code(audit::Act& act, std::string_view code, Options const& options)
{
    if (!asks_for_code(act.tx, act.actor)) return {};
    if (tidy(code).empty()) return bad_input("error.required", {}, kCode);
    if (!use_second_factor(act, code, options))
        return bad_input("identity.error.code-wrong", {}, kCode);
    return {};
}

}  // namespace

bool asks_for_code(storage::Transaction& tx, access::Actor const& actor)
{
    return tx
        .integer("SELECT 1 FROM account WHERE id = ?1 AND length(totp_secret) > 0", {actor.account})
        .has_value();
}

Result<http::Answer> write_confirmed(http::Context& ctx,
                                     Options const& options,
                                     std::function<Result<http::Answer>(audit::Act&)> const& body)
{
    if (ctx.session_hash.empty()) return denied();
    TD_CHECK(check_password_again(ctx.db,
                                  ctx.actor,
                                  ctx.form().find("password").value_or(""),
                                  ctx.request.remote,
                                  "password",
                                  ctx.now));
    bool wrong_code = false;
    auto answer = ctx.write([&](audit::Act& act) -> Result<http::Answer> {
        auto const used = use_code(act, ctx.form().text(kCode), options);
        wrong_code = !used;
        if (!used) return used.error();
        return body(act);
    });
    // Until here it counted as failed, so that nobody who has the password can try codes at
    // leisure.
    if (!wrong_code) forget_attempts(ctx.db, ctx.actor);
    return answer;
}

}  // namespace thidua::identity
