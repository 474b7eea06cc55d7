#include "movement/reach.h"

#include "eligibility/document.h"
#include "eligibility/gather.h"
#include "eligibility/judge.h"
#include "eligibility/sweep.h"
#include "law/projection.h"
#include "law/sentence.h"
#include "legal/book.h"

namespace thidua::movement {

namespace {

// The best of the year done, and what lower awards that brings.
void do_the_best(law::LawBook const& book, law::Facts& facts, law::Question const& question)
{
    auto const before = law::Question{
        question.award, question.year - 1, *make_date(question.year - 1, 12, 31)};
    law::achieve(facts, law::best_year(facts.subject, before, question.year));
    for (auto const& lower : law::rungs(book, facts.subject, question.award)) {
        if (lower == question.award) break;
        if (law::reachable(book, facts, lower, question.year))
            law::grant(facts, lower, question.year);
    }
}

}  // namespace

std::optional<std::string> out_of_reach(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view subject_code,
                                        std::string_view award,
                                        int year,
                                        std::string const& language)
{
    auto const gathered = eligibility::gather(tx, actor, subject_code);
    auto const last_day = make_date(year, 12, 31);
    if (!gathered || !last_day) return std::nullopt;
    auto const book = legal::book_for(tx, *last_day, gathered->record.path);
    if (!book->awards.contains(std::string{award})) return std::nullopt;
    law::Question const question{std::string{award}, year, *last_day};
    auto facts = eligibility::facts_of(gathered->record, question, gathered->with_discipline);
    do_the_best(*book, facts, question);
    auto const judgement = eligibility::judge(
        {*book, gathered->declared}, gathered->record, facts, question, gathered->with_discipline);
    if (judgement.verdict.answer != law::Answer::NotEligible) return std::nullopt;
    auto const* unmet = eligibility::first_unmet(judgement);
    if (unmet == nullptr) return std::nullopt;
    auto const voice = eligibility::speaker(*book, language);
    auto text = voice.say(law::sentence_of(*unmet->node));
    if (auto const missing = voice.say(law::missing_of(*unmet)); missing != text)
        text += ". " + missing;
    return text;
}

}  // namespace thidua::movement
