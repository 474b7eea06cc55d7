#include "eligibility/doubts.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

using law::Finding;
using law::Truth;
using law::YearRange;

// The values a requirement could take if what is not declared were entered.
struct Span {
    Truth low = Truth::Met;
    Truth high = Truth::Met;
};

// The first year from which anything is asked of the subject.
int first_asked(Ground const& ground)
{
    int const first = ground.question.year - kYearsAsked;
    auto const& history = ground.facts.history;
    if (!history.joined) return first;
    int there = history.joined->year();
    for (auto const& before : history.lineage) {
        if (before.history.joined) there = std::min(there, before.history.joined->year());
    }
    return std::max(first, there);
}

// What a requirement comes to whatever is unwritten: a point leaves failure to a person, a paper
// that closed it says whether it holds.
Truth least_of(Finding const& finding)
{
    auto const& node = *finding.node;
    if (finding.opened) return Truth::Open;
    if (node.point.empty() || node.open_when) return Truth::NotMet;
    if (!node.settled) return Truth::Open;
    return node.settled->holds ? Truth::Met : Truth::NotMet;
}

// Walks the findings of a verdict.
class Walk {
public:
    Walk(Ground const& ground, Turning turning) : ground_(ground), turning_(turning) {}

    Span span_of(Finding const& finding, YearRange window)
    {
        finding_ = &finding;
        auto const span = std::visit([&](auto const& what) { return look(what, finding, window); },
                                     finding.node->what);
        auto const least = least_of(finding);
        return {std::max(span.low, least), std::max(span.high, least)};
    }

    std::vector<Doubt> found;
    std::optional<int> earliest;

private:
    law::History const& history() const { return ground_.facts.history; }
    int year() const { return ground_.question.year; }

    std::vector<int> undeclared(Source source, int first, int last)
    {
        first = std::max(first, first_asked(ground_));
        earliest = std::min(earliest.value_or(first), first);
        return eligibility::undeclared(ground_, source, first, last);
    }

    bool doubt(Source source, std::vector<int> const& years)
    {
        for (auto const year : years) found.push_back({source, year, finding_->node->clause});
        return !years.empty();
    }

    // A requirement that needs something to be there, or something not to be there.
    Span needs(Source source, Finding const& finding, std::vector<int> const& years)
    {
        auto span = as_is(finding);
        if (turning_ == Turning::Failure && finding.value != Truth::Met && doubt(source, years))
            span.high = Truth::Met;
        return span;
    }
    Span forbids(Source source, Finding const& finding, std::vector<int> const& years)
    {
        auto span = as_is(finding);
        if (turning_ == Turning::Success && finding.value != Truth::NotMet && doubt(source, years))
            span.low = Truth::NotMet;
        return span;
    }
    std::vector<int> undeclared_awards(std::vector<std::string> const& codes, YearRange window)
    {
        auto years = undeclared(Source::Awards, window.first, window.last);
        for (auto const& award : ground_.record.undated) {
            if (std::find(codes.begin(), codes.end(), award.award) == codes.end()) continue;
            years.push_back(0);
            break;
        }
        return years;
    }
    // Enough years in doubt to reach the number?
    Span counts(
        Source source, Finding const& finding, std::vector<int> years, int at_least, int per)
    {
        if (finding.found + static_cast<int>(years.size()) * per < at_least) years.clear();
        return needs(source, finding, years);
    }

    Span all(std::vector<Finding> const& parts, YearRange window)
    {
        Span span;
        for (auto const& part : parts) {
            auto const one = span_of(part, window);
            span = {std::min(span.low, one.low), std::min(span.high, one.high)};
        }
        return span;
    }

