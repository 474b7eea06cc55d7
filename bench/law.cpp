// bench_law: how fast everybody is judged. Makes the histories of very many people, lays them out
// in columns, asks one award and the whole catalogue, explains verdicts, and lets other engines
// answer the same question from the same rows. Prints sizes, figures and a checksum of the answers;
// an engine that answers otherwise is an error.
//
//     bench_law [--quick] [--people N] [--seed N] [--no-rivals]
#include "law_rivals.h"
#include "law_world.h"

#include "base/random.h"
#include "law/sweep.h"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <stdexcept>

namespace thidua::bench {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

struct Options {
    std::size_t people = 1'000'000;
    std::uint64_t seed = 1;
    bool rivals = true;
};

constexpr std::size_t kExplained = 20'000;

double rounded(double value) { return std::round(value * 1000) / 1000; }

double processor_ms()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

struct Time {
    double ms = 1e300, processor_ms = 1e300;
    json::object figures() const
    {
        return {{"ms", rounded(ms)}, {"processor_ms", rounded(processor_ms)}};
    }
};

// The best of several goes, by the clock and by what this thread had of the processor: other work
// of the machine only ever adds.
template <class F>
Time best_of(int goes, F const& f)
{
    Time best;
    for (int i = 0; i < goes; ++i) {
        auto const start = Clock::now();
        auto const used = processor_ms();
        f();
        best.processor_ms = std::min(best.processor_ms, processor_ms() - used);
        best.ms = std::min(best.ms,
                           std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    return best;
}

bool asks_something(law::LawBook const& book, std::string const& award)
{
    auto const* standard = book.standard(award, law::Subject::Person, "R2");
    return standard != nullptr && !std::holds_alternative<law::Open>(standard->root.what);
}

std::string answers_of(std::vector<law::Swept> const& swept)
{
    std::string text;
    for (auto const& each : swept) {
        text += each.question.award;
        for (auto const answer : {law::Answer::Eligible,
                                  law::Answer::NotEligible,
                                  law::Answer::NeedsDecision,
                                  law::Answer::Deferred})
            text += ' ' + std::to_string(each.count(answer));
        text += ' ' + std::to_string(each.one_short().count()) + '\n';
    }
    return text;
}

json::object measure_sweeps(law::LawBook const& book,
                            law::Columns const& columns,
                            law::FactsOf const& facts_of)
{
    auto const& question = rivals_question();
    json::object result, awards, eligible;
    Time worst{0, 0};
    for (auto const& code : book.award_order) {
        if (!asks_something(book, code)) continue;
        auto const took = best_of(5, [&] {
            sweep(book, columns, {code, question.year, question.received}, facts_of);
        });
        awards[code] = took.figures();
        eligible[code] = best_of(5, [&] {
                             sweep_eligible(
                                 book, columns, {code, question.year, question.received}, facts_of)
                                 .count();
                         }).figures();
        if (took.processor_ms > worst.processor_ms) worst = took;
    }
    result["one_award"] = awards;
    result["eligible_alone"] = eligible;
    result["one_award_worst"] = worst.figures();
    std::vector<law::Swept> swept;
    for (int const threads : {1, 2}) {
        auto const took = best_of(3, [&] {
            swept = sweep_all(book, columns, question.year, question.received, facts_of, threads);
        });
        if (threads == 1)
            result["catalogue"] = took.figures();
        else
            result["catalogue_2_threads_ms"] = rounded(took.ms);
    }
    result["catalogue_awards"] = swept.size();
    std::size_t explained = 0;
    for (auto const& each : swept) explained = std::max(explained, each.explained.count());
    result["explained_people"] = explained;
    result["answers"] = sha256_hex(answers_of(swept));
    return result;
}

// Explained verdicts of one core, over the awards that ask something, and whether they are those
// swept.
json::object measure_explained(law::LawBook const& book,
                               law::Columns const& columns,
                               std::vector<law::Facts> const& facts,
                               law::FactsOf const& facts_of)
{
    auto const& asked = rivals_question();
    std::size_t verdicts = 0, eligible = 0;
    double took = 0;
    for (auto const& code : book.award_order) {
        if (!asks_something(book, code)) continue;
        law::Question const question{code, asked.year, asked.received};
        auto const swept = sweep(book, columns, question, facts_of);
        auto const start = processor_ms();
        for (std::size_t i = 0; i < facts.size(); ++i) {
            auto const verdict = evaluate(book, facts[i], question);
            eligible += verdict.answer == law::Answer::Eligible ? 1 : 0;
            if (verdict.answer != swept.answer(i))
                throw std::runtime_error(code + ": swept and explained differ");
        }
        took += (processor_ms() - start) / 1000;
        verdicts += facts.size();
    }
    return {{"verdicts", verdicts},
            {"eligible", eligible},
            {"per_processor_second", std::round(static_cast<double>(verdicts) / took)}};
}

json::object run(Options const& options)
{
    auto const& book = law::built_in();
    auto const world = make_world(options.people, options.seed);
    json::object report;
    report["people"] = world.people.size();
    report["years"] = kLastYear - kFirstYear + 1;
    report["rows"] = json::object{{"ratings", world.ratings.size()},
                                  {"awards", world.awards.size()},
                                  {"initiatives", world.initiatives.size()},
                                  {"measures", world.measures.size()},
                                  {"absences", world.absences.size()},
                                  {"transfers", world.transfers.size()},
                                  {"posts", world.posts.size()}};
    report["build"] = best_of(3, [&] { columns_of(world); }).figures();
    auto const columns = columns_of(world);
    auto const people = static_cast<double>(world.people.size());
    report["bytes_per_person_dense"] = rounded(static_cast<double>(columns.dense_bytes()) / people);
    report["bytes_per_person_sparse"] =
        rounded(static_cast<double>(columns.sparse_bytes()) / people);
    auto const everybody = facts_of(world, std::min(options.people, kExplained));
    law::FactsOf const history = [&](std::size_t subject) { return facts_of_one(world, subject); };
    report["sweep"] = measure_sweeps(book, columns, history);
    report["explained"] = measure_explained(book, columns, everybody, history);
    if (!options.rivals) return report;
    auto const ours = sweep(
        book, columns, {"bk-ttg", rivals_question().year, rivals_question().received}, history);
    if (sweep_eligible(book, columns, ours.question, history).list() != ours.eligible.list())
        throw std::runtime_error("asked alone, others are eligible");
    report["rivals"] = measure_rivals(world, ours);
    return report;
}

}  // namespace
}  // namespace thidua::bench

int main(int argc, char** argv)
{
    thidua::bench::Options options;
    for (int i = 1; i < argc; ++i) {
        std::string const argument = argv[i];
        if (argument == "--quick") options.people = 100'000;
        if (argument == "--no-rivals") options.rivals = false;
        if (argument == "--people" && i + 1 < argc)
            options.people = std::strtoull(argv[++i], nullptr, 10);
        if (argument == "--seed" && i + 1 < argc)
            options.seed = std::strtoull(argv[++i], nullptr, 10);
    }
    try {
        boost::json::object report{{"bench", "law"}, {"seed", options.seed}};
        if (auto const* commit = std::getenv("THIDUA_COMMIT")) report["commit"] = commit;
        for (auto const& [key, value] : thidua::bench::run(options)) report[key] = value;
        std::cout << boost::json::serialize(report) << "\n";
    } catch (std::exception const& error) {
        std::cerr << "bench_law: " << error.what() << "\n";
        return 3;
    }
    return 0;
}
