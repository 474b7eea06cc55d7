// bench_http: what one answer costs. A JSON page with one database read, a page drawn for a person
// and a browser file, over real sockets, driven by wrk; nginx serves a file of the JSON page's size
// and Fastify the same page beside. CPU is the server's own (threads of this process less the driver), per request.
//
//     bench_http [--quick] [--seed N]
#include "base/random.h"
#include "http/page.h"
#include "identity/accounts.h"
#include "identity/password.h"
#include "identity/sessions.h"
#include "storage/migrations.h"
#include "web/app.h"
#include "web/server.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace thidua::bench {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using tcp = boost::asio::ip::tcp;
using Time = std::chrono::steady_clock;

constexpr int kItems = 1000;
constexpr int kRowsOfAPage = 10;

struct Options {
    int seconds = 5;
    std::uint64_t seed = 1;
};

// ---- What is measured
// ----------------------------------------------------------------------------

void fill(storage::Database& db, std::uint64_t seed)
{
    db.write([&](storage::Transaction& tx) {
        tx.execute(
            "CREATE TABLE bench_item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT "
            "NULL, year INTEGER NOT NULL) STRICT");
        std::mt19937_64 random{seed};
        for (int i = 0; i < kItems; ++i) {
            tx.execute("INSERT INTO bench_item (id, name, unit, year) VALUES (?1, ?2, ?3, ?4)",
                       {i,
                        "Nguyễn Văn Ví Dụ " + std::to_string(random() % 1000),
                        "Đơn vị ví dụ số " + std::to_string(i % 30),
                        2000 + i % 26});
        }
    });
}

Result<http::Answer> show_items(http::Context& context)
{
    auto const first = context.query().integer("first").value_or(0);
    http::ListPage list{.columns = {{"name", "web.system"},
                                    {"unit", "web.system"},
                                    {"year", "web.system", "year"}}};
    context.db.read([&](storage::Transaction& tx) {
        auto rows = tx.query(
            "SELECT id, name, unit, year FROM bench_item WHERE id >= ?1 ORDER BY id LIMIT ?2",
            {first, kRowsOfAPage});
        while (rows.next()) {
            list.rows.push_back(json::object{{"id", rows.integer(0)},
                                             {"name", rows.text(1)},
                                             {"unit", rows.text(2)},
                                             {"year", rows.integer(3)}});
        }
    });
    list.total = kItems;
    return http::page("web/error", "web.system", {{"list", http::list_document(std::move(list))}});
}

http::Router pages()
{
    http::Router routes;
    routes.get("/public/items", http::Door::Public, "web.system", show_items);
    routes.get("/items", http::Permission::ReadRegister, "web.system", show_items);
    return routes;
}

std::string session_cookie(storage::Database& db, Instant now)
{
    auto const actor = access::Actor::system("bench");
    db.write([&](storage::Transaction& tx) {
          audit::Act act{tx, actor, now};
          identity::NewAccount account{
              .name = "bench", .password_hash = identity::hash_password("bench-password-1")};
          account.roles.push_back({.role = "viewer", .unit = ""});
          return identity::add_account(act, account);
      }).value();
    auto const session = identity::log_in(
        db, {.name = "bench", .password = "bench-password-1", .remote = "127.0.0.1"}, now, {});
    return std::string{http::kSessionCookie} + '=' + session.value().token;
}

// ---- How it is measured
// --------------------------------------------------------------------------

