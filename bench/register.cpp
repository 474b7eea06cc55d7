// bench_register: how fast the register answers. Builds a register of the wanted size in an empty
// database of each engine, asks what offices ask, and prints sizes, figures in milliseconds and a
// checksum of the answers, which is the same on both engines.
//
//     bench_register [--quick] [--people N] [--awards N] [--seed N] [--queries N] [--engine
//     sqlite|postgres]
#include "register_world.h"

#include "base/random.h"
#include "register/search_awards.h"
#include "register/sheet.h"
#include "report/summary.h"
#include "storage/migrations.h"

#include <libpq-fe.h>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <optional>

namespace thidua::bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct Options {
    Size size;
    std::size_t queries = 400;
    std::string engine;
};

double milliseconds_since(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Times of one kind of question.
class Times {
public:
    void add(double milliseconds) { all_.push_back(milliseconds); }
    json::object figures()
    {
        std::ranges::sort(all_);
        auto const at = [&](double part) {
            auto const index =
                static_cast<std::size_t>(part * static_cast<double>(all_.size() - 1) + 0.5);
            return std::round(all_[index] * 1000) / 1000;
        };
        if (all_.empty()) return {};
        return {{"questions", all_.size()},
                {"p50_ms", at(0.5)},
                {"p95_ms", at(0.95)},
                {"p99_ms", at(0.99)},
                {"max_ms", all_.back()}};
    }

private:
    std::vector<double> all_;
};

// What each kind of question may take, in 95 of 100 cases.
struct Asked {
    char const* kind;
    double p95_ms;
};
constexpr Asked kAsked[] = {{"search", 50},
                            {"sheet", 10},
                            {"sheet_of_a_unit", 10},
                            {"summary_whole_register", 200}};

// The table a person reads; the figures themselves go to standard output.
void print_table(std::string const& engine, json::object const& figures)
{
    for (auto const& asked : kAsked) {
        auto const p95 = figures.at(asked.kind).at("p95_ms").to_number<double>();
        std::fprintf(stderr,
                     "%-9s %-24s p95 %9.3f ms, asked < %3.0f ms%s\n",
                     engine.c_str(),
                     asked.kind,
                     p95,
                     asked.p95_ms,
                     p95 < asked.p95_ms ? "" : "  <-- too slow");
    }
}

// The questions of one engine, and what came of them.
class Run {
public:
    Run(storage::Database& db, World const& world, Options const& options)
        : db_(db), world_(world), options_(options)
    {}

    json::object measure()
    {
        for (bool const warm : {true, false}) {
            Random random{options_.size.seed + 7};
            recording_ = !warm;
            auto const questions = warm ? options_.queries / 4 : options_.queries;
            for (std::size_t i = 0; i < questions; ++i) ask_search(random, i);
            for (std::size_t i = 0; i < questions / 4; ++i) ask_two_words(random, i);
            for (std::size_t i = 0; i < questions / 4; ++i) ask_as_clerk(random, i);
            for (std::size_t i = 0; i < questions; ++i) ask_sheet(random);
            for (std::size_t i = 0; i < questions / 4; ++i) ask_unit_sheet(random);
            for (std::size_t i = 0; i < questions / 4; ++i) ask_summary(random);
        }
        json::object figures;
        for (auto& [name, times] : times_) figures[name] = times.figures();
        figures["checksum"] = sha256_hex(answers_);
        return figures;
    }

private:
    using Question = std::function<json::value(storage::Transaction&)>;

    void ask(std::vector<std::string> const& kinds, Question const& question)
    {
        auto const start = Clock::now();
        auto const answer = db_.read(question);
        auto const took = milliseconds_since(start);
        if (!recording_) return;
        for (auto const& kind : kinds) times_[kind].add(took);
        answers_ += json::serialize(answer) + "\n";
    }

    registry::Window window(std::size_t i) const { return {i % 2 == 0 ? 1 : 20, 50}; }

    // 30 % whole names, 20 % surnames, 20 % numbers, 30 % a unit's awards of a year.
    void ask_search(Random& random, std::size_t i)
    {
        auto const die = random.below(10);
        if (die < 3)
            return ask_people({"search", "search_full_name"}, random.of(world_.person_names), i);
        if (die < 5) return ask_people({"search", "search_surname"}, random.of(world_.surnames), i);
        if (die < 7)
            return ask_people({"search", "search_number"}, random.of(world_.person_codes), i);
        registry::AwardFilter filter;
        filter.unit = world_.unit_codes[die == 7 ? random.below(world_.level_2)
                                                 : random.below(world_.unit_codes.size())];
        filter.year = std::to_string(kFirstYear + static_cast<int>(random.below(kYears)));
        filter.award = die == 9 ? "cstt" : "cstd-co-so";
        ask({"search", "search_unit_year_award"}, [&](storage::Transaction& tx) {
            auto const list = registry::find_awards(tx, actor_, filter, window(i)).value();
            return json::value{list.hits.total, registry::award_rows(tx, actor_, list.hits.ids)};
        });
    }

    void ask_people(std::vector<std::string> const& kinds, std::string const& text, std::size_t i)
    {
        ask(kinds, [&](storage::Transaction& tx) {
            auto const hits = registry::find_people(tx, actor_, {text, false}, window(i));
            return json::value{hits.total, registry::people_rows(tx, hits.ids)};
        });
    }

    // Surname and given name alone: not in the mix, but what the exact name spares most people.
    void ask_two_words(Random& random, std::size_t i)
    {
        auto const& name = random.of(world_.person_names);
        auto const text = name.substr(0, name.find(' ')) + name.substr(name.rfind(' '));
        ask_people({"two_words_of_a_name"}, text, i);
    }

    // A surname asked by readers of one level-2 unit, and of half the tree: rights narrow what is
    // found.
    void ask_as_clerk(Random& random, std::size_t i)
    {
        auto const& surname = random.of(world_.surnames);
        access::Actor clerk;
        auto const units = i % 2 == 0 ? 1 : world_.level_2 / 2;
        for (std::size_t unit = 0; unit < units; ++unit) {
            clerk.grants.push_back(
                {access::Permission::ReadPeople, "/BAN/" + world_.unit_codes[unit] + "/"});
        }
        ask({units == 1 ? "surname_in_one_unit" : "surname_in_half_the_tree"},
            [&](storage::Transaction& tx) {
                auto const hits = registry::find_people(tx, clerk, {surname, false}, window(0));
                return json::value{hits.total, registry::people_rows(tx, hits.ids)};
            });
    }

    void ask_sheet(Random& random)
    {
        auto const& code = random.of(world_.person_codes);
        ask({"sheet"}, [&](storage::Transaction& tx) -> json::value {
            return registry::sheet_document(
                tx, actor_, registry::person_sheet(tx, actor_, code).value(), false);
        });
    }

    void ask_unit_sheet(Random& random)
    {
        auto const& code = random.of(world_.unit_codes);
        ask({"sheet_of_a_unit"}, [&](storage::Transaction& tx) -> json::value {
            return registry::sheet_document(
                tx, actor_, registry::unit_sheet(tx, actor_, code).value(), false);
        });
    }

    void ask_summary(Random& random)
    {
        auto const year = kFirstYear + static_cast<int>(random.below(kYears - 5));
        report::SummaryQuery const query{*make_date(year, 1, 1), *make_date(year + 5, 6, 30)};
        report::SummaryQuery const whole{*make_date(kFirstYear, 1, 1),
                                         *make_date(kFirstYear + kYears, 12, 31)};
        for (auto const& [name, period] :
             {std::pair{"summary_whole_register", whole}, {"summary_five_years", query}}) {
            ask({name}, [&](storage::Transaction& tx) -> json::value {
                return report::to_json(report::summarise(tx, actor_, period).value());
            });
        }
    }

    storage::Database& db_;
    World const& world_;
    Options const& options_;
    access::Actor const actor_ = access::Actor::system("bench");
    bool recording_ = false;
    std::map<std::string, Times> times_;
    std::string answers_;
};

// What an installation's PostgreSQL does by itself after a while.
void vacuum(std::string const& url)
{
    auto* const connection = PQconnectdb(url.c_str());
    PQclear(PQexec(connection, "VACUUM ANALYZE"));
    PQfinish(connection);
}

json::object measure(std::string const& engine, std::string const& url, Options const& options)
{
    auto const db = storage::Database::open(url).value();
    if (!storage::migrate(*db)) throw std::runtime_error("the schema does not run");
    auto const start = Clock::now();
    auto const world = build_world(*db, options.size);
    if (engine == "postgres") vacuum(url);
    auto const load = milliseconds_since(start);
    std::cerr << engine << ": filled in " << static_cast<int>(load / 1000) << " s\n";

    json::object result{{"engine", engine}, {"fill_s", std::round(load) / 1000}};
    result["units"] = world.unit_codes.size() + 1;
    result["decisions"] = world.decisions;
    result["awards"] = db->read(
        [](storage::Transaction& tx) { return *tx.integer("SELECT count(*) FROM award"); });
    result["figures"] = Run{*db, world, options}.measure();
    print_table(engine, result["figures"].as_object());
    return result;
}

json::object on_sqlite(Options const& options)
{
    auto const directory =
        std::filesystem::temp_directory_path() / ("thidua_bench_" + random_token(6));
    std::filesystem::create_directory(directory);
    auto result = measure("sqlite", "sqlite:" + (directory / "bench.db").string(), options);
    std::filesystem::remove_all(directory);
    return result;
}

// On a database of its own beside the one that THIDUA_TEST_POSTGRES names.
std::optional<json::object> on_postgres(Options const& options)
{
    auto const* const server = std::getenv("THIDUA_TEST_POSTGRES");
    if (server == nullptr) return std::nullopt;
    std::string const url{server};
    auto const name = "bench_" + random_token(6);
    auto const run = [&](std::string const& sql) {
        auto* const connection = PQconnectdb(server);
        PQclear(PQexec(connection, sql.c_str()));
        PQfinish(connection);
    };
    run("CREATE DATABASE " + name);
    auto result = measure("postgres", url.substr(0, url.rfind('/') + 1) + name, options);
    run("DROP DATABASE " + name + " WITH (FORCE)");
    return result;
}

std::optional<Options> parse(int count, char** arguments)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        std::string const name = arguments[i];
        if (name == "--json") continue;
        if (name == "--quick") {
            options.size.people = 20'000;
            options.size.awards = 200'000;
            continue;
        }
        if (i + 1 == count) return std::nullopt;
        std::string const value = arguments[++i];
        if (name == "--engine") {
            options.engine = value;
        } else if (name == "--people") {
            options.size.people = std::stoll(value);
        } else if (name == "--awards") {
            options.size.awards = std::stoll(value);
        } else if (name == "--seed") {
            options.size.seed = std::stoull(value);
        } else if (name == "--queries") {
            options.queries = std::stoull(value);
        } else {
            return std::nullopt;
        }
    }
    return options;
}

