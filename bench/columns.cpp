// bench_columns: how fast the sweeping evaluator's columns are filled from a register. Builds a
// register of the wanted size in SQLite, with ratings, initiatives and measures of twenty-five
// years, reads it once to warm the pages, and then a few times. Prints sizes and figures.
//
//     bench_columns [--quick] [--people N] [--awards N] [--seed N] [--db FILE] [--goes N]
//
// With --db the register is kept in that file, and read as it is where the file stands already.
#include "register_world.h"

#include "base/random.h"
#include "eligibility/bulk.h"
#include "law/book.h"
#include "law/sweep.h"
#include "storage/migrations.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace thidua::bench {
namespace {

namespace json = boost::json;
using storage::Param;
using storage::Transaction;

struct Wanted {
    Size size;
    std::filesystem::path kept;  // Empty: a file of this run alone.
    int goes = 3;
};

struct Time {
    double ms = 1e300, processor_ms = 1e300;
};

double now_ms(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <class F>
Time best_of(int goes, F const& f)
{
    Time best;
    for (int go = 0; go < goes; ++go) {
        auto const wall = now_ms(CLOCK_MONOTONIC), used = now_ms(CLOCK_PROCESS_CPUTIME_ID);
        f();
        best.processor_ms = std::min(best.processor_ms, now_ms(CLOCK_PROCESS_CPUTIME_ID) - used);
        best.ms = std::min(best.ms, now_ms(CLOCK_MONOTONIC) - wall);
    }
    return best;
}

// A row for each person and year that `chance` in a thousand have, in the order of people.
template <class Fill>
void fill_years(Transaction& tx,
                std::string_view table,
                std::initializer_list<std::string_view> columns,
                Size const& size,
                std::size_t chance,
                Fill const& fill)
{
    Random random(size.seed + chance);
    std::int64_t person = 1;
    int year = kFirstYear;
    tx.bulk_insert(table, columns, [&](std::vector<Param>& row) {
        for (;;) {
            if (person > size.people) return false;
            auto const who = person;
            auto const when = year;
            if (++year == kFirstYear + kYears) ++person, year = kFirstYear;
            if (random.below(1000) >= chance) continue;
            row = fill(who, when, random);
            return true;
        }
    });
}

void fill_facts(Transaction& tx, Size const& size)
{
    using Row = std::vector<Param>;
    fill_years(tx,
               "rating",
               {"subject_kind", "subject_id", "year", "rating"},
               size,
               995,
               [](std::int64_t person, int year, Random& random) -> Row {
                   auto const die = random.below(100);
                   return {"person",
                           person,
                           year,
                           die < 18   ? "xuat-sac"
                           : die < 98 ? "tot"
                                      : "hoan-thanh"};
               });
    fill_years(tx,
               "initiative",
               {"subject_kind", "subject_id", "year", "title", "level", "kind"},
               size,
               145,
               [](std::int64_t person, int year, Random& random) -> Row {
                   auto const die = random.below(100);
                   return {"person",
                           person,
                           year,
                           "Sáng kiến",
                           die < 1    ? "toan-quoc"
                           : die < 10 ? "bo"
                                      : "co-so",
                           die % 3 == 0 ? "de-tai" : "sang-kien"};
               });
    fill_years(tx,
               "discipline",
               {"subject_kind", "subject_id", "kind", "from_on", "to_on"},
               size,
               1,
               [](std::int64_t person, int year, Random&) -> Row {
                   return {"person",
                           person,
                           "khien-trach",
                           std::to_string(year) + "-05-10",
                           std::to_string(year + 1) + "-05-10"};
               });
}

json::object measure(storage::Database& db, int goes)
{
    auto const received = *make_date(kFirstYear + kYears, 2, 10);
    auto const newest = kFirstYear + kYears + 6;
    auto const load = [&] {
        return eligibility::load_persons(db, access::Marking::TuyetMat, newest, received, true);
    };
    auto const load_alone = [&] {
        return db.read([&](Transaction& tx) {
            return eligibility::load_persons(tx, access::Marking::TuyetMat, newest, received, true);
        });
    };
    load();
    auto const took = best_of(goes, [&] { load(); });
    auto const alone = best_of(goes, [&] { load_alone(); });
    auto const loaded = load();
    auto const nobody = [](std::size_t) -> law::Facts {
        throw std::runtime_error("the filler makes no history that the columns cannot hold");
    };
    auto const swept = law::sweep(
        law::built_in(), loaded.columns, {"cstd-bo", kFirstYear + kYears - 1, received}, nobody);
    return {{"ms", std::round(took.ms)},
            {"processor_ms", std::round(took.processor_ms)},
            {"one_reading_ms", std::round(alone.ms)},
            {"one_reading_processor_ms", std::round(alone.processor_ms)},
            {"people", loaded.ids.size()},
            {"bytes_per_person_dense",
             static_cast<double>(loaded.columns.dense_bytes()) /
                 static_cast<double>(loaded.ids.size())},
            {"eligible", swept.count(law::Answer::Eligible)}};
}

void fill(storage::Database& db, Size const& size)
{
    if (!storage::migrate(db)) throw std::runtime_error("the schema does not run");
    build_world(db, size);
    db.write([&](Transaction& tx) { fill_facts(tx, size); });
    std::cerr << "filled\n";
}

json::object run(std::filesystem::path const& file, Wanted const& wanted)
{
    auto const filled = std::filesystem::exists(file);
    auto const db = storage::Database::open("sqlite:" + file.string()).value();
    if (!filled) fill(*db, wanted.size);
    json::object report{{"bench", "columns"}};
    if (!filled) report["seed"] = wanted.size.seed;
    db->read([&](Transaction& tx) {
        for (auto const* table : {"person", "award", "rating", "initiative", "discipline"})
            report[table] = *tx.integer("SELECT count(*) FROM " + std::string{table});
    });
    report["file_bytes"] = std::filesystem::file_size(file);
    report["columns"] = measure(*db, wanted.goes);
    return report;
}

json::object run(Wanted const& wanted)
{
    if (!wanted.kept.empty()) return run(wanted.kept, wanted);
    auto const directory =
        std::filesystem::temp_directory_path() / ("thidua_bench_" + random_token(6));
    std::filesystem::create_directory(directory);
    auto report = run(directory / "bench.db", wanted);
    std::filesystem::remove_all(directory);
    return report;
}

}  // namespace
}  // namespace thidua::bench

int main(int argc, char** argv)
{
    thidua::bench::Wanted wanted;
    auto& size = wanted.size;
    for (int i = 1; i < argc; ++i) {
        std::string const argument = argv[i];
        if (argument == "--quick") size.people = 20'000, size.awards = 200'000;
        if (i + 1 == argc) break;
        if (argument == "--people") size.people = std::stoll(argv[++i]);
        if (argument == "--awards") size.awards = std::stoll(argv[++i]);
        if (argument == "--seed") size.seed = std::stoull(argv[++i]);
        if (argument == "--db") wanted.kept = argv[++i];
        if (argument == "--goes") wanted.goes = std::stoi(argv[++i]);
    }
    try {
        auto report = thidua::bench::run(wanted);
        if (auto const* commit = std::getenv("THIDUA_COMMIT")) report["commit"] = commit;
        std::cout << boost::json::serialize(report) << "\n";
    } catch (std::exception const& error) {
        std::cerr << "bench_columns: " << error.what() << "\n";
        return 3;
    }
    return 0;
}
