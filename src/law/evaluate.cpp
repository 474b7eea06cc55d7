#include "law/evaluate.h"

#include "law/finder.h"
#include "law/lineage.h"

#include <algorithm>

namespace thidua::law {
namespace {

void add_once(std::vector<std::string>& clauses, std::string const& clause)
{
    if (!clause.empty() && std::find(clauses.begin(), clauses.end(), clause) == clauses.end())
        clauses.push_back(clause);
}

void add_once(std::vector<OpenPoint>& points, OpenPoint point)
{
    for (auto const& each : points) {
        if (each.clause == point.clause && each.point == point.point) return;
    }
    points.push_back(std::move(point));
}

bool base_is_missing(Finding const& finding)
{
    return std::holds_alternative<After>(finding.node->what) && finding.parts.empty();
}

bool run_is_short(Finding const& finding)
{
    auto const* run = std::get_if<Run>(&finding.node->what);
    return run != nullptr && finding.found < run->years;
}

void collect_failed(Finding const& finding, Verdict& verdict)
{
    if (finding.value != Truth::NotMet) return;
    if (finding.parts.empty() || base_is_missing(finding) || run_is_short(finding)) {
        add_once(finding.node->house ? verdict.house_failed : verdict.failed, finding.node->clause);
    }
    for (auto const& part : finding.parts) collect_failed(part, verdict);
}

void add_once(std::vector<std::shared_ptr<Settlement const>>& papers,
              std::shared_ptr<Settlement const> const& paper)
{
    for (auto const& each : papers) {
        if (each->paper == paper->paper && each->ruling == paper->ruling) return;
    }
    papers.push_back(paper);
}

void collect_papers(Finding const& finding, Verdict& verdict)
{
    if (finding.ruled) add_once(verdict.papers, finding.node->settled);
    for (auto const& paper : finding.mode_papers) add_once(verdict.papers, paper);
    for (auto const& part : finding.parts) collect_papers(part, verdict);
}

// What may stay open in one reading: the points of requirements, and the worth of modes.
class OpenPoints {
public:
    OpenPoints(LawBook const& book, Regime const& regime, Facts const& facts, Question const& asked)
        : regime_(regime),
          facts_(facts),
          of_state_(book.awards.at(asked.award).level == "state"),
          worth_(of_state_ ? regime.state_worth : regime.other_worth)
    {}

    void collect(Finding const& finding, std::vector<OpenPoint>& points) const
    {
        if (finding.value != Truth::Open) return;
        if (finding.opened) {
            add_once(points, {finding.node->clause, finding.node->point, finding.node->house});
            return;
        }
        if (finding.open_by_mode) name_modes(finding, points);
        for (auto const& part : finding.parts) collect(part, points);
    }

private:
    bool speaks_of(Evidence const& evidence, AwardFact const& award) const
    {
        return evidence.kind == "award" && evidence.code == award.award &&
               evidence.from == award.from && evidence.to == award.to &&
               evidence.decision == award.decision && worth_.at(award.mode) == Worth::Open;
    }

    // The modes of the counted awards that are open, as a ruling closes them. An opening that is
    // itself open by a mode keeps no evidence: then every mode that could be meant is named.
    void name_modes(Finding const& finding, std::vector<OpenPoint>& points) const
    {
        auto const& evidence = finding.evidence;
        bool const told = name_modes_of(points, [&](AwardFact const& award) {
            return std::any_of(evidence.begin(), evidence.end(), [&](Evidence const& each) {
                return speaks_of(each, award);
            });
        });
        if (told) return;
        bool const any = name_modes_of(
            points, [&](AwardFact const& award) { return worth_.at(award.mode) == Worth::Open; });
        if (!any) add_once(points, {regime_.modes.clause, "mode"});
    }

    template <class Meant>
    bool name_modes_of(std::vector<OpenPoint>& points, Meant const& meant) const
    {
        bool named = false;
        for (auto const& award : facts_.history.awards) {
            if (!meant(award)) continue;
            auto const scope = of_state_ ? "mode-state-" : "mode-other-";
            add_once(points, {regime_.modes.clause, scope + std::string(code_of(award.mode))});
            named = true;
        }
        return named;
    }

    Regime const& regime_;
    Facts const& facts_;
    bool of_state_;
    std::map<Mode, Worth> const& worth_;
};

Answer answer_of(Truth truth)
{
    switch (truth) {
    case Truth::NotMet: return Answer::NotEligible;
    case Truth::Open: return Answer::NeedsDecision;
    case Truth::Met: return Answer::Eligible;
    }
    return Answer::NeedsDecision;
}

// One history, no lineage left in it.
struct Reading {
    LawBook const& book;
    Regime const& regime;
    Standard const* standard;
    Facts const& facts;
    Question const& question;
    Hopes* hopes = nullptr;

    Finding find(bool restart, bool once, Finder::Tells tells = Finder::Tells::Everything) const
    {
        Finder const finder(book, regime, facts, question, tells, hopes);
        return finder.find(standard->root, finder.years_counted(*standard, restart, once));
    }