int run(int count, char** arguments)
{
    auto const options = parse(count, arguments);
    if (!options) {
        std::cerr
            << "usage: bench_register [--quick] [--people N] [--awards N] [--seed N] [--queries N]"
               " [--engine sqlite|postgres]\n";
        return 2;
    }
    json::array engines;
    if (options->engine != "postgres") engines.push_back(on_sqlite(*options));
    if (options->engine != "sqlite") {
        if (auto result = on_postgres(*options)) engines.push_back(std::move(*result));
    }
    auto const* const commit = std::getenv("THIDUA_COMMIT");
    json::object report{
        {"name", "register"},
        {"size", {{"people", options->size.people}, {"awards", options->size.awards}}},
        {"seed", options->size.seed},
        {"commit", commit == nullptr ? "" : commit}};
    bool same = true;
    for (auto const& engine : engines) {
        auto const& checksum = engine.at("figures").at("checksum");
        if (!report.contains("checksum")) report["checksum"] = checksum;
        same = same && checksum == report["checksum"];
    }
    report["engines_agree"] = same;
    report["engines"] = std::move(engines);
    std::cout << json::serialize(report) << "\n";
    return same ? 0 : 1;
}

}  // namespace
}  // namespace thidua::bench

int main(int count, char** arguments)
{
    try {
        return thidua::bench::run(count, arguments);
    } catch (std::exception const& failure) {
        std::cerr << "bench_register: " << failure.what() << "\n";
        return 3;
    }
}
