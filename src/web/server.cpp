#include "web/server.h"

#include "base/clock.h"
#include "web/log.h"
#include "web/server_link.h"
#include "web/wire.h"
#include "web/workers.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <csignal>
#include <optional>
#include <thread>
#include <unordered_set>

namespace thidua::web {

namespace {

using std::chrono::steady_clock;
using Time = steady_clock::time_point;
using Timer = net::basic_waitable_timer<steady_clock, net::wait_traits<steady_clock>, Executor>;
using Acceptor = net::basic_socket_acceptor<net::ip::tcp, Executor>;

constexpr std::size_t kBufferSize = 16 * 1024;
constexpr std::size_t kMostDiscarded = 4 << 20;
constexpr std::chrono::milliseconds kPartingTime{2000};

struct Connection {
    Connection(std::unique_ptr<Link> link_, std::string remote_)
        : link(std::move(link_)), remote(std::move(remote_))
    {}

    std::unique_ptr<Link> link;
    std::string remote;
    Time deadline = Time::max();
    bool is_idle = true;  // Between two requests: may be closed at any moment.
    std::vector<char> buffer = std::vector<char>(kBufferSize);
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view unread() const { return {buffer.data() + begin, end - begin}; }
    void take(std::size_t used) { begin += used; }
    // Where the next bytes go; empty when the buffer is full of what nobody took.
    net::mutable_buffer room()
    {
        std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(begin),
                  buffer.begin() + static_cast<std::ptrdiff_t>(end),
                  buffer.begin());
        end -= begin;
        begin = 0;
        return {buffer.data() + end, buffer.size() - end};
    }
};

// One thread's loop and the connections that live in it.
struct Loop {
    net::io_context io{1};
    Timer sweep{io};
    std::unordered_set<Connection*> connections;
    bool ending = false;
    Time end_at = Time::max();
    std::int64_t date_at = -1;
    std::string date;

    std::string_view today()
    {
        auto const now = SystemClock{}.now().seconds;
        if (now != date_at) {
            date_at = now;
            date = http_date(now);
        }
        return date;
    }
};

// A share of what all bodies being received may hold; given back when the request is over.
class Share {
public:
    explicit Share(std::atomic<std::uint64_t>& left) : left_(left) {}
    ~Share() { left_ += taken_; }
    Share(Share const&) = delete;
    Share& operator=(Share const&) = delete;
    bool take(std::uint64_t bytes)
    {
        auto left = left_.load();
        while (left >= bytes) {
            if (left_.compare_exchange_weak(left, left - bytes)) {
                taken_ += bytes;
                return true;
            }
        }
        return false;
    }

private:
    std::atomic<std::uint64_t>& left_;
    std::uint64_t taken_ = 0;
};

Response short_answer(int status)
{
    Response response;
    response.status = status;
    response.set("Content-Type", "text/plain; charset=utf-8");
    if (status == 503) response.set("Retry-After", "2");
    response.body = std::string{reason_phrase(status)} + '\n';
    return response;
}

std::string address_text(Socket const& socket)
{
    boost::system::error_code error;
    auto const endpoint = socket.remote_endpoint(error);
    return error ? std::string{} : endpoint.address().to_string();
}

class Server {
public:
    Server(App& app, ServeOptions const& options)
        : app_(app), options_(options), body_left_(options.body_budget)
    {
        for (unsigned i = 0; i < std::max(1U, options.threads); ++i)
            loops_.push_back(std::make_unique<Loop>());
        workers_ = std::make_unique<Workers>(std::max(1U, options.workers), options.most_waiting);
    }

    Result<void> prepare();
    void run(std::function<void(Running const&)> const& on_ready);

private:
    Co<void> accept();
    Co<void> converse(Loop& loop, std::unique_ptr<Connection> connection);
    Co<bool> one_request(Loop& loop, Connection& connection);
    Co<RequestReader::State> read_head(Connection& connection, RequestReader& reader);
    Co<RequestReader::State> read_body(Loop& loop,
                                       Connection& connection,
                                       RequestReader& reader,
                                       Share& share);
    Co<void> ask(Loop& loop, RawRequest const& raw, Response& response);
    Co<bool> send(Connection& connection, std::string_view head, std::string_view body);
    Co<bool> refuse(Loop& loop, Connection& connection, Response const& response);
    Co<void> part(Connection& connection);
    Co<void> sweep(Loop& loop);

