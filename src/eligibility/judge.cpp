#include "eligibility/judge.h"

#include "law/projection.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

using law::Finding;
using law::Truth;

struct Window {
    int first = law::kEver;
    int last = 0;
};

// The values a requirement could take if what is not declared were entered.
struct Span {
    Truth low = Truth::Met;
    Truth high = Truth::Met;
};

struct Doubt {
    Source source;
    int year;  // 0: none in particular.
    std::string clause;
};

// Walks the findings of a verdict. `upward` collects what could turn a failure, else what could
// turn a success.
class Doubts {
public:
    Doubts(Bench const& bench,
           Record const& record,
           law::Facts const& facts,
           law::Question const& question,
           bool with_discipline,
           bool upward)
        : declared_(bench.declared),
          record_(record),
          history_(facts.history),
          facts_(facts),
          question_(question),
          with_discipline_(with_discipline),
          upward_(upward)
    {}

    Span span_of(Finding const& finding, Window window)
    {
        finding_ = &finding;
        auto const span = std::visit(
            [&](auto const& what) { return look(what, finding, window); }, finding.node->what);
        auto const least = least_of(finding);
        return {std::max(span.low, least), std::max(span.high, least)};
    }

    std::vector<Doubt> found;
    int earliest = 9999;  // The first year that was read.

    // Records of this kind that may be unwritten in these years.
    std::vector<int> undeclared(Source source, int first, int last)
    {
        first = std::max(first, floor());
        earliest = std::min(earliest, first);
        std::vector<int> years;
        for (int year = first; year <= last; ++year) {
            if (!declared_.has(record_.unit_in(year), source, year)) years.push_back(year);
        }
        return years;
    }

private:
    // What the requirement comes to whatever is unwritten: a point leaves failure to a person, a
    // paper that closed it says whether it holds.
    static Truth least_of(Finding const& finding)
    {
        auto const& node = *finding.node;
        if (finding.opened) return Truth::Open;
        if (node.point.empty() || node.open_when) return Truth::NotMet;
        if (!node.settled) return Truth::Open;
        return node.settled->holds ? Truth::Met : Truth::NotMet;
    }

    // Nothing is asked of the time before the subject was there.
    int floor() const
    {
        int first = question_.year - 60;
        if (history_.joined) first = std::max(first, first_year());
        return first;
    }
    int first_year() const
    {
        int first = history_.joined->year();
        for (auto const& before : history_.lineage) {
            if (before.history.joined) first = std::min(first, before.history.joined->year());
        }
        return first;
    }

    bool doubt(Source source, std::vector<int> const& years)
    {
        for (auto const year : years) found.push_back({source, year, finding_->node->clause});
        return !years.empty();
    }

    // A requirement that needs something to be there, or something not to be there.
    Span needs(Source source, Finding const& finding, std::vector<int> const& years)
    {
        Span span{finding.value, finding.value};
        if (upward_ && finding.value != Truth::Met && doubt(source, years)) span.high = Truth::Met;
        return span;
    }
    Span forbids(Source source, Finding const& finding, std::vector<int> const& years)
    {
        Span span{finding.value, finding.value};
        if (!upward_ && finding.value != Truth::NotMet && doubt(source, years))
            span.low = Truth::NotMet;
        return span;
    }
    std::vector<int> undeclared_awards(std::vector<std::string> const& codes, Window window)
    {
        auto years = undeclared(Source::Awards, window.first, window.last);
        for (auto const& award : record_.undated) {
            if (std::find(codes.begin(), codes.end(), award.award) == codes.end()) continue;
            years.push_back(0);
            break;
        }
        return years;
    }
    // Enough years in doubt to reach the number?
    Span counts(Source source, Finding const& finding, std::vector<int> years, int at_least, int per)
    {
        if (finding.found + static_cast<int>(years.size()) * per < at_least) years.clear();
        return needs(source, finding, years);
    }

