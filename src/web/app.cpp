#include "web/app.h"

#include "audit/settings.h"
#include "base/assets.h"
#include "base/random.h"
#include "base/text.h"
#include "http/idempotency.h"
#include "web/drawing.h"
#include "web/log.h"
#include "web/openapi.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace thidua::web {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kBodyOfUnknown = 64 * 1024;
constexpr std::string_view kAssets = "/assets/";

// "main.js" → main_js: {"main.js": "main-Bq3x.js"} of the build becomes addresses that views can
// name.
json::object read_manifest()
{
    json::object named;
    auto const text = assets::find("web/dist/manifest.json");
    if (!text) return named;
    auto const manifest = json::parse(json::string_view{text->data(), text->size()});
    for (auto const& entry : manifest.as_object()) {
        std::string name{entry.key()};
        for (char& c : name) {
            if (c == '.' || c == '-') c = '_';
        }
        if (entry.value().is_string())
            named[name] = std::string{kAssets} + std::string{entry.value().get_string()};
    }
    return named;
}

std::string_view bearer_token(RawRequest const& raw)
{
    auto const value = raw.header("authorization");
    constexpr std::string_view scheme = "Bearer ";
    return same_name(value.substr(0, scheme.size()), scheme) ? trim(value.substr(scheme.size()))
                                                             : std::string_view{};
}

bool is_loopback(std::string_view address)
{
    return address == "::1" || address.substr(0, 4) == "127." ||
           address.substr(0, 11) == "::ffff:127.";
}

// The pattern's address with the values of this request in it.
std::string filled(std::string_view pattern, Visit const& visit)
{
    std::string address;
    for (auto const segment : split(pattern.substr(1), '/')) {
        address += '/';
        bool const is_parameter = segment.size() > 2 && segment.front() == '{';
        auto const found = is_parameter ? visit.params.find(segment.substr(1, segment.size() - 2))
                                        : visit.params.end();
        address += found == visit.params.end() ? std::string{segment}
                                               : http::percent_encode(found->second);
    }
    return address;
}

Response plain_text(int status, std::string text)
{
    Response response;
    response.status = status;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    return response;
}

double seconds_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

App::App(storage::Database& db,
         Clock const& clock,
         http::Authenticator& authenticator,
         http::Router router,
         AppOptions options)
    : db_(db),
      clock_(clock),
      authenticator_(authenticator),
      router_(std::move(router)),
      options_(std::move(options)),
      id_prefix_(random_token(5))
{
    if (options_.spool_dir.empty())
        options_.spool_dir = std::filesystem::temp_directory_path().string();
    if (!options_.dev_dir.empty()) assets::read_from(options_.dev_dir);
    assets_ = read_manifest();
    secret_ = db_.write([&](storage::Transaction& tx) {
        http::purge_keys(tx, clock_.now());
        return audit::instance_secret(tx);
    });
}

std::string App::next_id()
{
    return id_prefix_ + std::to_string(id_count_.fetch_add(1, std::memory_order_relaxed));
}

Response App::handle(RawRequest const& raw) { return answer(raw, &App::dispatch); }

Response App::refuse_large(RawRequest const& raw) { return answer(raw, &App::too_large); }

bool App::answers_at_once(RawRequest const& raw) const
{
    if (raw.target.substr(0, kAssets.size()) == kAssets || raw.target == "/healthz") return true;
    auto const mark = raw.target.find('?');
    // The same page as a file gives every row: never here.
    bool const is_file = mark != std::string_view::npos &&
                         raw.target.find("format=", mark) != std::string_view::npos;
    auto const path = http::decode_path(raw.target.substr(0, mark));
    if (raw.method != "GET" || is_file || !path) return false;
    std::map<std::string, std::string, std::less<>> params;
    auto const* route = router_.find(http::Method::Get, *path, params);
    return route != nullptr && quick_.is_quick(*route);
}

Response App::answer(RawRequest const& raw, Response (App::*how)(Visit&))
{
    auto const begin = std::chrono::steady_clock::now();
    Visit visit{raw};
    Response response;
    try {
        visit.request.id = next_id();
        response = (this->*how)(visit);
    } catch (storage::Failure const& failure) {
        response = broken(visit, failure.what());
    } catch (std::exception const& error) {
        response = broken(visit, error.what());
    }
    finish(visit, response);
    auto const seconds = seconds_since(begin);
    std::string_view const route =
        visit.route == nullptr ? "other" : std::string_view{visit.route->pattern};
    if (visit.route != nullptr) quick_.note(*visit.route, seconds);
    metrics_.request(route, response.status, seconds);
    log_request(visit.request.id, raw.method.substr(0, 10), route, response.status, seconds);
    return response;
}

