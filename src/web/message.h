// What goes between the sockets and the application: one request as it came, one response as it
// leaves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thidua::web {

bool same_name(std::string_view a, std::string_view b);  // Header names: ASCII case does not count.

// Borrows everything: what it points to outlives the call it is passed to.
struct RawRequest {
    std::string_view method;
    std::string_view target;  // "/units?x=1", as sent.
    std::vector<std::pair<std::string_view, std::string_view>> headers = {};
    std::string_view body = {};
    std::string_view remote = {};  // Address of the peer.
    bool tls = false;

    // The first header of that name, "" when absent.
    std::string_view header(std::string_view name) const;
    // The value of one cookie, "" when absent.
    std::string_view cookie(std::string_view name) const;
};

struct Response {
    static constexpr std::size_t kUsualHeaders = 12;

    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::string_view embedded = {};  // Instead of body: bytes that live as long as the program.

    std::string_view content() const
    {
        return embedded.empty() ? std::string_view{body} : embedded;
    }
    void set(std::string name, std::string value)
    {
        if (headers.empty()) headers.reserve(kUsualHeaders);
        headers.emplace_back(std::move(name), std::move(value));
    }
    std::string_view header(std::string_view name) const;
};

// The value of `name` in a Cookie header, "" when absent.
std::string_view cookie_value(std::string_view header, std::string_view name);

// The weight that an Accept or Accept-Language header gives to `value`, 0..1000; wildcards count, a
// more exact range wins, an absent header gives 1000 to everything.
int accept_weight(std::string_view header, std::string_view value);

std::string_view reason_phrase(int status);

}  // namespace thidua::web
