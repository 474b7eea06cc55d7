// HTTP/1.1 as bytes: requests out of a stream, responses into one. No sockets, so that tests and
// fuzzers feed it directly.
#pragma once

#include "web/message.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace thidua::web {

// Reads one request. Made anew for each: what is left of the bytes belongs to the next.
class RequestReader {
public:
    enum class State {
        NeedMore,  // All that was given is of use, and more is wanted.
        HeadDone,  // Say limit_body(), then go on.
        Done,
        Bad,  // refusal() says the status; the connection cannot go on.
    };

    explicit RequestReader(std::uint32_t head_limit = 16 * 1024);
    ~RequestReader();
    RequestReader(RequestReader const&) = delete;
    RequestReader& operator=(RequestReader const&) = delete;

    // Takes what it can from `bytes` and adds to `used` how much that was. Bytes not used come
    // again at the front of the next call.
    State feed(std::string_view bytes, std::size_t& used);
    // From HeadDone: a longer body makes the request Bad (413).
    State limit_body(std::uint64_t bytes);

    int refusal() const { return refusal_; }
    bool has_begun() const { return has_begun_; }
    bool keep_alive() const;
    bool expects_continue() const;
    std::uint64_t announced_body() const;  // Content-Length, 0 when it is not known.
    std::string_view method() const;
    std::string_view target() const;  // Without scheme and host.
    // Borrows from this reader.
    RawRequest request(std::string_view remote, bool tls) const;

private:
    struct Parser;
    State refuse(int status);
    State check_head();

    std::unique_ptr<Parser> parser_;
    std::uint64_t body_limit_ = 0;
    int refusal_ = 0;
    bool has_begun_ = false;
};

// Everything before the body. `date` is that of the Date header.
std::string response_head(Response const& response, std::string_view date, bool keep_alive);

// "Sat, 21 Nov 2026 22:40:00 GMT"
std::string http_date(std::int64_t seconds);

}  // namespace thidua::web