std::uint64_t App::body_limit(std::string_view method, std::string_view target) const
{
    if (method != "POST") return kBodyOfUnknown;
    auto const path = http::decode_path(target.substr(0, target.find('?')));
    std::map<std::string, std::string, std::less<>> params;
    auto const* route = path ? router_.find(http::Method::Post, *path, params) : nullptr;
    return route == nullptr ? kBodyOfUnknown : route->body_limit;
}

Response App::dispatch(Visit& visit)
{
    if (visit.raw.target.substr(0, kAssets.size()) == kAssets) {
        auto const name = visit.raw.target.substr(kAssets.size());
        return static_files_.answer(visit.raw, name.substr(0, name.find('?')));
    }
    auto const trouble = read_head(visit);
    if (options_.trust_proxy) {
        auto const hops = split(visit.raw.header("x-forwarded-for"), ',');
        if (auto const last = trim(hops.back()); !last.empty())
            visit.request.remote = std::string{last};
    }
    if (trouble) return show_trouble(visit, *trouble);
    if (auto response = service(visit)) return std::move(*response);
    if (auto const refused = identify(visit)) return show_trouble(visit, *refused);
    visit.route = router_.find(visit.request.method, visit.request.path, visit.params);
    if (visit.route == nullptr) return missing(visit);
    if (auto response = at_the_door(visit)) return std::move(*response);
    if (visit.request.method == http::Method::Post) {
        if (visit.raw.body.size() > visit.route->body_limit) return too_large(visit);
        if (auto const refused = read_body(visit, options_.spool_dir))
            return show_trouble(visit, *refused);
        if (!comes_from_our_pages(visit)) return show_trouble(visit, {403, {{"http.bad-token"}}});
    }
    return run(visit);
}

Response App::too_large(Visit& visit)
{
    if (visit.route == nullptr) {  // Straight from the sockets: nothing is known yet.
        if (auto const trouble = read_head(visit)) return show_trouble(visit, *trouble);
        if (auto const trouble = identify(visit)) return show_trouble(visit, *trouble);
    }
    auto const limit = body_limit(visit.raw.method, visit.raw.target) / 1024;
    auto const text =
        limit < 1024 ? std::to_string(limit) + " kB" : std::to_string(limit / 1024) + " MB";
    return show_trouble(visit, {413, {{"http.too-large", {{"limit", text}}}}});
}

// What a machine asks: is it alive, is it ready, how is it doing.
std::optional<Response> App::service(Visit& visit)
{
    auto const& path = visit.request.path;
    if (visit.request.method != http::Method::Get) return std::nullopt;
    if (path == "/healthz") return plain_text(200, "ok\n");
    if (path == "/readyz") {
        db_.read(
            [](storage::Transaction& tx) { return tx.integer("SELECT count(*) FROM setting"); });
        return plain_text(200, "ready\n");
    }
    if (path == "/metrics") {
        bool const is_near =
            is_loopback(visit.raw.remote) && visit.raw.header("x-forwarded-for").empty();
        return is_near ? plain_text(200, metrics_.text())
                       : show_trouble(visit, {403, {{"error.denied"}}});
    }
    if (path == "/openapi.json") {
        auto response = plain_text(200, json::serialize(openapi(router_, choose_language(visit))));
        response.headers.front().second = "application/json";
        return response;
    }
    return std::nullopt;
}

