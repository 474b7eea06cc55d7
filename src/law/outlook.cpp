// The earliest year: the best a subject can do from now on is played forward year by year.
#include "law/climb.h"

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
    auto const& last = last_read(book, *regime);
    outlook.regime = last.id;
    outlook.answer = answer_under(book, last, facts, question);
    auto const settle = [&](int year) {
        outlook.projected_year = year;
        if (!unread) outlook.earliest_year = year;
    };
    if (answer_under(book, *regime, facts, question) == Answer::Eligible) {
        settle(question.year);
        return outlook;
    }
    if (!can_be_given(book, facts, question.award)) return outlook;
    auto const start = counted_facts(last, facts);
    auto const climb = shortest_climb(book, start, question, question.year + kHorizon);
    if (!climb) return outlook;
    read_regime(book, *make_date(climb->year, 12, 31), unread);
    settle(climb->year);
    return outlook;
}

}  // namespace thidua::law
