// /profile: one's own password, second factor, sessions, language and tokens. By a session alone: a
// token must not make tokens.

#include "identity/account_store.h"
#include "identity/page_parts.h"
#include "identity/password.h"
#include "identity/rights.h"
#include "identity/roles.h"
#include "identity/second_factor.h"
#include "identity/sessions.h"
#include "identity/tokens.h"
#include "terms/locale.h"

namespace thidua::identity {

namespace {

namespace json = http::json;
using http::Answer;
using http::Context;
using http::Door;

constexpr int kUsualTokenDays = 90;

json::array session_rows(std::vector<Session> const& sessions)
{
    json::array rows;
    for (auto const& session : sessions) {
        rows.push_back(json::object{{"ref", session.ref},
                                    {"created_at", session.created_at},
                                    {"seen_at", session.seen_at},
                                    {"remote", session.remote},
                                    {"user_agent", session.user_agent},
                                    {"current", session.current}});
    }
    return rows;
}

json::array token_rows(std::vector<Token> const& tokens)
{
    json::array rows;
    for (auto const& token : tokens) {
        rows.push_back(
            json::object{{"ref", token.ref},
                         {"name", token.name},
                         {"permissions", permission_array(parse_permissions(token.permissions))},
                         {"last_day", to_iso(legal_day(Instant{token.expires_at - 1}))}});
    }
    return rows;
}

Result<Answer> show_profile(Context& ctx, Options const& options)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const account = read_account(tx, ctx.actor.account);
        if (!account) return not_found();
        json::array languages;
        for (auto const& language : terms::languages()) languages.emplace_back(language);
        return http::page(
            "identity/profile",
            "identity.profile.title",
            {{"name", account->name},
             {"display_name", account->display_name},
             {"person", account->person},
             {"must_change", account->must_change},
             {"roles", role_rows(tx, account->id, ctx.today())},
             {"clearance", access::name_of(ctx.actor.clearance)},
             {"totp",
              json::object{{"on", account->has_totp},
                           {"offered", static_cast<bool>(options.secrets)},
                           {"codes_left", recovery_codes_left(tx, account->id)}}},
             {"sessions",
              session_rows(own_sessions(tx, ctx.actor, ctx.session_hash, ctx.now, options))},
             {"tokens", token_rows(own_tokens(tx, ctx.actor, ctx.now))},
             {"languages", std::move(languages)},
             {"values", json::object{{"language", account->language}}}});
    });
}

// Runs one act on the own account and goes back to the profile.
http::Handler own_act(std::function<Result<void>(Context&, audit::Act&)> act_on, std::string notice)
{
    return
        [act_on = std::move(act_on), notice = std::move(notice)](Context& ctx) -> Result<Answer> {
            if (ctx.session_hash.empty()) return denied();
            return ctx.write([&](audit::Act& act) -> Result<Answer> {
                TD_CHECK(act_on(ctx, act));
                return http::done("/profile", notice);
            });
        };
}

// Also in this browser's cookie, which wins over the account.
Result<Answer> change_language(Context& ctx)
{
    if (ctx.session_hash.empty()) return denied();
    auto const language = ctx.form().text("language");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_language(act, language));
        auto answer = http::done("/profile", "identity.notice.language");
        answer.set_cookies.push_back("thidua_lang=" + language +
                                     "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        return answer;
    });
}

// --- Password
// -------------------------------------------------------------------------------------

bool chooses_first_password(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) {
        auto const account = read_account(tx, ctx.actor.account);
        return account && account->must_change;
    });
}

Result<Answer> show_password(Context& ctx)
{
    return http::page("identity/password",
                      "identity.password.title",
                      {{"must_change", chooses_first_password(ctx)},
                       {"name", ctx.actor.name},
                       {"values", json::object{}}},
                      {{"/profile", "identity.profile.title"}});
}

