// The server over real sockets on the loopback.
#include "web/server.h"

#include "web/testing/app.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <cstdio>
#include <future>

namespace thidua::web {
namespace {

using namespace std::chrono_literals;
using tcp = boost::asio::ip::tcp;

// A gate that a handler waits at until the test opens it.
struct Gate {
    std::promise<void> reached;
    std::promise<void> open;
};

class Client {
public:
    explicit Client(std::uint16_t port) : socket_(io_)
    {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    }
    void send(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }
    // One answer: head and as much body as its Content-Length says.
    std::string receive(bool without_body = false)
    {
        while (buffer_.find("\r\n\r\n") == std::string::npos) {
            if (!more()) return take(buffer_.size());
        }
        auto const head = buffer_.find("\r\n\r\n") + 4;
        auto const length = buffer_.find("Content-Length: ");
        std::size_t size = head;
        if (!without_body && length < head) size += std::stoul(buffer_.substr(length + 16));
        while (buffer_.size() < size && more()) {
        }
        return take(size);
    }
    std::string until_closed()
    {
        while (more()) {
        }
        return take(buffer_.size());
    }
    std::string get(std::string_view path)
    {
        send("GET " + std::string{path} + " HTTP/1.1\r\nHost: a\r\n\r\n");
        return receive();
    }
    // The server has closed: nothing more comes.
    bool is_closed() { return until_closed().empty(); }

private:
    bool more()
    {
        char piece[4096];
        boost::system::error_code error;
        auto const size = socket_.read_some(boost::asio::buffer(piece), error);
        buffer_.append(piece, error ? 0 : size);
        return !error;
    }
    std::string take(std::size_t size)
    {
        auto text = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return text;
    }

    boost::asio::io_context io_;
    tcp::socket socket_;
    std::string buffer_;
};

class ServerTest : public ::testing::Test {
protected:
    ServerTest()
    {
        options.listen = "127.0.0.1:0";
        options.stop_on_signals = false;
    }
    ~ServerTest() override
    {
        if (thread_.joinable()) stop();
    }

    std::uint16_t start()
    {
        std::promise<Running> ready;
        thread_ = std::thread([&] {
            auto const served = serve(
                app.app(), options, [&](Running const& running) { ready.set_value(running); });
            if (!served) ADD_FAILURE() << "cannot listen";
        });
        running_ = ready.get_future().get();
        return running_.port;
    }
    void stop()
    {
        running_.stop();
        thread_.join();
    }
    void ask_to_stop() { running_.stop(); }
    void join() { thread_.join(); }