    Truth value_of(bool restart, bool once) const
    {
        return find(restart, once, Finder::Tells::Value).value;
    }

    // Where a principle took years away and the answer would be another with them, it is a reason
    // too.
    void name_principles(Truth value, Verdict& verdict) const
    {
        if (standard->restarts && value_of(false, true) > value)
            add_once(verdict.failed, regime.restart.clause);
        if (standard->once && value_of(true, false) > value)
            add_once(verdict.failed, regime.once.clause);
    }

    bool defers() const { return !facts.history.pending.empty() && regime.pending_defers; }

    // What judge() answers.
    Answer answer() const
    {
        if (defers()) return Answer::Deferred;
        if (!regime.unread.empty()) return Answer::NeedsDecision;
        if (standard == nullptr) return Answer::NotEligible;
        auto const value = value_of(true, true);
        bool const mended = value == Truth::NotMet && regime.favours(question.received);
        return mended ? Answer::NeedsDecision : answer_of(value);
    }

    Verdict judge() const
    {
        Verdict verdict;
        verdict.regime = regime.id;
        if (defers()) {
            verdict.answer = Answer::Deferred;
            verdict.open.push_back({regime.deferral.clause, "pending"});
            if (standard != nullptr) verdict.finding = find(true, true);
            return verdict;
        }
        if (!regime.unread.empty()) {
            verdict.open.push_back({regime.unread, "unread"});
            return verdict;
        }
        if (standard == nullptr) {
            verdict.answer = Answer::NotEligible;
            verdict.failed.push_back(regime.act);
            return verdict;
        }
        verdict.finding = find(true, true);
        verdict.answer = answer_of(verdict.finding->value);
        collect_papers(*verdict.finding, verdict);
        if (verdict.answer == Answer::NotEligible) {
            collect_failed(*verdict.finding, verdict);
            name_principles(verdict.finding->value, verdict);
            favour(verdict);
        } else {
            OpenPoints{book, regime, facts, question}.collect(*verdict.finding, verdict.open);
            std::stable_partition(verdict.open.begin(),
                                  verdict.open.end(),
                                  [](OpenPoint const& each) { return !each.house; });
        }
        return verdict;
    }

    // A refusal may be mended by a new law that is more favourable.
    void favour(Verdict& verdict) const
    {
        if (!regime.favour_from) return;
        if (!regime.favours(question.received)) {
            verdict.notes.push_back(regime.favour);
            if (regime.in_favour_period(question.received))
                add_once(verdict.papers, regime.unfavourable);
            return;
        }
        verdict.answer = Answer::NeedsDecision;
        verdict.open.push_back({regime.favour, "more-favourable"});
    }
};

}  // namespace

std::string_view code_of(Answer answer)
{
    switch (answer) {
    case Answer::Eligible: return "eligible";
    case Answer::NotEligible: return "not-eligible";
    case Answer::NeedsDecision: return "needs-decision";
    case Answer::Deferred: return "deferred";
    }
    return "";
}

Verdict evaluate_under(LawBook const& book,
                       Regime const& regime,
                       Facts const& facts,
                       Question const& question)
{
    auto const* standard = book.standard(question.award, facts.subject, regime.id);
    if (facts.history.lineage.empty())
        return Reading{book, regime, standard, facts, question}.judge();
    auto const readings = readings_of(facts);
    if (regime.lineage) {
        auto const& counted = regime.lineage->holds ? readings.back() : readings.front();
        auto verdict = Reading{book, regime, standard, counted, question}.judge();
        if (readings.size() > 1) add_once(verdict.papers, regime.lineage);
        return verdict;
    }
    auto verdict = Reading{book, regime, standard, readings.front(), question}.judge();
    for (std::size_t i = 1; i < readings.size(); ++i) {
        auto const other = Reading{book, regime, standard, readings[i], question}.judge();
        if (other.answer == verdict.answer) continue;
        verdict.answer = Answer::NeedsDecision;
        auto const clause = verdict.failed.empty() ? regime.act : verdict.failed.front();
        add_once(verdict.open, OpenPoint{clause, "lineage"});
        break;
    }
    return verdict;
}

Answer answer_under(LawBook const& book,
                    Regime const& regime,
                    Facts const& facts,
                    Question const& question,
                    Hopes* hopes)
{
    if (!facts.history.lineage.empty()) return evaluate_under(book, regime, facts, question).answer;
    auto const* standard = book.standard(question.award, facts.subject, regime.id);
    return Reading{book, regime, standard, facts, question, hopes}.answer();
}

Verdict evaluate(LawBook const& book, Facts const& facts, Question const& question)
{
    auto const* regime = book.regime_on(question.received);
    if (regime == nullptr || !book.awards.contains(question.award)) {
        Verdict verdict;
        verdict.open.push_back({"", "unread"});
        return verdict;
    }
    return evaluate_under(book, *regime, facts, question);
}

}  // namespace thidua::law