    Span all(std::vector<Finding> const& parts, Window window)
    {
        Span span;
        for (auto const& part : parts) {
            auto const one = span_of(part, window);
            span = {std::min(span.low, one.low), std::min(span.high, one.high)};
        }
        return span;
    }

    Span look(law::All const&, Finding const& finding, Window window)
    {
        return all(finding.parts, window);
    }
    Span look(law::Any const&, Finding const& finding, Window window)
    {
        Span span{Truth::NotMet, Truth::NotMet};
        for (auto const& part : finding.parts) {
            auto const one = span_of(part, window);
            span = {std::max(span.low, one.low), std::max(span.high, one.high)};
        }
        return span;
    }
    Span look(law::Years const& what, Finding const& finding, Window window)
    {
        int const first = what.first == law::kEver ? law::kEver : question_.year + what.first;
        return all(finding.parts,
                   {std::max(window.first, first), std::min(window.last, question_.year + what.last)});
    }
    Span look(law::After const& what, Finding const& finding, Window window)
    {
        auto const any = undeclared_awards(what.awards, {law::kEver, question_.year});
        if (finding.parts.empty()) return needs(Source::Awards, finding, any);
        auto const after = finding.evidence.empty() ? law::kEver : finding.evidence.back().to + 1;
        auto span = all(finding.parts, {std::max(window.first, after), window.last});
        if (finding.open_by_mode) span.low = std::min(span.low, Truth::Open);
        finding_ = &finding;
        // Another base, not yet entered, might serve better.
        if (finding.value != Truth::Met) span.high = std::max(span.high, needs(Source::Awards, finding, any).high);
        return span;
    }
    Span look(law::Run const& what, Finding const& finding, Window window)
    {
        int const first = window.last + 1 - finding.found;
        auto const enough = [&](int from) {
            return window.last + 1 - from >= what.years && (!what.whole || from <= window.first);
        };
        if (enough(first)) return all(finding.parts, {first, window.last});
        // Longer only if what precedes it is unwritten, year by year.
        std::vector<int> unwritten;
        int from = first;
        while (!enough(from) && from > window.first && from > floor()) {
            auto const rating = history_.ratings.find(from - 1);
            if (rating == history_.ratings.end()) {
                if (undeclared(Source::Ratings, from - 1, from - 1).empty()) break;
                unwritten.push_back(from - 1);
            } else if (rating->second < what.rating) {
                break;
            }
            --from;
        }
        if (!enough(from)) unwritten.clear();
        return needs(Source::Ratings, finding, unwritten);
    }

    Span look(law::YearRating const&, Finding const& finding, Window)
    {
        if (history_.ratings.contains(question_.year)) return {finding.value, finding.value};
        return needs(Source::Ratings,
                     finding,
                     undeclared(Source::Ratings, question_.year, question_.year));
    }
    Span look(law::RatedYears const& what, Finding const& finding, Window window)
    {
        auto years = undeclared(Source::Ratings, window.first, window.last);
        std::erase_if(years, [&](int year) { return history_.ratings.contains(year); });
        return counts(Source::Ratings, finding, years, what.at_least, 1);
    }
    Span look(law::Titles const& what, Finding const& finding, Window window)
    {
        if (what.earlier)
            return needs(Source::Awards, finding, undeclared_awards(what.awards, window));
        int const first = question_.year - what.years + 1;
        auto years = undeclared_awards(what.awards, {std::max(window.first, first), question_.year});
        for (auto const& held : finding.evidence) std::erase(years, held.to);
        // One year that is certainly without the title settles it.
        if (finding.found + static_cast<int>(years.size()) < what.years) years.clear();
        return needs(Source::Awards, finding, years);
    }
    Span look(law::AwardCount const& what, Finding const& finding, Window window)
    {
        auto const kinds = static_cast<int>(what.awards.size());
        return counts(
            Source::Awards, finding, undeclared_awards(what.awards, window), what.at_least, kinds);
    }
    Span look(law::Held const& what, Finding const& finding, Window)
    {
        return needs(Source::Awards,
                     finding,
                     undeclared_awards(what.awards, {law::kEver, question_.year}));
    }
    Span look(law::NoAward const& what, Finding const& finding, Window window)
    {
        return forbids(Source::Awards, finding, undeclared_awards(what.awards, window));
    }
    Span look(law::NoOtherForm const& what, Finding const& finding, Window)
    {
        if (what.from && question_.received < *what.from) return {finding.value, finding.value};
        auto const year = question_.received.year();
        return forbids(Source::Awards, finding, undeclared_awards(what.awards, {year, year}));
    }
    Span look(law::FiledAfter const& what, Finding const& finding, Window)
    {
        return needs(Source::Awards,
                     finding,
                     undeclared_awards(what.awards, {question_.year, question_.year}));
    }
    Span look(law::Initiatives const&, Finding const& finding, Window window)
    {
        return needs(Source::Initiatives,
                     finding,
                     undeclared(Source::Initiatives, window.first, window.last));
    }