    void add_pages(http::Router& routes)
    {
        routes.get("/hello",
                   http::Door::Public,
                   "web.system",
                   [](http::Context& context) -> Result<http::Answer> {
                       return http::file(
                           "hello.txt", "text/plain", "hello " + context.request.query.text("n"));
                   });
        routes.get(
            "/large", http::Door::Public, "web.system", [](http::Context&) -> Result<http::Answer> {
                return http::file("large", "text/plain", std::string(5 << 20, 'x'));
            });
        routes.get("/gate",
                   http::Door::Public,
                   "web.system",
                   [this](http::Context&) -> Result<http::Answer> {
                       gate.reached.set_value();
                       gate.open.get_future().wait();
                       return http::file("gate", "text/plain", "through");
                   });
        routes
            .post("/echo",
                  http::Door::Public,
                  [](http::Context& context) -> Result<http::Answer> {
                      return http::file("echo", "text/plain", context.form().text("text"));
                  })
            .limit(100'000);
    }

    Gate gate;
    testing::TestApp app{{[this](http::Router& routes) { add_pages(routes); }}};
    ServeOptions options;

private:
    Running running_;
    std::thread thread_;
};

std::string post(std::string const& body, std::string const& headers = "")
{
    return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
           headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

bool ends_with(std::string const& text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

TEST_F(ServerTest, KeepsTheConnectionAndTheOrderOfPipelinedRequests)
{
    Client client{start()};
    EXPECT_TRUE(ends_with(client.get("/hello?n=1"), "hello 1"));
    EXPECT_TRUE(ends_with(client.get("/hello?n=2"), "hello 2"));
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += "GET /hello?n=" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(many);
    for (int i = 0; i < 50; ++i)
        EXPECT_TRUE(ends_with(client.receive(), "hello " + std::to_string(i))) << i;
}

TEST_F(ServerTest, ClosesWhenAskedTo)
{
    Client client{start()};
    client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    auto const answer = client.until_closed();
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_NE(answer.find("Date: "), std::string::npos);
}

TEST_F(ServerTest, HeadHasTheLengthButNoBody)
{
    Client client{start()};
    client.send("HEAD /hello?n=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_NE(client.receive(true).find("Content-Length: 7\r\n"), std::string::npos);
    EXPECT_TRUE(ends_with(client.get("/hello?n=2"), "hello 2"));
}

TEST_F(ServerTest, TakesBodiesInAnyPieces)
{
    Client client{start()};
    auto const bytes = post("text=" + std::string(50'000, 'a'));
    for (std::size_t at = 0; at < bytes.size(); at += 7'000)
        client.send(std::string_view{bytes}.substr(at, 7'000));
    EXPECT_TRUE(ends_with(client.receive(), std::string(50'000, 'a')));
    client.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Transfer-Encoding: chunked\r\n\r\n6\r\ntext=b\r\n0\r\n\r\n");
    EXPECT_TRUE(ends_with(client.receive(), "\r\n\r\nb"));
}

TEST_F(ServerTest, SaysGoOnBeforeTheBody)
{
    Client client{start()};
    auto const bytes = post("text=a", "Expect: 100-continue\r\n");
    client.send(bytes.substr(0, bytes.size() - 6));
    EXPECT_EQ(client.receive(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("text=a");
    EXPECT_TRUE(ends_with(client.receive(), "\r\n\r\na"));
}

TEST_F(ServerTest, RefusesBodiesThatAreTooLargeAndStillAnswers)
{
    auto const port = start();
    Client client{port};
    client.send(post(std::string(200'000, 'x')));
    auto const answer = client.until_closed();
    EXPECT_EQ(answer.substr(0, 12), "HTTP/1.1 413");
    EXPECT_NE(answer.find("97 kB"), std::string::npos) << "says how much is allowed";
    Client waiting{port};
    waiting.send(
        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 200000\r\n\r\n");
    EXPECT_EQ(waiting.receive().substr(0, 12), "HTTP/1.1 413") << "before a byte of it is sent";
}

TEST_F(ServerTest, RefusesBadRequestsAndLargeHeads)
{
    auto const port = start();
    Client bad{port};
    bad.send("nonsense\r\n\r\n");
    EXPECT_EQ(bad.until_closed().substr(0, 12), "HTTP/1.1 400");
    Client large{port};
    large.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(100'000, 'x'));
    EXPECT_EQ(large.until_closed().substr(0, 12), "HTTP/1.1 431");
    Client fine{port};
    EXPECT_TRUE(ends_with(fine.get("/hello?n=1"), "hello 1"));
}

TEST_F(ServerTest, LeavesClientsThatTakeTooLong)
{
    options.head_time = 40ms;
    options.piece_time = 40ms;
    options.idle_time = 40ms;
    auto const port = start();
    Client silent{port};
    Client slow_head{port};
    slow_head.send("GET / HT");
    Client slow_body{port};
    slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
    Client does_not_read{port};
    does_not_read.send(
        "GET /large HTTP/1.1\r\nHost: a\r\n\r\nGET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(silent.is_closed());
    EXPECT_TRUE(slow_head.is_closed());
    EXPECT_TRUE(slow_body.is_closed());
}

TEST_F(ServerTest, SendsLargeAnswersWhole)
{
    Client client{start()};
    auto const answer = client.get("/large");
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 5U << 20);
}

TEST_F(ServerTest, TurnsAwayWhatItHasNoRoomFor)
{
    options.most_connections = 1;
    auto const port = start();
    Client first{port};
    EXPECT_TRUE(ends_with(first.get("/hello?n=1"), "hello 1"));
    Client second{port};
    EXPECT_EQ(second.until_closed().substr(0, 12), "HTTP/1.1 503");
    EXPECT_TRUE(ends_with(first.get("/hello?n=2"), "hello 2"));
}

TEST_F(ServerTest, AnswersBusyWhenNoWorkerIsFree)
{
    options.workers = 1;
    options.most_waiting = 0;
    auto const port = start();
    Client client{port};
    EXPECT_EQ(client.get("/hello").substr(0, 12), "HTTP/1.1 503");
    EXPECT_TRUE(ends_with(client.get("/healthz"), "ok\n")) << "health needs no worker";
}

TEST_F(ServerTest, BodiesBeingReceivedShareOneBudget)
{
    options.body_budget = 50'000;
    auto const port = start();
    Client client{port};
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
    EXPECT_EQ(client.until_closed().substr(0, 12), "HTTP/1.1 503");
    Client fitting{port};
    fitting.send(post("text=a"));
    EXPECT_TRUE(ends_with(fitting.receive(), "\r\n\r\na"));
}

TEST_F(ServerTest, EndsGracefully)
{
    auto const port = start();
    Client idle{port};
    idle.get("/hello");
    Client busy{port};
    busy.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
    gate.reached.get_future().wait();
    ask_to_stop();
    EXPECT_TRUE(idle.is_closed());
    gate.open.set_value();
    auto const answer = busy.until_closed();
    EXPECT_TRUE(ends_with(answer, "through")) << "what runs is finished";
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    join();
    boost::asio::io_context io;
    tcp::socket late{io};
    boost::system::error_code error;
    late.connect({boost::asio::ip::make_address("127.0.0.1"), port}, error);
    EXPECT_TRUE(error);
}

// A key and a certificate for it, good for an hour, in two PEM files of a folder of their own.
class TestCertificate {
public:
    TestCertificate()
    {
        std::filesystem::create_directory(folder_);
        auto* key = EVP_EC_gen("P-256");
        auto* certificate = X509_new();
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        auto* key_out = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(key_out, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(key_out);
        auto* certificate_out = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(certificate_out, certificate);
        std::fclose(certificate_out);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~TestCertificate() { std::filesystem::remove_all(folder_); }
    std::string key_file() const { return (folder_ / "key.pem").string(); }
    std::string certificate_file() const { return (folder_ / "certificate.pem").string(); }

private:
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("thidua-tls-" + random_token(8));
};

TEST_F(ServerTest, SpeaksTls)
{
    TestCertificate const certificate;
    options.certificate_file = certificate.certificate_file();
    options.key_file = certificate.key_file();
    options.head_time = 100ms;
    auto const port = start();
    Client silent{port};
    boost::asio::io_context io;
    boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
    boost::asio::ssl::stream<tcp::socket> stream{io, context};
    stream.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
    stream.handshake(boost::asio::ssl::stream_base::client);
    boost::asio::write(stream,
                       boost::asio::buffer(std::string_view{
                           "GET /hello?n=tls HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"}));
    std::string answer;
    boost::system::error_code error;
    boost::asio::read(stream, boost::asio::dynamic_buffer(answer), error);
    EXPECT_TRUE(ends_with(answer, "hello tls"));
    EXPECT_NE(answer.find("Strict-Transport-Security"), std::string::npos);
    EXPECT_EQ(error, boost::asio::error::eof) << "the end is said, not cut off";
    stream.shutdown(error);
    EXPECT_TRUE(silent.is_closed()) << "who never shakes hands is not waited for";
}

TEST_F(ServerTest, SaysWhyItCannotListen)
{
    auto const port = start();
    auto again = options;
    again.listen = "127.0.0.1:" + std::to_string(port);
    auto const taken = serve(app.app(), again, {});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().problems.front().key, "http.cannot-listen");
    again.listen = "nowhere";
    EXPECT_FALSE(serve(app.app(), again, {}));
    again.listen = "127.0.0.1:0";
    again.certificate_file = "/nonexistent.pem";
    again.key_file = "/nonexistent.pem";
    EXPECT_EQ(serve(app.app(), again, {}).error().problems.front().key, "http.bad-certificate");
}

}  // namespace
}  // namespace thidua::web