    void welcome(Socket socket, Loop& loop);
    void stop();
    void end(Loop& loop);
    Result<void> prepare_tls();
    Result<void> listen();
    static void set_deadline(Connection& connection, std::chrono::milliseconds time)
    {
        connection.deadline = steady_clock::now() + time;
    }

    App& app_;
    ServeOptions const& options_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::unique_ptr<Workers> workers_;  // Ends before the loops: its jobs answer into them.
    std::unique_ptr<Acceptor> acceptor_;
    std::unique_ptr<net::signal_set> signals_;
    std::optional<net::ssl::context> tls_;
    std::atomic<int> connections_{0};
    std::atomic<std::uint64_t> body_left_;
    std::atomic<bool> stopped_{false};
};

Result<void> Server::prepare()
{
    TD_CHECK(prepare_tls());
    return listen();
}

Result<void> Server::prepare_tls()
{
    if (options_.certificate_file.empty() && options_.key_file.empty()) return {};
    try {
        tls_.emplace(net::ssl::context::tls_server);
        tls_->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 |
                          net::ssl::context::no_tlsv1_1);
        tls_->use_certificate_chain_file(options_.certificate_file);
        tls_->use_private_key_file(options_.key_file, net::ssl::context::pem);
    } catch (boost::system::system_error const& error) {
        return bad_input("http.bad-certificate", {{"reason", error.code().message()}});
    }
    return {};
}

Result<void> Server::listen()
{
    auto const cannot = [&](std::string reason) {
        return failure(Kind::Unavailable,
                       "http.cannot-listen",
                       {{"address", options_.listen}, {"reason", std::move(reason)}});
    };
    auto const colon = options_.listen.rfind(':');
    if (colon == std::string::npos) return cannot("address:port");
    auto host = options_.listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    net::ip::tcp::resolver resolver{loops_.front()->io};
    auto const found = resolver.resolve(
        host, options_.listen.substr(colon + 1), net::ip::tcp::resolver::passive, error);
    if (error || found.empty()) return cannot(error.message());
    auto const endpoint = found.begin()->endpoint();
    acceptor_ = std::make_unique<Acceptor>(loops_.front()->io);
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(net::socket_base::max_listen_connections, error);
    if (error) return cannot(error.message());
    return {};
}

void Server::run(std::function<void(Running const&)> const& on_ready)
{
    for (auto& loop : loops_) net::co_spawn(loop->io, sweep(*loop), net::detached);
    net::co_spawn(loops_.front()->io, accept(), net::detached);
    if (options_.stop_on_signals) {
        signals_ = std::make_unique<net::signal_set>(loops_.front()->io, SIGTERM, SIGINT);
        signals_->async_wait([this](boost::system::error_code const& error, int) {
            if (!error) stop();
        });
    }
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i)
        threads.emplace_back([this, i] { loops_[i]->io.run(); });
    if (on_ready) on_ready(Running{acceptor_->local_endpoint().port(), [this] { stop(); }});
    loops_.front()->io.run();
    for (auto& thread : threads) thread.join();
}

void Server::stop()
{
    if (stopped_.exchange(true)) return;
    for (auto& loop : loops_) net::post(loop->io, [this, &loop] { end(*loop); });
}

// No new connections, idle ones closed; what runs is finished and then closed.
void Server::end(Loop& loop)
{
    boost::system::error_code ignored;
    if (&loop == loops_.front().get()) {
        acceptor_->close(ignored);
        if (signals_) signals_->cancel(ignored);
    }
    loop.ending = true;
    loop.end_at = steady_clock::now() + options_.end_time;
    for (auto* connection : loop.connections) {
        if (connection->is_idle) connection->link->close();
    }
    loop.sweep.cancel();
}