Result<Answer> change_password(Context& ctx)
{
    if (ctx.session_hash.empty()) return denied();
    auto const& form = ctx.form();
    auto const password = form.lines("password");
    TD_CHECK(check_password(password, ctx.actor.name, "password"));
    if (password != form.lines("password_again")) {
        return bad_input("identity.error.password-again", {}, "password_again");
    }
    if (!chooses_first_password(ctx)) {  // Who has just signed in by a code has no other password.
        TD_CHECK(confirm_password(
            ctx.db, ctx.actor, form.lines("current"), ctx.request.remote, "current", ctx.now));
    }
    auto const hash = hash_password(password);
    ctx.db.write([&](storage::Transaction& tx) {
        auto act = ctx.act(tx);
        set_password(act, hash, ctx.session_hash);
    });
    return http::done("/profile", "identity.notice.password-changed");
}

// --- Second factor
// --------------------------------------------------------------------------------

// The QR code and the form; with what was wrong when it is drawn again for the same secret.
Answer totp_page(Context& ctx, std::string const& secret, Error const& wrong = {})
{
    auto const uri = totp_uri(secret, terms::text("vi", "web.system"), ctx.actor.name);
    auto answer = http::page("identity/totp",
                             "identity.totp.title",
                             {{"qr", qr_data_uri(uri)},
                              {"secret", to_base32(secret)},
                              {"uri", uri},
                              {"values", json::object{{"code", ""}}}},
                             {{"/profile", "identity.profile.title"}});
    answer.secret = true;
    json::array problems;
    json::object errors;
    for (auto const& problem : wrong.problems) {
        auto const sentence = terms::text(ctx.language, problem.key, problem.args);
        problems.push_back(json::object{{"field", problem.field}, {"message", sentence}});
        errors[problem.field] = sentence;
        answer.status = http::status_of(wrong.kind);
    }
    answer.document["problems"] = std::move(problems);
    answer.document["errors"] = std::move(errors);
    return answer;
}

Result<Answer> show_totp(Context& ctx, Options const& options)
{
    if (!options.secrets || ctx.session_hash.empty()) return not_found();
    return totp_page(ctx, new_totp_secret());
}

Result<std::vector<std::string>> prove_totp(Context& ctx,
                                            SecretBox const& box,
                                            std::string const& secret)
{
    TD_CHECK(confirm_password(
        ctx.db, ctx.actor, ctx.form().lines("current"), ctx.request.remote, "current", ctx.now));
    return ctx.db.write([&](storage::Transaction& tx) {
        auto act = ctx.act(tx);
        return switch_on_totp(act, box, secret, ctx.form().text("code"));
    });
}

Result<Answer> turn_on_totp(Context& ctx, Options const& options)
{
    if (!options.secrets || ctx.session_hash.empty()) return not_found();
    auto const secret = from_base32(ctx.form().text("secret")).value_or("");
    auto const switched = prove_totp(ctx, *options.secrets, secret);
    if (!switched) {  // Not by the route's form: that would be another secret than the app now has.
        if (ctx.request.wants_json || switched.error().kind != Kind::BadInput)
            return switched.error();
        return totp_page(ctx, secret, switched.error());
    }
    json::array shown;
    for (auto const& code : *switched) shown.emplace_back(code);
    auto answer = http::page("identity/recovery",
                             "identity.recovery.title",
                             {{"codes", std::move(shown)}},
                             {{"/profile", "identity.profile.title"}});
    answer.secret = true;
    return answer;
}

Result<Answer> show_totp_off(Context&)
{
    return http::page("identity/totp-off",
                      "identity.totp.off",
                      {{"values", json::object{}}},
                      {{"/profile", "identity.profile.title"}});
}

Result<Answer> turn_off_totp(Context& ctx)
{
    if (ctx.session_hash.empty()) return denied();
    TD_CHECK(confirm_password(
        ctx.db, ctx.actor, ctx.form().lines("current"), ctx.request.remote, "current", ctx.now));
    ctx.db.write([&](storage::Transaction& tx) {
        auto act = ctx.act(tx);
        switch_off_totp(act);
    });
    return http::done("/profile", "identity.notice.totp-off");
}

