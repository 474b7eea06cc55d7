// GET /login, POST /session, POST /session/end.

#include "http/authenticator.h"
#include "identity/page_parts.h"
#include "identity/sessions.h"
#include "identity/setup.h"

#include <algorithm>

namespace thidua::identity {

namespace {

namespace json = http::json;

constexpr std::string_view kChoosePassword = "/profile/password";

std::string cookie(std::string_view value, bool secure)
{
    std::string text{http::kSessionCookie};
    text += "=";
    text += value;
    text += "; Path=/; HttpOnly; SameSite=Lax";
    if (value.empty()) text += "; Max-Age=0";
    if (secure) text += "; Secure";
    return text;
}

// A place on this site alone: what begins with two slashes, or a slash and a backslash, leads a
// browser elsewhere.
std::string local_path(std::string_view next)
{
    bool const local = next.size() > 0 && next[0] == '/' &&
                       (next.size() == 1 || (next[1] != '/' && next[1] != '\\'));
    bool const clean = std::none_of(next.begin(), next.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '\\' || c == 0x7F;
    });
    return local && clean ? std::string{next} : "/";
}

Result<http::Answer> show_login(http::Context& ctx)
{
    bool const empty = ctx.db.read([](storage::Transaction& tx) { return needs_setup(tx); });
    if (empty) return http::done("/setup", "");  // Nobody can sign in yet.
    // The form says where it was going; a form drawn again had it in its own fields.
    auto const next = ctx.query().find("next").value_or(ctx.form().find("next").value_or("/"));
    return http::page(
        "identity/login",
        "identity.login.title",
        {{"values", json::object{{"username", ""}, {"next", local_path(next)}}}});
}

Result<http::Answer> begin(http::Context& ctx, Options const& options)
{
    auto const session = TD_TRY(log_in(ctx.db,
                                       {.name = ctx.form().text("username"),
                                        .password = ctx.form().lines("password"),
                                        .code = ctx.form().text("code"),
                                        .remote = ctx.request.remote,
                                        .user_agent = ctx.request.user_agent,
                                        .request = ctx.request.id},
                                       ctx.now,
                                       options));
    if (!ctx.session_hash.empty()) {  // A new log-in leaves no old session behind in this browser.
        ctx.db.write([&](storage::Transaction& tx) {
            auto act = ctx.act(tx);
            log_out(act, ctx.session_hash);
        });
    }
    auto const next = session.must_change ? std::string{kChoosePassword}
                                          : local_path(ctx.form().find("next").value_or("/"));
    auto answer = http::done(next,
                             session.must_change ? "identity.notice.choose-password" : "",
                             {{"account", session.account},
                              {"csrf", session.csrf},
                              {"must_change", session.must_change}});
    answer.set_cookies.push_back(cookie(session.token, options.secure_cookies));
    answer.secret = true;
    return answer;
}

Result<http::Answer> end(http::Context& ctx, Options const& options)
{
    ctx.db.write([&](storage::Transaction& tx) {
        auto act = ctx.act(tx);
        log_out(act, ctx.session_hash);
    });
    auto answer = http::done("/login", "identity.notice.signed-out");
    answer.set_cookies.push_back(cookie("", options.secure_cookies));
    return answer;
}

}  // namespace

void add_sign_in_pages(http::Router& routes, Options const& options)
{
    routes.get("/login", http::Door::Public, "identity.login.title", show_login);
    auto& log_in_route = routes.post("/session", http::Door::Public, [options](http::Context& ctx) {
        return begin(ctx, options);
    });
    log_in_route.form("/login").limit(16 << 10);
    log_in_route.keeps_no_key = true;
    auto& end_route = routes.post("/session/end",
                                  http::Door::SignedIn,
                                  [options](http::Context& ctx) { return end(ctx, options); });
    end_route.keeps_no_key = true;
}

}  // namespace thidua::identity