Co<void> Server::accept()
{
    std::size_t next = 0;
    Timer pause{loops_.front()->io};
    while (acceptor_->is_open()) {
        auto& loop = *loops_[next++ % loops_.size()];
        Socket socket{loop.io};
        auto const [error] = co_await acceptor_->async_accept(socket, kWait);
        if (!error) {
            welcome(std::move(socket), loop);
            continue;
        }
        if (!acceptor_->is_open()) co_return;
        // Out of descriptors, most likely: give it a moment.
        pause.expires_after(std::chrono::milliseconds{50});
        auto const [woken] = co_await pause.async_wait(kWait);
        static_cast<void>(woken);
    }
}

void Server::welcome(Socket socket, Loop& loop)
{
    if (connections_.load() >= options_.most_connections) {
        app_.metrics().turned_away();
        boost::system::error_code ignored;
        auto const text =
            response_head(short_answer(503), http_date(SystemClock{}.now().seconds), false);
        socket.non_blocking(true, ignored);
        socket.write_some(net::buffer(text), ignored);
        return;
    }
    boost::system::error_code ignored;
    socket.set_option(net::ip::tcp::no_delay(true), ignored);
    auto remote = address_text(socket);
    auto link = tls_ ? tls_link(std::move(socket), *tls_) : plain_link(std::move(socket));
    auto connection = std::make_unique<Connection>(std::move(link), std::move(remote));
    ++connections_;
    app_.metrics().connection(+1);
    net::co_spawn(loop.io, converse(loop, std::move(connection)), net::detached);
}

Co<void> Server::converse(Loop& loop, std::unique_ptr<Connection> connection)
{
    loop.connections.insert(connection.get());
    set_deadline(*connection, options_.head_time);
    try {
        bool again = !loop.ending;
        if (again) again = co_await connection->link->open();
        while (again && !loop.ending) again = co_await one_request(loop, *connection);
    } catch (std::exception const& error) {
        log_failure("connection", error.what());
    }
    loop.connections.erase(connection.get());
    connection->link->close();
    --connections_;
    app_.metrics().connection(-1);
    if (loop.ending && loop.connections.empty()) loop.sweep.cancel();
}

// Reads and answers one request; false when the connection is to be closed.
Co<bool> Server::one_request(Loop& loop, Connection& connection)
{
    RequestReader reader{options_.head_limit};
    auto state = co_await read_head(connection, reader);
    if (state == RequestReader::State::NeedMore) co_return false;
    Share share{body_left_};
    if (state == RequestReader::State::HeadDone) {
        state = reader.limit_body(app_.body_limit(reader.method(), reader.target()));
        if (state == RequestReader::State::NeedMore)
            state = co_await read_body(loop, connection, reader, share);
        if (state == RequestReader::State::NeedMore) co_return false;
    }
    if (state == RequestReader::State::Bad) {
        auto const is_large = reader.refusal() == 413;
        auto const answer =
            is_large
                ? app_.refuse_large(reader.request(connection.remote, connection.link->is_tls()))
                : short_answer(reader.refusal());
        co_return co_await refuse(loop, connection, answer);
    }
    connection.deadline = Time::max();
    auto const raw = reader.request(connection.remote, connection.link->is_tls());
    Response response;
    if (app_.answers_at_once(raw))
        response = app_.handle(raw);
    else
        co_await ask(loop, raw, response);
    bool const keep = reader.keep_alive() && !loop.ending;
    auto const head = response_head(response, loop.today(), keep);
    bool const sent = co_await send(
        connection, head, raw.method == "HEAD" ? std::string_view{} : response.content());
    if (sent && !keep) {
        set_deadline(connection, kPartingTime);
        co_await connection.link->end_writing();
    }
    co_return sent&& keep;
}

Co<RequestReader::State> Server::read_head(Connection& connection, RequestReader& reader)
{
    using State = RequestReader::State;
    connection.is_idle = true;
    set_deadline(connection, options_.idle_time);
    for (;;) {
        std::size_t used = 0;
        auto const state = reader.feed(connection.unread(), used);
        connection.take(used);
        if (reader.has_begun() && connection.is_idle) {
            connection.is_idle = false;
            set_deadline(connection, options_.head_time);
        }
        if (state != State::NeedMore) co_return state;
        auto const room = connection.room();
        auto const size = room.size() == 0 ? 0 : co_await connection.link->read(room);
        if (size == 0) co_return State::NeedMore;
        connection.end += size;
    }
}

