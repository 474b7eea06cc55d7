// One connection's bytes, plain or through TLS, for server.cpp alone: the loop above is compiled
// once.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <memory>
#include <string>

namespace thidua::web {

namespace net = boost::asio;
using Executor = net::io_context::executor_type;
using Socket = net::basic_stream_socket<net::ip::tcp, Executor>;
template <class T>
using Co = net::awaitable<T, Executor>;

// GCC 12 destroys some temporaries of a co_await expression twice: no capturing lambda and no
// aggregate is made inside one here; each has a name on the line before.
inline constexpr net::as_tuple_t<net::use_awaitable_t<Executor>> kWait{};

class Link {
public:
    virtual ~Link() = default;
    virtual Co<bool> open() = 0;  // TLS: shakes hands.
    // How many bytes; 0 when the other side is gone or the link was closed.
    virtual Co<std::size_t> read(net::mutable_buffer into) = 0;
    virtual Co<std::size_t> write(std::array<net::const_buffer, 2> const& pieces) = 0;
    virtual Co<void> end_writing() = 0;  // Says good-bye; reading goes on.
    virtual void close() = 0;            // At once; what waits in read or write comes back with 0.
    virtual bool is_tls() const = 0;
};

std::unique_ptr<Link> plain_link(Socket socket);
std::unique_ptr<Link> tls_link(Socket socket, net::ssl::context& context);

}  // namespace thidua::web
