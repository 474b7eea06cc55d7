// The whole application without a socket: sessions, formats and views included. For pages below the
// shell, http/testing/pages.h is enough and links less.
//
//     web::testing::TestApp app{{organisation::add_pages}};
//     auto const page = app.get("/units/K101", app.sign_in(clerk));
//     EXPECT_EQ(page.status, 200);
//     EXPECT_EQ(app.get("/units/K101", clerk_session, Format::Json).document().at("name"), "Cục
//     Một");
#pragma once

#include "base/random.h"
#include "http/testing/pages.h"
#include "storage/migrations.h"
#include "web/app.h"

#include <boost/json.hpp>

#include <filesystem>

namespace thidua::web::testing {

// Knows the sessions a test opened.
class TestAuthenticator final : public http::Authenticator {
public:
    std::string open(access::Actor actor)
    {
        auto token = "session-" + std::to_string(sessions_.size() + 1);
        sessions_[token] = {std::move(actor), "hash-of-" + token, "csrf-of-" + token, false};
        return token;
    }
    std::optional<http::SignIn> by_cookie(storage::Transaction&,
                                          std::string_view token,
                                          Instant) override
    {
        auto const found = sessions_.find(token);
        return found == sessions_.end() ? std::nullopt : std::optional{found->second};
    }
    std::optional<http::SignIn> by_bearer(storage::Transaction&,
                                          std::string_view token,
                                          Instant) override
    {
        auto const found = sessions_.find(token);
        if (found == sessions_.end()) return std::nullopt;
        return http::SignIn{found->second.actor, {}, {}};
    }
    void touch(storage::Transaction&, std::string_view, Instant) override { ++touched; }
    void make_stale(std::string const& token) { sessions_.at(token).stale = true; }

    std::atomic<int> touched{0};

private:
    std::map<std::string, http::SignIn, std::less<>> sessions_;
};

enum class Format { Html, Json };

struct Reply : Response {
    // Throws when the body is no JSON object.
    boost::json::object document() const
    {
        return boost::json::parse(std::string{content()}).as_object();
    }
    std::string location() const { return std::string{header("Location")}; }
    bool has(std::string_view text) const { return content().find(text) != std::string_view::npos; }
    std::string cookie(std::string_view name) const
    {
        for (auto const& [key, value] : headers) {
            if (key == "Set-Cookie" &&
                value.substr(0, name.size() + 1) == std::string{name} + '=') {
                return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
            }
        }
        return {};
    }
};

using Headers = std::vector<std::pair<std::string, std::string>>;
using Fields = http::testing::Fields;

class TestApp {
public:
    explicit TestApp(std::vector<std::function<void(http::Router&)>> const& add_pages,
                     AppOptions options = {})
        : db_(storage::Database::open("sqlite::memory:").value())
    {
        if (!storage::migrate(*db_)) throw std::logic_error("the schema does not run");
        http::Router router;
        for (auto const& add : add_pages) add(router);
        app_ = std::make_unique<App>(
            *db_, clock_, authenticator_, std::move(router), std::move(options));
    }

    std::string sign_in(access::Actor actor) { return authenticator_.open(std::move(actor)); }

    Reply send(std::string_view method,
               std::string_view target,
               Headers const& headers,
               std::string_view body = "")
    {
        RawRequest raw{method, target, {}, body, "127.0.0.1"};
        for (auto const& [name, value] : headers) raw.headers.emplace_back(name, value);
        return Reply{app_->handle(raw)};
    }

    // `session` is what sign_in gave, or "" for anybody.
    Reply get(std::string_view target,
              std::string const& session = "",
              Format format = Format::Html)
    {
        return send("GET", target, headers_for(session, format));
    }

    // A form as our own page would send it.
    Reply post(std::string_view target,
               Fields const& form,
               std::string const& session = "",
               Format format = Format::Html)
    {
        auto headers = headers_for(session, format);
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        std::string body = "_csrf=csrf-of-" + session;
        for (auto const& [name, value] : form) {
            body += '&' + http::percent_encode(name) + '=' + http::percent_encode(value);
        }
        return send("POST", target, headers, body);
    }

    static Headers headers_for(std::string const& session, Format format)
    {
        Headers headers{{"Host", "localhost"},
                        {"Accept", format == Format::Json ? "application/json" : "text/html"}};
        if (!session.empty())
            headers.emplace_back("Cookie", std::string{http::kSessionCookie} + '=' + session);
        return headers;
    }

    storage::Database& db() { return *db_; }
    FixedClock& clock() { return clock_; }
    App& app() { return *app_; }
    TestAuthenticator& authenticator() { return authenticator_; }

private:
    std::unique_ptr<storage::Database> db_;
    FixedClock clock_{*make_date(2026, 11, 21)};
    TestAuthenticator authenticator_;
    std::unique_ptr<App> app_;
};

}  // namespace thidua::web::testing