    Span look(law::All const&, Finding const& finding, YearRange window)
    {
        return all(finding.parts, window);
    }
    Span look(law::Any const&, Finding const& finding, YearRange window)
    {
        Span span{Truth::NotMet, Truth::NotMet};
        for (auto const& part : finding.parts) {
            auto const one = span_of(part, window);
            span = {std::max(span.low, one.low), std::max(span.high, one.high)};
        }
        return span;
    }
    Span look(law::Years const& what, Finding const& finding, YearRange window)
    {
        int const first = what.first == law::kEver ? law::kEver : year() + what.first;
        return all(finding.parts,
                   {std::max(window.first, first), std::min(window.last, year() + what.last)});
    }
    Span look(law::After const& what, Finding const& finding, YearRange window)
    {
        auto const any = undeclared_awards(what.awards, {law::kEver, year()});
        if (finding.parts.empty()) return needs(Source::Awards, finding, any);
        auto const after = finding.evidence.empty() ? law::kEver : finding.evidence.back().to + 1;
        auto span = all(finding.parts, {std::max(window.first, after), window.last});
        if (finding.open_by_mode) span.low = std::min(span.low, Truth::Open);
        finding_ = &finding;
        // Another base, not yet entered, might serve better.
        if (finding.value != Truth::Met)
            span.high = std::max(span.high, needs(Source::Awards, finding, any).high);
        return span;
    }
    Span look(law::Run const& what, Finding const& finding, YearRange window)
    {
        int const first = window.last + 1 - finding.found;
        auto const enough = [&](int from) {
            return window.last + 1 - from >= what.years && (!what.whole || from <= window.first);
        };
        if (enough(first)) return all(finding.parts, {first, window.last});
        // Longer only if what precedes it is unwritten, year by year.
        std::vector<int> unwritten;
        int from = first;
        while (!enough(from) && from > window.first && from > first_asked(ground_)) {
            auto const rating = history().ratings.find(from - 1);
            if (rating == history().ratings.end()) {
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

    Span look(law::YearRating const&, Finding const& finding, YearRange)
    {
        if (history().ratings.contains(year())) return as_is(finding);
        return needs(Source::Ratings, finding, undeclared(Source::Ratings, year(), year()));
    }
    Span look(law::RatedYears const& what, Finding const& finding, YearRange window)
    {
        auto years = undeclared(Source::Ratings, window.first, window.last);
        std::erase_if(years, [&](int each) { return history().ratings.contains(each); });
        return counts(Source::Ratings, finding, years, what.at_least, 1);
    }
    Span look(law::Titles const& what, Finding const& finding, YearRange window)
    {
        if (what.earlier)
            return needs(Source::Awards, finding, undeclared_awards(what.awards, window));
        int const first = year() - what.years + 1;
        auto years = undeclared_awards(what.awards, {std::max(window.first, first), year()});
        for (auto const& held : finding.evidence) std::erase(years, held.to);
        // One year that is certainly without the title settles it.
        if (finding.found + static_cast<int>(years.size()) < what.years) years.clear();
        return needs(Source::Awards, finding, years);
    }
    Span look(law::AwardCount const& what, Finding const& finding, YearRange window)
    {
        auto const kinds = static_cast<int>(what.awards.size());
        return counts(
            Source::Awards, finding, undeclared_awards(what.awards, window), what.at_least, kinds);
    }
    Span look(law::Held const& what, Finding const& finding, YearRange)
    {
        return needs(Source::Awards, finding, undeclared_awards(what.awards, {law::kEver, year()}));
    }
    Span look(law::NoAward const& what, Finding const& finding, YearRange window)
    {
        return forbids(Source::Awards, finding, undeclared_awards(what.awards, window));
    }
    Span look(law::NoOtherForm const& what, Finding const& finding, YearRange)
    {
        if (what.from && ground_.question.received < *what.from) return as_is(finding);
        auto const received = ground_.question.received.year();
        return forbids(
            Source::Awards, finding, undeclared_awards(what.awards, {received, received}));
    }
    Span look(law::FiledAfter const& what, Finding const& finding, YearRange)
    {
        return needs(Source::Awards, finding, undeclared_awards(what.awards, {year(), year()}));
    }
    Span look(law::Initiatives const&, Finding const& finding, YearRange window)
    {
        return needs(Source::Initiatives,
                     finding,
                     undeclared(Source::Initiatives, window.first, window.last));
    }

    // Facts of the entry itself: absent means nobody wrote them.
    std::vector<int> unless(bool known) const
    {
        return known ? std::vector<int>{} : std::vector{0};
    }
    Span look(law::Category const&, Finding const& finding, YearRange)
    {
        return needs(Source::Persons, finding, unless(!ground_.facts.category.empty()));
    }
    Span look(law::Service const&, Finding const& finding, YearRange)
    {
        return needs(Source::Persons, finding, unless(history().joined.has_value()));
    }
    Span look(law::RecruitMonths const&, Finding const& finding, YearRange)
    {
        return forbids(Source::Persons, finding, unless(history().joined.has_value()));
    }
    Span look(law::Post const& what, Finding const& finding, YearRange)
    {
        bool known = !ground_.record.posts.empty();
        for (auto const& post : ground_.record.posts) {
            if (what.coefficient > 0 && !post.has_coefficient) known = false;
        }
        return needs(Source::Posts, finding, unless(known));
    }
    Span look(law::LongStudy const&, Finding const& finding, YearRange)
    {
        return absences(finding);
    }
    Span look(law::LeaveDays const&, Finding const& finding, YearRange)
    {
        return absences(finding);
    }
    Span absences(Finding const& finding)
    {
        return forbids(Source::Absences, finding, undeclared(Source::Absences, year(), year()));
    }
    Span look(law::Undisciplined const& what, Finding const& finding, YearRange)
    {
        if (!ground_.with_discipline) return as_is(finding);
        using When = law::Undisciplined::When;
        bool const whole_life = what.when == When::Ever || what.when == When::InPost;
        int const first = whole_life                        ? law::kEver
                          : what.when == When::StartsInYear ? year()
                                                            : year() - 1;
        int const last = whole_life ? ground_.question.received.year() : year();
        return forbids(Source::Disciplines, finding, undeclared(Source::Disciplines, first, last));
    }
    Span look(law::Members const&, Finding const& finding, YearRange)
    {
        return figures(finding, history().members.has_value());
    }
    Span look(law::PartyClean const&, Finding const& finding, YearRange)
    {
        return figures(finding, history().party_clean.has_value());
    }
    Span figures(Finding const& finding, bool known)
    {
        auto const years =
            known ? std::vector<int>{} : undeclared(Source::UnitYears, year(), year());
        auto span = needs(Source::UnitYears, finding, years);
        span.low = forbids(Source::UnitYears, finding, years).low;
        return span;
    }
    Span look(law::BlockRank const&, Finding const& finding, YearRange)
    {
        auto const years =
            history().block ? std::vector<int>{} : undeclared(Source::Blocks, year(), year());
        return needs(Source::Blocks, finding, years);
    }

    // A move is an act of the organisation itself, and the rest reads no record.
    Span look(law::TransferOpinion const&, Finding const& finding, YearRange)
    {
        return as_is(finding);
    }
    Span look(law::FiledBy const&, Finding const& finding, YearRange) { return as_is(finding); }
    Span look(law::Open const&, Finding const& finding, YearRange) { return as_is(finding); }
    Span look(law::Attest const&, Finding const& finding, YearRange) { return as_is(finding); }
    static Span as_is(Finding const& finding) { return {finding.value, finding.value}; }

    Ground const& ground_;
    Turning turning_;
    Finding const* finding_ = nullptr;
};

}  // namespace

std::vector<int> undeclared(Ground const& ground, Source source, int first, int last)
{
    std::vector<int> years;
    for (int year = std::max(first, first_asked(ground)); year <= last; ++year) {
        if (!ground.declared.has(ground.record.unit_in(year), source, year)) years.push_back(year);
    }
    return years;
}

Doubts doubts_about(Ground const& ground,
                    Finding const& finding,
                    YearRange counted,
                    Turning turning)
{
    Walk walk{ground, turning};
    auto const span = walk.span_of(finding, counted);
    return {span.low, span.high, std::move(walk.found), walk.earliest};
}

}  // namespace thidua::eligibility
