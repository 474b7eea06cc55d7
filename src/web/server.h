// The sockets: connections, deadlines, limits, TLS, a graceful end. Everything about pages is
// App's.
#pragma once

#include "base/result.h"
#include "web/app.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace thidua::web {

struct ServeOptions {
    std::string listen =
        "127.0.0.1:8080";            // "address:port", "[::1]:8080"; port 0 takes a free one.
    unsigned threads = 2;            // Loops that read and write.
    unsigned workers = 8;            // Threads that run handlers.
    std::size_t most_waiting = 256;  // Requests that may wait for a worker; then 503.
    int most_connections = 1000;
    std::uint64_t body_budget = 256u
                                << 20;  // Bytes of bodies being received at one time; then 503.
    std::uint32_t head_limit = 16 * 1024;
    std::string certificate_file = {};  // PEM, with its chain; both or none.
    std::string key_file = {};
    bool stop_on_signals = true;  // SIGTERM, SIGINT.
    // How long a client may take: to send a head, to send the next piece of a body or take the next
    // piece of an answer, to begin its next request; and how long the end waits for what runs.
    std::chrono::milliseconds head_time{15'000};
    std::chrono::milliseconds piece_time{30'000};
    std::chrono::milliseconds idle_time{60'000};
    std::chrono::milliseconds end_time{10'000};
};

struct Running {
    std::uint16_t port = 0;
    std::function<void()> stop;  // From any thread, while serve() runs.
};

// Serves until stopped. Unavailable "http.cannot-listen" {address, reason} when the address is
// taken or wrong, BadInput "http.bad-certificate" {reason} when the TLS files do not do.
Result<void> serve(App& app,
                   ServeOptions const& options,
                   std::function<void(Running const&)> const& on_ready);

}  // namespace thidua::web
