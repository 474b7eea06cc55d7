// The earliest year: the best a subject can do from now on is played forward year by year.
#include "law/projection.h"

namespace thidua::law {
namespace {

int const kHorizon = 40;

}  // namespace

Outlook look_ahead(LawBook const& book, Facts const& facts, Question const& question)
{
    Outlook outlook;
    bool unread = false;
    auto const* regime = read_regime(book, question.received, unread);
    if (regime == nullptr || !book.awards.contains(question.award)) return outlook;
    auto const* last = regime;
    for (auto const& each : book.regimes) last = each.unread.empty() ? &each : last;
    outlook.regime = last->id;
    outlook.answer = evaluate_under(book, *last, facts, question).answer;
    auto const settle = [&](int year) {
        outlook.projected_year = year;
        if (!unread) outlook.earliest_year = year;
    };
    if (evaluate_under(book, *regime, facts, question).answer == Answer::Eligible) {
        settle(question.year);
        return outlook;
    }
    if (!can_be_given(book, facts, question.award)) return outlook;
    Facts future = counted_facts(*last, facts);
    auto tried = rungs(book, facts.subject, question.award);
    std::erase_if(tried, [&](auto const& rung) { return !can_be_given(book, facts, rung); });
    for (int year = first_coming(question); year <= question.year + kHorizon; ++year) {
        auto const end = make_date(year, 12, 31);
        if (!end || read_regime(book, *end, unread) == nullptr) break;
        achieve(future, best_year(facts.subject, question, year));
        for (auto const& rung : tried) {
            if (!reachable(book, future, rung, year)) continue;
            if (rung == question.award) {
                settle(year);
                return outlook;
            }
            grant(future, rung, year);
        }
    }
    return outlook;
}

}  // namespace thidua::law