    // Facts of the entry itself: absent means nobody wrote them.
    std::vector<int> unless(bool known) const { return known ? std::vector<int>{} : std::vector{0}; }
    Span look(law::Category const&, Finding const& finding, Window)
    {
        return needs(Source::Persons, finding, unless(!facts_.category.empty()));
    }
    Span look(law::Service const&, Finding const& finding, Window)
    {
        return needs(Source::Persons, finding, unless(history_.joined.has_value()));
    }
    Span look(law::RecruitMonths const&, Finding const& finding, Window)
    {
        return forbids(Source::Persons, finding, unless(history_.joined.has_value()));
    }
    Span look(law::Post const& what, Finding const& finding, Window)
    {
        bool known = !record_.posts.empty();
        for (auto const& post : record_.posts) {
            if (what.coefficient > 0 && !post.has_coefficient) known = false;
        }
        return needs(Source::Posts, finding, unless(known));
    }
    Span look(law::LongStudy const&, Finding const& finding, Window)
    {
        return absences(finding);
    }
    Span look(law::LeaveDays const&, Finding const& finding, Window)
    {
        return absences(finding);
    }
    Span absences(Finding const& finding)
    {
        return forbids(Source::Absences,
                       finding,
                       undeclared(Source::Absences, question_.year, question_.year));
    }
    Span look(law::Undisciplined const& what, Finding const& finding, Window)
    {
        if (!with_discipline_) return {finding.value, finding.value};
        using When = law::Undisciplined::When;
        bool const whole_life = what.when == When::Ever || what.when == When::InPost;
        int const first = whole_life ? law::kEver
                          : what.when == When::StartsInYear ? question_.year
                                                            : question_.year - 1;
        int const last = whole_life ? question_.received.year() : question_.year;
        return forbids(Source::Disciplines, finding, undeclared(Source::Disciplines, first, last));
    }
    Span look(law::Members const&, Finding const& finding, Window)
    {
        return figures(finding, history_.members.has_value());
    }
    Span look(law::PartyClean const&, Finding const& finding, Window)
    {
        return figures(finding, history_.party_clean.has_value());
    }
    Span figures(Finding const& finding, bool known)
    {
        auto const years = known ? std::vector<int>{}
                                 : undeclared(Source::UnitYears, question_.year, question_.year);
        auto span = needs(Source::UnitYears, finding, years);
        span.low = forbids(Source::UnitYears, finding, years).low;
        return span;
    }
    Span look(law::BlockRank const&, Finding const& finding, Window)
    {
        auto const years = history_.block
                               ? std::vector<int>{}
                               : undeclared(Source::Blocks, question_.year, question_.year);
        return needs(Source::Blocks, finding, years);
    }