// --- Tokens
// ---------------------------------------------------------------------------------------

Result<Answer> show_new_token(Context& ctx)
{
    return http::page(
        "identity/token-new",
        "identity.token.new",
        {{"permission_options", permission_array(held_by(ctx.actor))},
         {"values",
          json::object{{"token_name", ""},
                       {"permission", json::array{}},
                       {"last_day", to_iso(ctx.today().plus_days(kUsualTokenDays))}}}},
        {{"/profile", "identity.profile.title"}});
}

Result<Answer> make_token(Context& ctx)
{
    if (ctx.session_hash.empty()) return denied();
    auto const last_day = TD_TRY(day_field(ctx.form(), "last_day"));
    NewToken command{.name = ctx.form().text("token_name"), .last_day = last_day.value_or(Date{})};
    for (auto const& name : ctx.form().all("permission")) {
        auto const permission = permission_named(name);
        if (!permission) return bad_input("error.choice", {}, "permission");
        command.permissions.push_back(*permission);
    }
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const token = TD_TRY(add_token(act, command));
        auto answer = http::page("identity/token",
                                 "identity.token.made",
                                 {{"token", token}, {"name", command.name}},
                                 {{"/profile", "identity.profile.title"}});
        answer.secret = true;
        return answer;
    });
}

void add_password_routes(http::Router& routes)
{
    routes.get("/profile/password", Door::SignedIn, "identity.password.title", show_password);
    auto& change = routes.post("/profile/password", Door::SignedIn, change_password);
    change.form("/profile/password");
    change.keeps_no_key = true;  // Nothing made of a password is kept beside its hash.
}

void add_totp_routes(http::Router& routes, Options const& options)
{
    routes.get("/profile/totp", Door::SignedIn, "identity.totp.title", [options](Context& ctx) {
        return show_totp(ctx, options);
    });
    auto& on = routes.post("/profile/totp", Door::SignedIn, [options](Context& ctx) {
        return turn_on_totp(ctx, options);
    });
    on.keeps_no_key = true;
    routes.get("/profile/totp/off", Door::SignedIn, "identity.totp.off", show_totp_off);
    auto& off = routes.post("/profile/totp/off", Door::SignedIn, turn_off_totp);
    off.form("/profile/totp/off");
    off.keeps_no_key = true;
}

}  // namespace

void add_profile_pages(http::Router& routes, Options const& options)
{
    routes.get("/profile", Door::SignedIn, "identity.profile.title", [options](Context& ctx) {
        return show_profile(ctx, options);
    });
    routes.post("/profile/language", Door::SignedIn, change_language).form("/profile");
    routes.post("/profile/sessions/end-others",
                Door::SignedIn,
                own_act(
                    [](Context& ctx, audit::Act& act) -> Result<void> {
                        end_other_sessions(act, ctx.session_hash);
                        return {};
                    },
                    "identity.notice.sessions-ended"));
    routes.post(
        "/profile/sessions/{ref}/end",
        Door::SignedIn,
        own_act([](Context& ctx, audit::Act& act) { return end_session(act, ctx.param("ref")); },
                "identity.notice.session-ended"));
    add_password_routes(routes);
    add_totp_routes(routes, options);
    routes.get("/profile/tokens/new", Door::SignedIn, "identity.token.new", show_new_token);
    routes.post("/profile/tokens", Door::SignedIn, make_token).form("/profile/tokens/new");
    routes.post(
        "/profile/tokens/{ref}/revoke",
        Door::SignedIn,
        own_act([](Context& ctx, audit::Act& act) { return revoke_token(act, ctx.param("ref")); },
                "identity.notice.token-revoked"));
}

}  // namespace thidua::identity
