#include "eligibility/sweep.h"

#include "eligibility/holdings.h"
#include "eligibility/parting.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

constexpr int kRetiringMonths = 24;

bool holds(Record const& record, law::Question const& question)
{
    auto const& awards = record.history.awards;
    return std::any_of(awards.begin(), awards.end(), [&](auto const& award) {
        return award.award == question.award && award.to == question.year;
    });
}

Line far_line(std::size_t place, Record const& record, law::Swept const& swept)
{
    Line line;
    line.record = place;
    line.answer = law::Answer::NotEligible;
    line.missing = swept.failed(place);
    line.held = holds(record, swept.question);
    return line;
}

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
    line.held = holds(record, question);
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

bool ever_held(Record const& record, std::string const& award)
{
    auto const same = [&](auto const& each) { return each.award == award; };
    auto const own = [&](Record const& one) {
        return std::any_of(one.history.awards.begin(), one.history.awards.end(), same) ||
               std::any_of(one.undated.begin(), one.undated.end(), same);
    };
    return own(record) ||
           std::any_of(record.ancestors.begin(), record.ancestors.end(), [&](auto const& before) {
               return ever_held(*before.record, award);
           });
}

law::Question years_before(law::Question question, int back)
{
    question.year -= back;
    if (back > 0) question.received = *make_date(question.year, 12, 31);
    return question;
}

bool retires_soon(Record const& record, Date on)
{
    return record.retires && on < *record.retires &&
           *record.retires <= on.plus_months(kRetiringMonths);
}

law::Columns columns_of(std::vector<Record> const& records,
                        law::Subject subject,
                        int newest_year,
                        law::Question const& question,
                        bool with_discipline)
{
    law::Columns columns{subject, newest_year};
    for (auto const& record : records) columns.add(facts_of(record, question, with_discipline));
    columns.seal();
    return columns;
}

std::vector<Line> sweep_all(Books& books,
                            Declared const& declared,
                            std::vector<Record> const& records,
                            law::Columns const& columns,
                            law::Question const& question,
                            bool with_discipline)
{
    Parting parting{books, declared, records, columns, question, with_discipline};
    std::vector<Line> lines;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!is_swept(records[i], question.received)) continue;
        auto const place = parting.at(i);
        if (place.is_far()) {
            lines.push_back(far_line(i, records[i], place.swept()));
            continue;
        }
        auto const facts = facts_of(records[i], question, with_discipline);
        lines.push_back(line_of(i, records[i], question, place.judged(facts)));
    }
    return lines;
}

std::vector<Line> coming_next_year(Books& books,
                                   std::vector<Record> const& records,
                                   std::vector<Line> const& lines,
                                   law::Question const& question,
                                   bool with_discipline)
{
    NextYear next{books, question};
    std::vector<Line> coming;
    for (auto const& line : lines) {
        if (line.answer != law::Answer::NotEligible) continue;
        auto const& record = records[line.record];
        if (next.brings(record, facts_of(record, question, with_discipline)))
            coming.push_back(line);
    }
    return coming;
}

law::Finding const* first_unmet(Judgement const& judgement)
{
    auto const& verdict = judgement.verdict;
    if (verdict.answer != law::Answer::NotEligible || !verdict.finding) return nullptr;
    return deepest_unmet(*verdict.finding);
}

}  // namespace thidua::eligibility