    // A move is an act of the organisation itself, and the rest reads no record.
    Span look(law::TransferOpinion const&, Finding const& finding, Window) { return as_is(finding); }
    Span look(law::FiledBy const&, Finding const& finding, Window) { return as_is(finding); }
    Span look(law::Open const&, Finding const& finding, Window) { return as_is(finding); }
    Span look(law::Attest const&, Finding const& finding, Window) { return as_is(finding); }
    static Span as_is(Finding const& finding) { return {finding.value, finding.value}; }

    Declared const& declared_;
    Record const& record_;
    law::History const& history_;
    law::Facts const& facts_;
    law::Question const& question_;
    bool with_discipline_;
    bool upward_;
    Finding const* finding_ = nullptr;
};

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

// Where counting starts for the question: the principles take earlier years away.
int first_counted(law::Regime const& regime,
                  law::Standard const& standard,
                  law::History const& history,
                  law::Question const& question)
{
    int first = law::kEver;
    for (auto const& measure : history.disciplines) {
        if (!standard.restarts || measure.from > question.received) continue;
        first = std::max(first, measure.to ? measure.to->year() + 1 : question.year + 1);
    }
    for (auto const& award : history.awards) {
        if (!standard.once || award.award != question.award || award.mode != law::Mode::Merit)
            continue;
        if (award.decided > question.received || award.to > question.year) continue;
        auto const last = regime.windows_from_decision ? award.decided.year() : award.to;
        first = std::max(first, last + 1);
    }
    return first;
}

// What the principles read: measures and earlier awards of the same form take years away, and a
// case that is being looked into defers.
void doubt_principles(Doubts& doubts,
                      law::Regime const& regime,
                      law::Standard const& standard,
                      law::Question const& question,
                      bool with_discipline)
{
    auto const add = [&](Source source, std::string const& clause, int first, int last) {
        for (auto const year : doubts.undeclared(source, first, last))
            doubts.found.push_back({source, year, clause});
    };
    auto const received = question.received.year();
    auto const first = doubts.earliest == 9999 ? question.year : doubts.earliest;
    if (with_discipline && regime.pending_defers)
        add(Source::Pending, regime.deferral.clause, received, received);
    if (with_discipline && standard.restarts)
        add(Source::Disciplines, regime.restart.clause, first, question.year);
    if (standard.once) add(Source::Awards, regime.once.clause, first, question.year);
}

}  // namespace

namespace {

// Conjunctions inside conjunctions ask side by side; of several ways the shortest counts.
int count_missing(Finding const& finding, law::Facts const& facts)
{
    if (finding.value != Truth::NotMet) return 0;
    if (!law::can_be_met(*finding.node, facts)) return kOutOfReach;
    if (!finding.node->point.empty()) return 1;
    auto const& what = finding.node->what;
    bool const ways = std::holds_alternative<law::Any>(what);
    if (!ways && !std::holds_alternative<law::All>(what)) return 1;
    int missing = ways ? kOutOfReach : 0;
    for (auto const& part : finding.parts) {
        auto const more = count_missing(part, facts);
        missing = ways ? std::min(missing, more) : std::min(missing + more, kOutOfReach);
    }
    return std::max(missing, 1);
}

bool posts_are_known(Record const& record)
{
    return !record.posts.empty() &&
           std::all_of(record.posts.begin(), record.posts.end(), [](auto const& post) {
               return post.has_coefficient;
           });
}

}  // namespace

Hinges::Hinges(law::Node const& requirement)
{
    first_.fill(1);
    add(requirement, law::kEver, 0);
}

void Hinges::read(Source source, int first)
{
    auto& known = first_[static_cast<std::size_t>(source)];
    known = std::min({known, first, 0});
}

