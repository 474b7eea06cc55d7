// The application behind the sockets: a request in, a response out. Knows nothing of connections,
// so that tests, fuzzers and benchmarks drive it directly.
#pragma once

#include "http/authenticator.h"
#include "http/page.h"
#include "web/chores.h"
#include "web/message.h"
#include "web/metrics.h"
#include "web/quick_routes.h"
#include "web/static_files.h"
#include "web/visit.h"

#include <atomic>
#include <boost/json.hpp>
#include <string>

namespace thidua::web {

struct AppOptions {
    std::string dev_dir = {};     // Read views and words from this source tree at every page.
    bool secure_cookies = false;  // Also behind a proxy that speaks TLS; with our own TLS always.
    bool trust_proxy = false;     // The peer's address is the last of X-Forwarded-For.
    std::string demo = {};  // Shown on every page when not empty: the data are a demonstration.
    std::string spool_dir =
        {};  // For uploads over 256 kB; the system's temporary folder when empty.
};

class App {
public:
    // All four outlive the application. Writes the instance secret into a new database.
    App(storage::Database& db,
        Clock const& clock,
        http::Authenticator& authenticator,
        http::Router router,
        AppOptions options = {});

    // Answers one request. Never throws; safe from any thread.
    Response handle(RawRequest const& raw);

    // Answers from memory, or so fast that no worker is needed.
    bool answers_at_once(RawRequest const& raw) const;
    // The answer to a request whose body is larger than body_limit(); never throws.
    Response refuse_large(RawRequest const& raw);

    // How large a body this request may have; asked when its head has arrived.
    std::uint64_t body_limit(std::string_view method, std::string_view target) const;

    // Work that a request left for later is done when this returns.
    void settle() { chores_.settle(); }

    http::Router const& router() const { return router_; }
    Metrics& metrics() { return metrics_; }

private:
    Response answer(RawRequest const& raw, Response (App::*how)(Visit&));
    Response dispatch(Visit& visit);
    Response too_large(Visit& visit);
    std::optional<Response> service(Visit& visit);
    std::optional<Trouble> identify(Visit& visit);
    std::optional<Response> at_the_door(Visit& visit);
    Response missing(Visit& visit);
    Result<http::Answer> ask(Visit const& visit, http::Route const& route) const;
    Response run(Visit& visit);

    Response show(Visit& visit, http::Answer answer);
    Response show_page(Visit& visit, http::Answer answer);
    Response show_done(Visit& visit, http::Answer const& answer);
    Response show_export(Visit& visit, http::Answer const& answer);
    Response show_failure(Visit& visit, Error const& error);
    std::optional<Response> draw_form_again(Visit& visit, Error const& error);
    std::optional<Response> draw_page_without(Visit& visit, Error const& error);
    Response show_trouble(Visit& visit, Trouble const& trouble);
    Response broken(Visit& visit, std::string_view what);

    void finish(Visit const& visit, Response& response) const;
    std::string take_notice(Visit& visit) const;
    std::string next_id();

    storage::Database& db_;
    Clock const& clock_;
    http::Authenticator& authenticator_;
    http::Router router_;
    QuickRoutes quick_{router_};
    AppOptions options_;
    std::string secret_;
    std::string id_prefix_;
    std::atomic<std::uint64_t> id_count_{0};
    StaticFiles static_files_;
    boost::json::object assets_;
    Metrics metrics_;
    Chores chores_;
};

}  // namespace thidua::web