Co<RequestReader::State> Server::read_body(Loop& loop,
                                           Connection& connection,
                                           RequestReader& reader,
                                           Share& share)
{
    using State = RequestReader::State;
    auto const announced = reader.announced_body();
    auto const most =
        announced != 0 ? announced : app_.body_limit(reader.method(), reader.target());
    if (!share.take(most)) {
        app_.metrics().turned_away();
        auto const busy = short_answer(503);
        co_await refuse(loop, connection, busy);
        co_return State::NeedMore;
    }
    if (reader.expects_continue() &&
        !co_await send(connection, "HTTP/1.1 100 Continue\r\n\r\n", {})) {
        co_return State::NeedMore;
    }
    for (;;) {
        std::size_t used = 0;
        auto const state = reader.feed(connection.unread(), used);
        connection.take(used);
        if (state != State::NeedMore) co_return state;
        set_deadline(connection, options_.piece_time);
        auto const room = connection.room();
        auto const size = room.size() == 0 ? 0 : co_await connection.link->read(room);
        if (size == 0) co_return State::NeedMore;
        connection.end += size;
    }
}

// Has a worker answer. The timer never runs out: the worker's last step wakes it.
Co<void> Server::ask(Loop& loop, RawRequest const& raw, Response& response)
{
    Timer answered{loop.io, Time::max()};
    std::function<void()> const job = [this, &loop, &raw, &response, &answered] {
        response = app_.handle(raw);
        net::post(loop.io, [&answered] { answered.cancel(); });
    };
    if (!workers_->submit(job)) {
        app_.metrics().turned_away();
        response = short_answer(503);
        co_return;
    }
    auto const [woken] = co_await answered.async_wait(kWait);
    static_cast<void>(woken);
}

Co<bool> Server::send(Connection& connection, std::string_view head, std::string_view body)
{
    while (!head.empty() || !body.empty()) {
        std::array<net::const_buffer, 2> const pieces = {
            net::const_buffer{head.data(), head.size()},
            net::const_buffer{body.data(), body.size()}};
        set_deadline(connection, options_.piece_time);
        auto const sent = co_await connection.link->write(pieces);
        if (sent == 0) co_return false;
        auto const of_head = std::min(sent, head.size());
        head.remove_prefix(of_head);
        body.remove_prefix(sent - of_head);
    }
    co_return true;
}

Co<bool> Server::refuse(Loop& loop, Connection& connection, Response const& response)
{
    auto const head = response_head(response, loop.today(), false);
    bool const sent = co_await send(connection, head, response.content());
    if (sent) co_await part(connection);
    co_return false;
}

// Ends the connection so that the other side can still read the answer: closing while its bytes are
// on the way would throw the answer away.
Co<void> Server::part(Connection& connection)
{
    set_deadline(connection, kPartingTime);
    co_await connection.link->end_writing();
    for (std::size_t discarded = 0; discarded < kMostDiscarded;) {
        connection.begin = connection.end = 0;
        auto const room = connection.room();
        auto const size = co_await connection.link->read(room);
        if (size == 0) break;
        discarded += size;
    }
}

Co<void> Server::sweep(Loop& loop)
{
    auto const shortest =
        std::min({options_.head_time, options_.piece_time, options_.idle_time, options_.end_time});
    auto const pause =
        std::clamp(shortest / 4, std::chrono::milliseconds{5}, std::chrono::milliseconds{1000});
    while (!loop.ending || !loop.connections.empty()) {
        loop.sweep.expires_after(pause);
        auto const [woken] = co_await loop.sweep.async_wait(kWait);
        static_cast<void>(woken);
        auto const now = steady_clock::now();
        for (auto* connection : loop.connections) {
            if (connection->deadline < now || loop.end_at < now) connection->link->close();
        }
    }
}

}  // namespace

Result<void> serve(App& app,
                   ServeOptions const& options,
                   std::function<void(Running const&)> const& on_ready)
{
    Server server{app, options};
    TD_CHECK(server.prepare());
    server.run(on_ready);
    return {};
}

}  // namespace thidua::web
