#include "law_rivals.h"

#include "base/testing/source_tree.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <boost/json.hpp>

#include <unistd.h>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace thidua::bench {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr int kRuleEnginePeople = 10'000;

double since(Clock::time_point start)
{
    auto const took = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    return std::round(took * 10) / 10;
}

std::string question_sql()
{
    std::ostringstream text;
    text << std::ifstream(thidua::testing::in_source_tree("bench/law_question.sql")).rdbuf();
    return text.str();
}

// Lines of comma-separated numbers and plain words.
class CsvFile {
public:
    explicit CsvFile(fs::path const& path) : file_(std::fopen(path.c_str(), "wb"))
    {
        if (file_ == nullptr) throw std::runtime_error("cannot write " + path.string());
    }
    ~CsvFile()
    {
        flush();
        std::fclose(file_);
    }
    CsvFile(CsvFile const&) = delete;
    CsvFile& operator=(CsvFile const&) = delete;

    template <class... T>
    void line(T const&... cells)
    {
        (cell(cells), ...);
        text_.back() = '\n';
        if (text_.size() > 1 << 20) flush();
    }

private:
    void cell(char const* word) { text_.append(word) += ','; }
    template <class T>
    void cell(T number)
    {
        char digits[24];
        auto const end = std::to_chars(digits, digits + 24, static_cast<long>(number)).ptr;
        text_.append(digits, end) += ',';
    }
    void flush()
    {
        std::fwrite(text_.data(), 1, text_.size(), file_);
        text_.clear();
    }

    std::FILE* file_;
    std::string text_;
};

// What stands in each table, in the order of its columns; `f` takes the cells of a row.
template <class F>
void each_row(World const& world, std::string const& table, F const& f)
{
    if (table == "people") {
        for (std::size_t i = 0; i < world.people.size(); ++i) f(i, world.people[i].pending);
    } else if (table == "ratings") {
        for (auto const& row : world.ratings) f(row.subject, row.year, row.rating);
    } else if (table == "awards") {
        for (auto const& row : world.awards)
            f(row.subject, kAwards[row.award], row.mode, row.closing, row.decided);
    } else {
        for (auto const& row : world.measures)
            f(row.subject, kMeasures[row.kind], row.from, Date{row.to}.year());
    }
}

constexpr char const* kTables[][2] = {
    {"people", "subject INTEGER, pending INTEGER"},
    {"ratings", "subject INTEGER, year INTEGER, rating INTEGER"},
    {"awards", "subject INTEGER, award TEXT, mode INTEGER, closing INTEGER, decided INTEGER"},
    {"measures", "subject INTEGER, kind TEXT, starts INTEGER, ends_in INTEGER"}};

std::string create(char const* const (&table)[2])
{
    return std::string("CREATE TABLE ") + table[0] + " (" + table[1] + ")";
}

void must_agree(std::string const& engine, std::int64_t count, std::size_t ours)
{
    if (count != static_cast<std::int64_t>(ours)) {
        throw std::runtime_error(engine + " counts " + std::to_string(count) + ", we " +
                                 std::to_string(ours));
    }
}

// The better of two goes; the first also warms the pages.
json::object asked_twice(std::string const& engine,
                         std::size_t ours,
                         std::function<std::int64_t()> const& ask)
{
    double best = 1e300;
    for (int go = 0; go < 2; ++go) {
        auto const start = Clock::now();
        must_agree(engine, ask(), ours);
        best = std::min(best, since(start));
    }
    return {{"rows_ms", best}};
}

class Sqlite {
public:
    explicit Sqlite(fs::path const& path)
    {
        if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("sqlite");
        run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000");
    }
    ~Sqlite() { sqlite3_close(db_); }
    Sqlite(Sqlite const&) = delete;
    Sqlite& operator=(Sqlite const&) = delete;

    void run(std::string const& sql)
    {
        if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(db_));
    }
    void fill(World const& world, std::string const& table)
    {
        run("BEGIN");
        sqlite3_stmt* insert = nullptr;
        std::string const marks = table == "people"    ? "?,?"
                                  : table == "ratings" ? "?,?,?"
                                  : table == "awards"  ? "?,?,?,?,?"
                                                       : "?,?,?,?";
        auto const sql = "INSERT INTO " + table + " VALUES (" + marks + ")";
        sqlite3_prepare_v2(db_, sql.c_str(), -1, &insert, nullptr);
        each_row(world, table, [&](auto const&... cells) {
            int place = 0;
            (bind(insert, ++place, cells), ...);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        });
        sqlite3_finalize(insert);
        run("COMMIT");
    }
    std::int64_t ask(std::string const& sql)
    {
        sqlite3_stmt* query = nullptr;
        if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &query, nullptr) != SQLITE_OK)
            throw std::runtime_error(sqlite3_errmsg(db_));
        sqlite3_step(query);
        auto const count = sqlite3_column_int64(query, 0);
        sqlite3_finalize(query);
        return count;
    }

