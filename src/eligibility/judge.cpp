#include "eligibility/judge.h"

#include "eligibility/doubts.h"
#include "eligibility/missing.h"
#include "law/finder.h"

#include <algorithm>
#include <map>
#include <set>

namespace thidua::eligibility {

namespace {

std::vector<Gap> gaps_of(std::vector<Doubt> const& doubts)
{
    std::map<Source, std::set<int>> by_source;
    for (auto const& doubt : doubts) {
        auto& years = by_source[doubt.source];
        if (doubt.year != 0) years.insert(doubt.year);
    }
    std::vector<Gap> gaps;
    for (auto const& [source, years] : by_source)
        gaps.push_back({source, {years.begin(), years.end()}});
    return gaps;
}

void withhold(Judgement& judgement, std::vector<Doubt> const& doubts)
{
    auto& verdict = judgement.verdict;
    verdict.answer = law::Answer::NeedsDecision;
    judgement.gaps = gaps_of(doubts);
    for (auto const& doubt : doubts) {
        auto const same = std::any_of(verdict.open.begin(), verdict.open.end(), [&](auto const& o) {
            return o.clause == doubt.clause && o.point == kMissingData;
        });
        if (!same) verdict.open.push_back({doubt.clause, kMissingData});
    }
}

// What the principles read: measures and earlier awards of the same form take years away, and a
// case that is being looked into defers.
void doubt_principles(Doubts& doubts,
                      Ground const& ground,
                      law::Regime const& regime,
                      law::Standard const& standard)
{
    auto const add = [&](Source source, std::string const& clause, int first, int last) {
        for (auto const year : undeclared(ground, source, first, last))
            doubts.found.push_back({source, year, clause});
    };
    auto const year = ground.question.year;
    auto const received = ground.question.received.year();
    auto const first = doubts.earliest.value_or(year);
    if (ground.with_discipline && regime.pending_defers)
        add(Source::Pending, regime.deferral.clause, received, received);
    if (ground.with_discipline && standard.restarts)
        add(Source::Disciplines, regime.restart.clause, first, year);
    if (standard.once) add(Source::Awards, regime.once.clause, first, year);
}

// What the answer of a verdict that was decided by `regime` hinges on; none where it stands
// whatever is unwritten.
std::vector<Doubt> doubts_of_answer(law::LawBook const& book,
                                    Ground const& ground,
                                    law::Regime const& regime,
                                    law::Verdict const& verdict)
{
    auto const& question = ground.question;
    auto const& standard = *book.standard(question.award, ground.facts.subject, regime.id);
    auto const counted = law::Finder{book, regime, ground.facts, question}.years_counted(standard);
    bool const failed = verdict.answer == law::Answer::NotEligible;
    auto doubts = doubts_about(
        ground, *verdict.finding, counted, failed ? Turning::Failure : Turning::Success);
    if (failed)
        return doubts.high == law::Truth::NotMet ? std::vector<Doubt>{} : std::move(doubts.found);
    if (doubts.low == law::Truth::Met) doubts.found.clear();
    doubt_principles(doubts, ground, regime, standard);
    return std::move(doubts.found);
}

}  // namespace

Judgement judge(Bench const& bench,
                Record const& record,
                law::Facts const& facts,
                law::Question const& question,
                bool with_discipline)
{
    Judgement judgement;
    judgement.with_discipline = with_discipline;
    judgement.verdict = law::evaluate(bench.book, facts, question);
    auto const answer = judgement.by_record = judgement.verdict.answer;
    auto const* regime = bench.book.regime(judgement.verdict.regime);
    bool const decided = answer == law::Answer::Eligible || answer == law::Answer::NotEligible;
    if (decided && judgement.verdict.finding && regime != nullptr) {
        Ground const ground{bench.declared, record, facts, question, with_discipline};
        auto const doubts = doubts_of_answer(bench.book, ground, *regime, judgement.verdict);
        if (!doubts.empty()) {
            withhold(judgement, doubts);
            return judgement;
        }
    }
    judgement.missing = missing_requirements(judgement.verdict, facts);
    return judgement;
}

Judgement judge(Bench const& bench,
                Record const& record,
                law::Question const& question,
                bool with_discipline)
{
    auto const facts = facts_of(record, question, with_discipline);
    return judge(bench, record, facts, question, with_discipline);
}

}  // namespace thidua::eligibility