// Only what needs something to be there: what forbids something fails for what is there.
void Hinges::add(law::Node const& node, int first, int last)
{
    if (!node.point.empty() && !node.open_when) left_to_a_person_ = true;
    if (auto const* years = std::get_if<law::Years>(&node.what)) {
        first = std::max(first, years->first);
        last = std::min(last, years->last);
    } else if (auto const* run = std::get_if<law::Run>(&node.what)) {
        read(Source::Ratings, run->whole ? first : std::max(first, last + 1 - run->years));
    } else if (auto const* titles = std::get_if<law::Titles>(&node.what)) {
        read(Source::Awards, titles->earlier ? first : std::max(first, 1 - titles->years));
    } else {
        std::visit(
            [&](auto const& what) {
                using What = std::decay_t<decltype(what)>;
                auto const is = [](auto const&... kinds) {
                    return (std::is_same_v<What, std::decay_t<decltype(kinds)>> || ...);
                };
                if (is(law::After{}, law::Held{})) read(Source::Awards, law::kEver);
                if (is(law::AwardCount{}, law::FiledAfter{})) read(Source::Awards, first);
                if (is(law::YearRating{})) read(Source::Ratings, 0);
                if (is(law::RatedYears{})) read(Source::Ratings, first);
                if (is(law::Initiatives{})) read(Source::Initiatives, first);
                if (is(law::Members{}, law::PartyClean{})) read(Source::UnitYears, 0);
                if (is(law::BlockRank{})) read(Source::Blocks, 0);
                if (is(law::Post{})) read(Source::Posts, 0);
            },
            node.what);
    }
    if (auto const* parts = law::parts_of(node)) {
        for (auto const& part : *parts) add(part, first, last);
    }
}

bool Hinges::could_turn(Declared const& declared,
                        Record const& record,
                        law::Question const& question) const
{
    auto const& joined = record.history.joined;
    if (left_to_a_person_ || !joined || record.category.empty()) return true;
    if (!record.undated.empty() || !record.ancestors.empty()) return true;
    auto const reads = [&](Source source) { return first_[static_cast<std::size_t>(source)] <= 0; };
    if (reads(Source::Posts) && !posts_are_known(record)) return true;
    int const earliest = std::max(joined->year(), question.year - 60);
    for (int at = 0; at < kSources; ++at) {
        auto const source = static_cast<Source>(at);
        if (!reads(source) || source == Source::Posts) continue;
        int const first = std::max(earliest, question.year + first_[static_cast<std::size_t>(at)]);
        if (record.unit_in(first) == record.unit_in(question.year) && record.posts.size() < 2) {
            if (!declared.has_all(record.unit_in(first), source, first, question.year)) return true;
            continue;
        }
        for (int year = first; year <= question.year; ++year) {
            if (!declared.has(record.unit_in(year), source, year)) return true;
        }
    }
    return false;
}

int missing_requirements(law::Verdict const& verdict, law::Facts const& facts)
{
    if (verdict.answer != law::Answer::NotEligible) return 0;
    if (!verdict.finding) return kOutOfReach;
    return count_missing(*verdict.finding, facts);
}

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
    if (!decided || !judgement.verdict.finding || regime == nullptr) {
        judgement.missing = missing_requirements(judgement.verdict, facts);
        return judgement;
    }

    bool const upward = answer == law::Answer::NotEligible;
    Doubts doubts{bench, record, facts, question, with_discipline, upward};
    auto const* standard = bench.book.standard(question.award, facts.subject, regime->id);
    auto const first = first_counted(*regime, *standard, facts.history, question);
    auto const span = doubts.span_of(*judgement.verdict.finding, {first, question.year});
    if (upward) {
        if (span.high != Truth::NotMet)
            withhold(judgement, doubts.found);
        else
            judgement.missing = missing_requirements(judgement.verdict, facts);
        return judgement;
    }
    if (span.low == Truth::Met) doubts.found.clear();
    doubt_principles(doubts, *regime, *standard, question, with_discipline);
    if (!doubts.found.empty()) withhold(judgement, doubts.found);
    return judgement;
}

Judgement judge(Bench const& bench,
                Record const& record,
                law::Question const& question,
                bool with_discipline)
{
    return judge(bench, record, facts_of(record, question, with_discipline), question, with_discipline);
}

}  // namespace thidua::eligibility
