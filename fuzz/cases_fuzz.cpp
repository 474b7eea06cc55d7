// A file of legal cases may be wrong (it says where), it may not crash; and whatever history it
// tells, both evaluators and the look ahead come to an end and to one answer.
#include "law/cases.h"
#include "law/sweep.h"

#include <cstdint>
#include <cstdlib>

using namespace thidua::law;

namespace {

void judge(Case const& each)
{
    auto const& book = built_in();
    auto const verdict = evaluate(book, each.facts, each.question);
    if (!book.awards.contains(each.question.award)) return;
    look_ahead(book, each.facts, each.question);
    // The sweep is asked of years that its callers let through.
    if (each.question.year < 1900 || each.question.year > 2100) return;
    Columns columns(each.facts.subject, each.question.year);
    columns.add(each.facts);
    columns.seal();
    auto const swept =
        sweep(book, columns, each.question, [&each](std::size_t) { return each.facts; });
    if (swept.answer(0) != verdict.answer) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const cases = read_cases({reinterpret_cast<char const*>(data), size}, "fuzz.yaml");
    if (!cases) return 0;
    for (auto const& each : *cases) judge(each);
    return 0;
}