std::optional<Trouble> App::identify(Visit& visit)
{
    auto const bearer = bearer_token(visit.raw);
    auto const cookie =
        bearer.empty() ? visit.raw.cookie(http::kSessionCookie) : std::string_view{};
    auto const now = clock_.now();
    std::optional<http::SignIn> found;
    if (!bearer.empty() || !cookie.empty() || visit.wants_html()) {
        db_.read([&](storage::Transaction& tx) {
            if (!bearer.empty()) found = authenticator_.by_bearer(tx, bearer, now);
            if (!cookie.empty()) found = authenticator_.by_cookie(tx, cookie, now);
            if (visit.wants_html()) visit.office = audit::setting(tx, "office.name").value_or("");
        });
    }
    visit.by_cookie = found && !cookie.empty();
    if (found) visit.who = std::move(*found);
    visit.language = choose_language(visit);
    if (!bearer.empty() && !found) return Trouble{401, {{"http.sign-in-first"}}};
    if (visit.by_cookie && visit.who.stale) {
        chores_.later([this, now, hash = visit.who.session_hash] {
            db_.write([&](storage::Transaction& tx) { authenticator_.touch(tx, hash, now); });
        });
    }
    if (visit.request.query.find("lang") && visit.wants_html()) {
        visit.cookies.push_back(std::string{kLanguageCookie} + '=' + visit.language +
                                "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    }
    return std::nullopt;
}

std::optional<Response> App::at_the_door(Visit& visit)
{
    if (router_.admits(*visit.route, visit.actor())) return std::nullopt;
    if (!visit.actor().is_anonymous()) return show_trouble(visit, {403, {{"error.denied"}}});
    if (!visit.wants_html()) return show_trouble(visit, {401, {{"http.sign-in-first"}}});
    bool const can_return =
        visit.request.method == http::Method::Get && visit.request.target != "/";
    auto response = redirect(
        can_return ? "/login?next=" + http::percent_encode(visit.request.target) : "/login");
    if (visit.request.is_htmx) response.set("HX-Redirect", response.headers.back().second);
    return response;
}

// No such route. Reading the address of a form that was just refused leads back to the form.
Response App::missing(Visit& visit)
{
    bool const reading = visit.request.method == http::Method::Get;
    auto const other = reading ? http::Method::Post : http::Method::Get;
    auto const* route = router_.find(other, visit.request.path, visit.params);
    if (route == nullptr) return show_trouble(visit, {404, {{"error.not-found"}}});
    if (reading && !route->form_pattern.empty() && visit.wants_html()) {
        return redirect(filled(route->form_pattern, visit));
    }
    auto response = show_trouble(visit, {405, {{"http.wrong-method"}}});
    response.set("Allow", reading ? "POST" : "GET, HEAD");
    return response;
}

Result<http::Answer> App::ask(Visit const& visit, http::Route const& route) const
{
    http::Context context{visit.request, db_, visit.actor(), clock_, router_};
    context.language = visit.language;
    context.session_hash = visit.who.session_hash;
    context.params = visit.params;
    return route.handler(context);
}

Response App::run(Visit& visit)
{
    auto answer = ask(visit, *visit.route);
    return answer ? show(visit, std::move(*answer)) : show_failure(visit, answer.error());
}

std::optional<Response> App::draw_form_again(Visit& visit, Error const& error)
{
    bool const mendable =
        error.kind == Kind::BadInput || error.kind == Kind::Conflict || error.kind == Kind::Refused;
    auto const* form = router_.find_pattern(http::Method::Get, visit.route->form_pattern);
    if (!mendable || form == nullptr || !visit.wants_html() ||
        !router_.admits(*form, visit.actor())) {
        return std::nullopt;
    }
    visit.request.method = http::Method::Get;
    visit.request.path = filled(form->pattern, visit);
    visit.request.target = visit.request.path;
    auto answer = ask(visit, *form);
    if (!answer || answer->type != http::Answer::Type::Page) return std::nullopt;
    put_typed(answer->document, visit.request.form);
    put_problems(answer->document, error.problems, visit.language);
    answer->status = http::status_of(error.kind);
    return show_page(visit, std::move(*answer));
}

// A filter that cannot be read: the page as it is without it, what was typed, and what to do. Nothing
// when the page does not stand without it.
std::optional<Response> App::draw_page_without(Visit& visit, Error const& error)
{
    if (visit.request.method != http::Method::Get || error.kind != Kind::BadInput ||
        !visit.wants_html())
        return std::nullopt;
    auto const typed = visit.request.query;
    http::Values rest;
    for (auto const& [name, value] : typed.pairs()) {
        bool const wrong = std::ranges::any_of(
            error.problems, [&name = name](Problem const& one) { return one.field == name; });
        if (!wrong) rest.add(name, value);
    }
    if (rest.pairs().size() == typed.pairs().size()) return std::nullopt;
    visit.request.query = std::move(rest);
    auto answer = ask(visit, *visit.route);
    if (!answer || answer->type != http::Answer::Type::Page) return std::nullopt;
    put_query(answer->document, typed);
    put_problems(answer->document, error.problems, visit.language);
    answer->status = http::status_of(error.kind);
    return show_page(visit, std::move(*answer));
}

void App::finish(Visit const& visit, Response& response) const
{
    auto const& raw = visit.raw;
    bool const secure = raw.tls || options_.secure_cookies;
    for (auto const& cookie : visit.cookies) {
        bool const says_so = cookie.find("; Secure") != std::string::npos;
        response.set("Set-Cookie", secure && !says_so ? cookie + "; Secure" : cookie);
    }
    response.set("X-Request-Id", visit.request.id);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "same-origin");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    if (raw.tls) response.set("Strict-Transport-Security", "max-age=31536000");
    if (response.header("content-type").substr(0, 16) != "application/json") {
        response.set(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            "font-src 'self'; "
            "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }
    if (!response.header("cache-control").empty()) return;
    response.set("Cache-Control", "no-store");
    response.set("Vary", "Accept, Accept-Language, Cookie, HX-Request");
}

}  // namespace thidua::web