double cpu_of_self()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto const seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// User and system time of every process whose parent is `pid`, and its own.
double cpu_of_family(pid_t pid)
{
    double ticks = 0;
    for (auto const& entry : fs::directory_iterator{"/proc"}) {
        if (entry.path().filename().string().find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::ifstream stat{entry.path() / "stat"};
        std::string const text{std::istreambuf_iterator<char>{stat}, {}};
        auto const end = text.rfind(')');
        if (end == std::string::npos) continue;
        std::istringstream fields{text.substr(end + 2)};
        std::string state;
        long parent = 0;
        fields >> state >> parent;
        if (parent != pid && entry.path().filename() != std::to_string(pid)) continue;
        std::string skipped;
        for (int i = 0; i < 9; ++i) fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        ticks += user + system;
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct Load {
    double requests = 0;
    double per_second = 0;
    double p99_ms = 0;
};

double milliseconds(std::string const& text)
{
    double const value = std::strtod(text.c_str(), nullptr);
    if (text.find("us") != std::string::npos) return value / 1000;
    return text.find("ms") != std::string::npos ? value : value * 1000;
}

// 32 connections for some seconds.
Load drive(std::string const& url, int seconds, std::string const& header = "X-None: 1")
{
    auto const command = "wrk -t1 -c32 --latency -d" + std::to_string(seconds) +
                         "s -H 'Accept: application/json' -H '" + header + "' '" + url + "' 2>&1";
    auto* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("wrk is missing");
    std::string out;
    char piece[512];
    while (std::fgets(piece, sizeof piece, pipe) != nullptr) out += piece;
    pclose(pipe);
    Load load;
    std::istringstream lines{out};
    for (std::string word, before; lines >> word; before = word) {
        if (word == "requests") load.requests = std::strtod(before.c_str(), nullptr);
        if (before == "99%") load.p99_ms = milliseconds(word);
        if (before == "Requests/sec:") load.per_second = std::strtod(word.c_str(), nullptr);
    }
    if (load.requests == 0 || out.find("Non-2xx") != std::string::npos)
        throw std::runtime_error("wrk: " + out);
    return load;
}

json::object figures(Load const& load, double cpu_seconds)
{
    return {{"requests_per_second", std::round(load.per_second)},
            {"cpu_us_per_request", std::round(cpu_seconds / load.requests * 1e7) / 10},
            {"p99_ms", load.p99_ms}};
}

// Asks at a steady pace whether or not the answers come, as people do; milliseconds from when a
// request was due.
json::object at_a_pace(std::uint16_t port, std::string const& request, int per_second, int seconds)
{
    constexpr int clients = 16;
    std::vector<std::vector<double>> times(clients);
    std::vector<std::thread> threads;
    auto const start = Time::now();
    for (int c = 0; c < clients; ++c) {
        threads.emplace_back([&, c] {
            boost::asio::io_context io;
            tcp::socket socket{io};
            socket.connect({boost::asio::ip::make_address("127.0.0.1"), port});
            socket.set_option(tcp::no_delay{true});
            std::string answer;
            for (int i = c; i < per_second * seconds; i += clients) {
                auto const due = start + std::chrono::microseconds{1'000'000LL * i / per_second};
                std::this_thread::sleep_until(due);
                boost::asio::write(socket, boost::asio::buffer(request));
                answer.clear();
                std::size_t size = std::string::npos;
                while (answer.size() < size) {
                    char piece[8192];
                    answer.append(piece, socket.read_some(boost::asio::buffer(piece)));
                    auto const head = answer.find("\r\n\r\n");
                    if (head != std::string::npos) {
                        size = head + 4 +
                               std::stoul(answer.substr(answer.find("Content-Length: ") + 16));
                    }
                }
                times[static_cast<std::size_t>(c)].push_back(
                    std::chrono::duration<double, std::milli>(Time::now() - due).count());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::vector<double> all;
    for (auto const& some : times) all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    auto const at = [&](double part) {
        return std::round(
                   all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))] *
                   100) /
               100;
    };
    return {
        {"per_second", per_second}, {"p50_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"max_ms", at(1)}};
}

// nginx with two workers and one file, in a folder of its own.
class Nginx {
public:
    Nginx(fs::path folder, std::string const& content) : folder_(std::move(folder))
    {
        fs::create_directories(folder_ / "html");
        std::ofstream{folder_ / "html/items.json"} << content;
        std::ofstream{folder_ / "nginx.conf"}
            << "worker_processes 2; daemon off; pid nginx.pid; error_log error.log;\n"
               "events { worker_connections 1024; }\n"
               "http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
               "  open_file_cache max=100; types { application/json json; }\n"
               "  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path "
               "u; scgi_temp_path s;\n"
               "  server { listen 127.0.0.1:"
            << port_ << "; root html; } }\n";
        pid_ = fork();
        if (pid_ == 0) {
            auto const prefix = folder_.string();
            execlp("nginx", "nginx", "-p", prefix.c_str(), "-c", "nginx.conf", nullptr);
            _exit(127);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{500});
    }
    ~Nginx()
    {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    json::object measure(int seconds) const
    {
        auto const before = cpu_of_family(pid_);
        auto const load =
            drive("http://127.0.0.1:" + std::to_string(port_) + "/items.json", seconds);
        return figures(load, cpu_of_family(pid_) - before);
    }

private:
    // Free a moment ago, and nobody else is looking for one.
    static std::uint16_t free_port()
    {
        boost::asio::io_context io;
        tcp::acceptor const probe{io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
        return probe.local_endpoint().port();
    }

    fs::path folder_;
    std::uint16_t port_ = free_port();
    pid_t pid_ = 0;
};

// Fastify with better-sqlite3 answering the same page from the same database (bench/http_rival.mjs).
class Fastify {
public:
    static bool is_there() { return fs::exists(kNode) && fs::exists("bench/node_modules"); }

    explicit Fastify(fs::path const& database)
    {
        int ends[2];
        if (pipe(ends) != 0) throw std::runtime_error("no pipe");
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            close(ends[0]);
            execl(kNode, kNode, "bench/http_rival.mjs", database.c_str(), nullptr);
            _exit(127);
        }
        close(ends[1]);
        char text[16] = {};
        auto const size = read(ends[0], text, sizeof text - 1);
        close(ends[0]);
        if (size <= 0) throw std::runtime_error("Fastify did not start");
        port_ = text;
        port_.resize(port_.find_first_not_of("0123456789"));
    }
    Fastify(Fastify const&) = delete;
    Fastify& operator=(Fastify const&) = delete;
    ~Fastify()
    {
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    json::object measure(int seconds) const
    {
        auto const url = "http://127.0.0.1:" + port_ + "/public/items?first=100";
        drive(url, 1);  // What is hot is compiled.
        auto const before = cpu_of_family(pid_);
        auto const load = drive(url, seconds);
        return figures(load, cpu_of_family(pid_) - before);
    }

private:
    static constexpr char const* kNode = ".tools/node/bin/node";
    std::string port_;
    pid_t pid_ = 0;
};

// The application behind its sockets, until this object ends.
class Serving {
public:
    explicit Serving(web::App& app)
    {
        options_.listen = "127.0.0.1:0";
        options_.stop_on_signals = false;
        std::promise<web::Running> ready;
        thread_ = std::thread{[&] {
            web::serve(app, options_, [&](web::Running const& running) {
                ready.set_value(running);
            }).value();
        }};
        running_ = ready.get_future().get();
    }
    ~Serving()
    {
        running_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return running_.port; }

private:
    web::ServeOptions options_;
    web::Running running_;
    std::thread thread_;
};

json::object measure_ours(std::string const& url, int seconds, std::string const& header)
{
    auto const before = cpu_of_self();
    auto const load = drive(url, seconds, header);
    return figures(load, cpu_of_self() - before);
}

json::object run(Options const& options)
{
    auto const folder = fs::temp_directory_path() / ("thidua-bench-" + random_token(8));
    fs::create_directory(folder);
    auto const db = storage::Database::open("sqlite:" + (folder / "bench.db").string()).value();
    storage::migrate(*db).value();
    fill(*db, options.seed);
    SystemClock const clock;
    auto const cookie = session_cookie(*db, clock.now());
    auto const authenticator = identity::make_authenticator({});
    web::App app{*db, clock, *authenticator, pages()};
    Serving const serving{app};
    auto const base = "http://127.0.0.1:" + std::to_string(serving.port());
    web::RawRequest const sample{
        "GET", "/public/items?first=100", {{"Accept", "application/json"}}};
    auto const document = app.handle(sample).body;

    json::object report;
    report["document_bytes"] = document.size();
    report["checksum"] = sha256_hex(document);
    report["json_public"] =
        measure_ours(base + "/public/items?first=100", options.seconds, "X-None: 1");
    report["json_signed_in"] =
        measure_ours(base + "/items?first=100", options.seconds, "Cookie: " + cookie);
    report["healthz"] = measure_ours(base + "/healthz", options.seconds, "X-None: 1");
    {
        Nginx const nginx{folder / "nginx", document};
        report["nginx_file"] = nginx.measure(options.seconds);
    }
    if (Fastify::is_there())
        report["fastify_public"] = Fastify{folder / "bench.db"}.measure(options.seconds);
    auto const cpu = [&](char const* name) {
        return report.at(name).at("cpu_us_per_request").to_number<double>();
    };
    report["json_public_to_nginx"] = std::round(cpu("json_public") / cpu("nginx_file") * 100) / 100;
    report["json_signed_in_to_nginx"] =
        std::round(cpu("json_signed_in") / cpu("nginx_file") * 100) / 100;
    report["at_a_pace"] = at_a_pace(
        serving.port(),
        "GET /items?first=100 HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\nCookie: " +
            cookie + "\r\n\r\n",
        1000,
        options.seconds);
    fs::remove_all(folder);
    return report;
}

}  // namespace
}  // namespace thidua::bench

int main(int argc, char** argv)
{
    thidua::bench::Options options;
    for (int i = 1; i < argc; ++i) {
        std::string const argument = argv[i];
        if (argument == "--quick") options.seconds = 2;
        if (argument == "--seed" && i + 1 < argc)
            options.seed = std::strtoull(argv[++i], nullptr, 10);
    }
    try {
        boost::json::object report{
            {"bench", "http"}, {"seed", options.seed}, {"seconds", options.seconds}};
        if (auto const* commit = std::getenv("THIDUA_COMMIT")) report["commit"] = commit;
        for (auto const& [key, value] : thidua::bench::run(options)) report[key] = value;
        std::cout << boost::json::serialize(report) << "\n";
    } catch (std::exception const& error) {
        std::cerr << "bench_http: " << error.what() << "\n";
        return 3;
    }
    return 0;
}
