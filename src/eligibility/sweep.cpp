#include "eligibility/sweep.h"

#include "eligibility/holdings.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

constexpr int kRetiringMonths = 24;

Line line_of(std::size_t place,
             Record const& record,
             law::Question const& question,
             Judgement const& judgement)
{
    Line line;
    line.record = place;
    line.answer = judgement.verdict.answer;
    line.failed = judgement.verdict.failed;
    for (auto const& open : judgement.verdict.open) {
        if (std::find(line.open.begin(), line.open.end(), open.clause) == line.open.end())
            line.open.push_back(open.clause);
    }
    line.gaps = judgement.gaps;
    line.missing = judgement.missing;
    line.held = std::any_of(
        record.history.awards.begin(), record.history.awards.end(), [&](auto const& award) {
            return award.award == question.award && award.to == question.year;
        });
    return line;
}

law::Finding const* deepest_unmet(law::Finding const& finding)
{
    if (finding.value != law::Truth::NotMet) return nullptr;
    for (auto const& part : finding.parts) {
        if (auto const* unmet = deepest_unmet(part)) return unmet;
    }
    return &finding;
}

}  // namespace

bool is_swept(Record const& record, Date on)
{
    bool const begun = !record.history.joined || *record.history.joined <= on;
    return record.own && begun && record.stands_on(on);
}

bool retires_soon(Record const& record, Date on)
{
    return record.retires && on < *record.retires &&
           *record.retires <= on.plus_months(kRetiringMonths);
}

std::vector<Line> sweep_all(Books& books,
                            Declared const& declared,
                            std::vector<Record> const& records,
                            law::Question const& question,
                            bool with_discipline)
{
    std::vector<Line> lines;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        if (!is_swept(record, question.received)) continue;
        auto const& book = books.of(record.path);
        lines.push_back(line_of(
            i, record, question, judge({book, declared}, record, question, with_discipline)));
    }
    return lines;
}

law::Finding const* first_unmet(Judgement const& judgement)
{
    auto const& verdict = judgement.verdict;
    if (verdict.answer != law::Answer::NotEligible || !verdict.finding) return nullptr;
    return deepest_unmet(*verdict.finding);
}

}  // namespace thidua::eligibility
