#include "web/server_link.h"

#include <boost/asio/ssl/stream.hpp>

namespace thidua::web {

namespace {

void close_socket(Socket& socket)
{
    boost::system::error_code ignored;
    socket.close(ignored);
}

class PlainLink final : public Link {
public:
    explicit PlainLink(Socket socket) : socket_(std::move(socket)) {}

    Co<bool> open() override { co_return true; }
    Co<std::size_t> read(net::mutable_buffer into) override
    {
        auto const [error, size] = co_await socket_.async_read_some(into, kWait);
        co_return error ? 0 : size;
    }
    Co<std::size_t> write(std::array<net::const_buffer, 2> const& pieces) override
    {
        auto const [error, size] = co_await socket_.async_write_some(pieces, kWait);
        co_return error ? 0 : size;
    }
    Co<void> end_writing() override
    {
        boost::system::error_code ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        co_return;
    }
    void close() override { close_socket(socket_); }
    bool is_tls() const override { return false; }

private:
    Socket socket_;
};

class TlsLink final : public Link {
public:
    TlsLink(Socket socket, net::ssl::context& context) : stream_(std::move(socket), context) {}

    Co<bool> open() override
    {
        auto const [error] = co_await stream_.async_handshake(net::ssl::stream_base::server, kWait);
        co_return !error;
    }
    Co<std::size_t> read(net::mutable_buffer into) override
    {
        auto const [error, size] = co_await stream_.async_read_some(into, kWait);
        co_return error ? 0 : size;
    }
    Co<std::size_t> write(std::array<net::const_buffer, 2> const& pieces) override
    {
        auto const [error, size] = co_await stream_.async_write_some(pieces, kWait);
        co_return error ? 0 : size;
    }
    Co<void> end_writing() override
    {
        auto const [error] = co_await stream_.async_shutdown(kWait);
        static_cast<void>(error);
    }
    void close() override { close_socket(stream_.next_layer()); }
    bool is_tls() const override { return true; }

private:
    net::ssl::stream<Socket> stream_;
};

}  // namespace

std::unique_ptr<Link> plain_link(Socket socket)
{
    return std::make_unique<PlainLink>(std::move(socket));
}

std::unique_ptr<Link> tls_link(Socket socket, net::ssl::context& context)
{
    return std::make_unique<TlsLink>(std::move(socket), context);
}

}  // namespace thidua::web