private:
    static void bind(sqlite3_stmt* insert, int place, char const* word)
    {
        sqlite3_bind_text(insert, place, word, -1, SQLITE_STATIC);
    }
    template <class T>
    static void bind(sqlite3_stmt* insert, int place, T number)
    {
        sqlite3_bind_int64(insert, place, static_cast<std::int64_t>(number));
    }

    sqlite3* db_ = nullptr;
};

json::object on_sqlite(World const& world, fs::path const& folder, std::size_t ours)
{
    Sqlite db(folder / "rows.db");
    for (auto const& table : kTables) {
        db.run(create(table));
        db.fill(world, table[0]);
    }
    db.run("CREATE INDEX by_award ON awards (award, subject); ANALYZE");
    auto const sql = question_sql();
    return asked_twice("sqlite", ours, [&] { return db.ask(sql); });
}

class Postgres {
public:
    explicit Postgres(char const* url) : connection_(PQconnectdb(url))
    {
        run("SET client_min_messages = warning; DROP SCHEMA IF EXISTS law_bench CASCADE; CREATE "
            "SCHEMA law_bench; "
            "SET search_path = law_bench; SET work_mem = '512MB'");
    }
    ~Postgres()
    {
        PQclear(PQexec(connection_, "DROP SCHEMA law_bench CASCADE"));
        PQfinish(connection_);
    }
    Postgres(Postgres const&) = delete;
    Postgres& operator=(Postgres const&) = delete;

    std::int64_t run(std::string const& sql)
    {
        auto* const result = PQexec(connection_, sql.c_str());
        auto const status = PQresultStatus(result);
        std::int64_t value = 0;
        if (status == PGRES_TUPLES_OK && PQntuples(result) > 0)
            value = std::atoll(PQgetvalue(result, 0, 0));
        PQclear(result);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK && status != PGRES_COPY_IN)
            throw std::runtime_error(PQerrorMessage(connection_));
        return value;
    }
    void copy(std::string const& table, fs::path const& csv)
    {
        run("COPY " + table + " FROM STDIN (FORMAT csv)");
        std::ifstream file(csv, std::ios::binary);
        std::string part(1 << 20, '\0');
        while (file) {
            file.read(part.data(), static_cast<std::streamsize>(part.size()));
            PQputCopyData(connection_, part.data(), static_cast<int>(file.gcount()));
        }
        PQputCopyEnd(connection_, nullptr);
        while (auto* const result = PQgetResult(connection_)) PQclear(result);
    }

private:
    PGconn* connection_;
};

json::object on_postgres(char const* url, fs::path const& folder, std::size_t ours)
{
    Postgres db(url);
    for (auto const& table : kTables) {
        db.run(create(table));
        db.copy(table[0], folder / (std::string(table[0]) + ".csv"));
    }
    db.run("VACUUM ANALYZE");
    auto const sql = question_sql();
    return asked_twice("postgres", ours, [&] { return db.run(sql); });
}

// DuckDB and json-rules-engine live in Node; the script answers with one JSON object.
json::object in_node(fs::path const& folder)
{
    auto const script = thidua::testing::in_source_tree("bench/law_rivals.mjs");
    auto const command =
        "node '" + script + "' '" + folder.string() + "' " + std::to_string(kRuleEnginePeople);
    auto* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    char part[4096];
    while (std::fgets(part, sizeof part, pipe) != nullptr) text += part;
    if (pclose(pipe) != 0 || text.empty()) throw std::runtime_error("node: " + text);
    return json::parse(text).as_object();
}

}  // namespace

law::Question const& rivals_question()
{
    static law::Question const question{"bk-ttg", kLastYear, *make_date(kLastYear + 1, 2, 10)};
    return question;
}

json::object measure_rivals(World const& world, law::Swept const& ours)
{
    auto const folder =
        fs::temp_directory_path() / ("thidua-bench-law." + std::to_string(getpid()));
    fs::create_directories(folder);
    for (auto const& table : kTables) {
        CsvFile file(folder / (std::string(table[0]) + ".csv"));
        each_row(world, table[0], [&](auto const&... cells) { file.line(cells...); });
    }
    auto const eligible = ours.count(law::Answer::Eligible);
    std::size_t of_the_first = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(kRuleEnginePeople, ours.size); ++i)
        of_the_first += ours.eligible.has(i) ? 1 : 0;
    json::object report{{"question", rivals_question().award}, {"eligible", eligible}};
    try {
        auto const node = in_node(folder);
        for (auto const& [name, engine] : node) {
            auto const expected = name == "json_rules_engine" ? of_the_first : eligible;
            must_agree(name, engine.at("count").to_number<std::int64_t>(), expected);
            report[name] = engine;
        }
        report["sqlite"] = on_sqlite(world, folder, eligible);
        if (auto const* url = std::getenv("THIDUA_TEST_POSTGRES"))
            report["postgres"] = on_postgres(url, folder, eligible);
    } catch (...) {
        fs::remove_all(folder);
        throw;
    }
    fs::remove_all(folder);
    return report;
}

}  // namespace thidua::bench
