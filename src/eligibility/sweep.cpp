#include "eligibility/sweep.h"

#include "eligibility/holdings.h"
#include "law/projection.h"
#include "law/sweep.h"

#include <algorithm>
#include <map>

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

// One law's answers, and what its requirements hinge on.
struct Parted {
    law::Swept swept;
    std::vector<Hinges> hinges;

    explicit Parted(law::Swept answers) : swept(std::move(answers))
    {
        for (auto const& requirement : swept.requirements) hinges.emplace_back(*requirement.node);
    }
};

// Surely not eligible, whatever may be unwritten, and by more than one requirement.
bool is_far(Parted const& parted, Declared const& declared, Record const& record, std::size_t place)
{
    auto const& swept = parted.swept;
    if (swept.answer(place) != law::Answer::NotEligible || swept.failed(place) < 2) return false;
    for (std::size_t i = 0; i < parted.hinges.size(); ++i) {
        if (swept.requirements[i].failed.has(place) &&
            !parted.hinges[i].could_turn(declared, record, swept.question))
            return true;
    }
    return false;
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

bool comes_next_year(law::LawBook const& book,
                     law::Facts const& facts,
                     law::Question const& question,
                     std::vector<std::string> const& rungs)
{
    bool unread = false;
    auto const* regime = law::read_regime(book, question.received, unread);
    if (regime == nullptr || !law::can_be_given(book, facts, question.award)) return false;
    auto future = law::counted_facts(*regime, facts);
    for (int year = law::first_coming(question); year <= question.year + 1; ++year) {
        law::achieve(future, law::best_year(facts.subject, question, year));
        for (auto const& rung : rungs) {
            if (!law::reachable(book, future, rung, year)) continue;
            if (rung == question.award) return true;
            law::grant(future, rung, year);
        }
    }
    return false;
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
    std::map<law::LawBook const*, Parted> parted;
    auto const facts = [&](std::size_t i) {
        return facts_of(records[i], question, with_discipline);
    };
    std::vector<Line> lines;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        if (!is_swept(record, question.received)) continue;
        auto const& book = books.of(record.path);
        auto found = parted.find(&book);
        if (found == parted.end())
            found = parted.emplace(&book, law::sweep(book, columns, question, facts)).first;
        if (is_far(found->second, declared, record, i)) {
            lines.push_back(far_line(i, record, found->second.swept));
        } else {
            lines.push_back(line_of(
                i, record, question, judge({book, declared}, record, question, with_discipline)));
        }
    }
    return lines;
}

std::vector<Line> coming_next_year(Books& books,
                                   std::vector<Record> const& records,
                                   std::vector<Line> const& lines,
                                   law::Question const& question,
                                   bool with_discipline)
{
    std::map<law::LawBook const*, std::vector<std::string>> ways;
    std::vector<Line> coming;
    for (auto const& line : lines) {
        if (line.answer != law::Answer::NotEligible) continue;
        auto const& record = records[line.record];
        auto const& book = books.of(record.path);
        auto& rungs = ways[&book];
        if (rungs.empty()) rungs = law::rungs(book, record.subject, question.award);
        auto const facts = facts_of(record, question, with_discipline);
        if (comes_next_year(book, facts, question, rungs)) coming.push_back(line);
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
