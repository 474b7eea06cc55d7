#include "law/differences.h"

namespace thidua::law {
namespace {

Told told(LawBook const& book, Facts const& facts, Question const& question)
{
    auto const verdict = evaluate(book, facts, question);
    Told result{verdict.answer, verdict.regime, verdict.failed};
    auto& clauses = result.clauses;
    clauses.insert(clauses.end(), verdict.house_failed.begin(), verdict.house_failed.end());
    for (auto const& each : verdict.open) clauses.push_back(each.clause);
    return result;
}

bool can_be_asked(LawBook const& book, Facts const& facts, Question const& question)
{
    auto const award = book.awards.find(question.award);
    if (award == book.awards.end()) return false;
    return facts.subject == Subject::Person ? award->second.for_persons : award->second.for_units;
}

}  // namespace

std::vector<Difference> differences(LawBook const& old,
                                    LawBook const& fresh,
                                    std::span<Facts const> facts,
                                    std::span<Question const> questions)
{
    std::vector<Difference> found;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        for (auto const& question : questions) {
            if (!can_be_asked(old, facts[i], question) && !can_be_asked(fresh, facts[i], question))
                continue;
            auto before = told(old, facts[i], question);
            auto after = told(fresh, facts[i], question);
            if (before.answer == after.answer) continue;
            found.push_back({i, question, std::move(before), std::move(after)});
        }
    }
    return found;
}

}  // namespace thidua::law
