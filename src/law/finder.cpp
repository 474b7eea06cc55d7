#include "law/finder.h"

#include <algorithm>
#include <set>

namespace thidua::law {
namespace {

bool among(std::vector<std::string> const& codes, std::string const& code)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Evidence evidence_of(AwardFact const& award)
{
    return {"award", award.award, award.from, award.to, award.decision};
}

Evidence rating_evidence(int year, Rating rating)
{
    return {"rating", std::string(code_of(rating)), year, year, ""};
}

bool of_state(LawBook const& book, Question const& question)
{
    return book.awards.at(question.award).level == "state";
}

// Joints that only put together what their parts say.
bool only_joins(Node const& node)
{
    return std::holds_alternative<All>(node.what) || std::holds_alternative<Any>(node.what) ||
           std::holds_alternative<Years>(node.what) || std::holds_alternative<Run>(node.what);
}

Finding result(bool met)
{
    Finding finding;
    finding.value = met ? Truth::Met : Truth::NotMet;
    return finding;
}

}  // namespace

Finder::Finder(LawBook const& book,
               Regime const& regime,
               Facts const& facts,
               Question const& question,
               Tells tells,
               Hopes* hopes)
    : book_(book),
      regime_(regime),
      facts_(facts),
      history_(facts.history),
      question_(question),
      worth_(of_state(book, question) ? &regime.state_worth : &regime.other_worth),
      mode_papers_(of_state(book, question) ? &regime.state_papers : &regime.other_papers),
      hopes_(hopes),
      explains_(tells == Tells::Everything),
      hurries_(!explains_ && hopes == nullptr)
{}

Finding Finder::find(Node const& node, YearRange window) const
{
    auto finding = judged(node, window);
    if (explains_ && !mode_papers_->empty() && !only_joins(node))
        finding.mode_papers = papers_behind(finding, window);
    return finding;
}

Truth Finder::value_with(std::map<Mode, Worth> const& worth,
                         Node const& node,
                         YearRange window) const
{
    auto other = *this;
    other.worth_ = &worth;
    other.explains_ = false;
    return other.find(node, window).value;
}

std::vector<std::shared_ptr<Settlement const>> Finder::papers_behind(Finding const& found,
                                                                     YearRange window) const
{
    std::vector<std::shared_ptr<Settlement const>> each_needed, all;
    auto without_any = *worth_;
    for (auto const& [mode, paper] : *mode_papers_) {
        auto const& awards = history_.awards;
        bool const meant = std::any_of(awards.begin(), awards.end(), [&](AwardFact const& award) {
            return award.mode == mode;
        });
        if (!meant) continue;
        all.push_back(paper);
        without_any[mode] = Worth::Open;
        auto without = *worth_;
        without[mode] = Worth::Open;
        if (value_with(without, *found.node, window) != found.value) each_needed.push_back(paper);
    }
    if (all.empty() || !each_needed.empty()) return each_needed;
    // Where any one of several would do, each is a reason.
    bool const together = value_with(without_any, *found.node, window) != found.value;
    return together ? all : each_needed;
}

Finding Finder::judged(Node const& node, YearRange window) const
{
    auto finding =
        std::visit([&](auto const& what) { return operator_value(what, window); }, node.what);
    finding.node = &node;
    if (finding.value != Truth::NotMet || node.point.empty()) return finding;
    auto const opening = node.open_when ? find(*node.open_when, window).value : Truth::Met;
    if (opening == Truth::NotMet) return finding;
    if (!node.settled) {
        finding.value = Truth::Open;
        finding.opened = true;
        return finding;
    }
    finding.ruled = true;
    finding.value = node.settled->holds ? opening : Truth::NotMet;
    finding.open_by_mode = finding.value == Truth::Open;
    return finding;
}

YearRange Finder::years_counted(Standard const& standard, bool restart, bool once) const
{
    YearRange range{kEver, question_.year};
    if (restart && standard.restarts) range.first = std::max(range.first, first_after_discipline());
    if (once && standard.once) range.first = std::max(range.first, first_after_same_form());
    return range;
}

int Finder::first_after_discipline() const
{
    int first = kEver;
    for (auto const& measure : history_.disciplines) {
        if (!known(measure.from)) continue;
        first = std::max(first, measure.to ? measure.to->year() + 1 : question_.year + 1);
    }
    return first;
}

int Finder::first_after_same_form() const
{
    int first = kEver;
    for (auto const& award : history_.awards) {
        if (award.mode != Mode::Merit || award.to > question_.year || !known(award.decided))
            continue;
        if (award.award == question_.award && hinders(award))
            first = std::max(first, first_year_after(award));
    }
    return first;
}

bool Finder::hinders(AwardFact const& award) const
{
    if (hopes_ == nullptr) return true;
    if (static_cast<std::size_t>(&award - history_.awards.data()) < hopes_->from) return true;
    hopes_->hindered = true;
    return !hopes_->overlook;
}

Truth Finder::worth(AwardFact const& award) const
{
    switch (worth_->at(award.mode)) {
    case Worth::Counts: return Truth::Met;
    case Worth::Open: return Truth::Open;
    case Worth::Never: return Truth::NotMet;
    }
    return Truth::NotMet;
}

int Finder::first_year_after(AwardFact const& award) const
{
    return 1 + (regime_.windows_from_decision ? award.decided.year() : award.to);
}

// Awards that count for the question: decided by the day of receipt, of a closing year inside the
// window, and each year of one title once.
std::vector<Finder::Counted> Finder::counted(std::vector<std::string> const& codes,
                                             YearRange window) const
{
    std::vector<Counted> found;
    for (auto const& award : history_.awards) {
        if (award.to > question_.year || !window.holds(award.to) || !known(award.decided)) continue;
        if (!among(codes, award.award)) continue;
        auto const value = worth(award);
        if (value == Truth::NotMet) continue;
        auto const same = std::find_if(found.begin(), found.end(), [&](Counted const& other) {
            return other.award->to == award.to && other.award->award == award.award;
        });
        if (same == found.end())
            found.push_back({&award, value});
        else if (value > same->value)
            *same = {&award, value};
    }
    return found;
}

Rating Finder::rating(int year) const
{
    auto const found = history_.ratings.find(year);
    return found == history_.ratings.end() || year > question_.year ? Rating::None : found->second;
}

Date Finder::first_of_year() const { return *make_date(question_.year, 1, 1); }
Date Finder::last_of_year() const { return *make_date(question_.year, 12, 31); }

Finding Finder::parts(std::vector<Node> const& nodes, YearRange window) const
{
    Finding finding;
    for (auto const& node : nodes) {
        auto part = find(node, window);
        finding.value = std::min(finding.value, part.value);
        if (explains_)
            finding.parts.push_back(std::move(part));
        else if (hurries_ && finding.value == Truth::NotMet)
            break;
    }
    return finding;
}

Finding Finder::count(std::vector<Counted> const& awards, int at_least) const
{
    Finding finding;
    int sure = 0;
    for (auto const& each : awards) {
        sure += each.value == Truth::Met ? 1 : 0;
        tell(finding, [&] { return evidence_of(*each.award); });
    }
    int const possible = static_cast<int>(awards.size());
    finding.found = sure;
    finding.value = sure >= at_least       ? Truth::Met
                    : possible >= at_least ? Truth::Open
                                           : Truth::NotMet;
    finding.open_by_mode = finding.value == Truth::Open;
    return finding;
}

Finding Finder::operator_value(All const& what, YearRange window) const
{
    return parts(what.parts, window);
}

Finding Finder::operator_value(Any const& what, YearRange window) const
{
    auto finding = result(false);
    for (auto const& node : what.parts) {
        auto part = find(node, window);
        finding.value = std::max(finding.value, part.value);
        if (explains_)
            finding.parts.push_back(std::move(part));
        else if (hurries_ && finding.value == Truth::Met)
            break;
    }
    return finding;
}

Finding Finder::operator_value(Years const& what, YearRange window) const
{
    int const first = what.first == kEver ? kEver : question_.year + what.first;
    return parts(
        what.parts,
        {std::max(window.first, first), std::min(window.last, question_.year + what.last)});
}

Finding Finder::operator_value(After const& what, YearRange window) const
{
    Finding best = result(false);
    bool first = true;
    for (auto const& base : counted(what.awards, {kEver, question_.year})) {
        auto tried =
            parts(what.parts, {std::max(window.first, first_year_after(*base.award)), window.last});
        tried.open_by_mode = base.value == Truth::Open;
        tried.value = std::min(tried.value, base.value);
        tell(tried, [&] { return evidence_of(*base.award); });
        tried.found = 1;
        if (first || tried.value > best.value) best = std::move(tried);
        if (hurries_ && best.value == Truth::Met) break;
        first = false;
    }
    return best;
}

Finding Finder::operator_value(Run const& what, YearRange window) const
{
    int first = window.last + 1;
    while (first - 1 >= window.first && rating(first - 1) >= what.rating) --first;
    int const length = window.last + 1 - first;
    bool const whole = !what.whole || first == window.first;
    bool const enough = length >= what.years && whole;
    if (!enough && hurries_) return result(false);
    auto finding = parts(what.parts, {first, window.last});
    if (!enough) finding.value = Truth::NotMet;
    finding.found = length;
    for (int year = first; year <= window.last; ++year)
        tell(finding, [&] { return rating_evidence(year, rating(year)); });
    return finding;
}

Finding Finder::operator_value(YearRating const& what, YearRange) const
{
    auto const own = rating(question_.year);
    auto finding = result(own >= what.rating);
    if (own != Rating::None) tell(finding, [&] { return rating_evidence(question_.year, own); });
    return finding;
}

Finding Finder::operator_value(RatedYears const& what, YearRange window) const
{
    Finding finding;
    for (auto const& [year, own] : history_.ratings) {
        if (year > question_.year || !window.holds(year) || own < what.rating) continue;
        tell(finding, [year = year, own = own] { return rating_evidence(year, own); });
        ++finding.found;
    }
    finding.value = finding.found >= what.at_least ? Truth::Met : Truth::NotMet;
    return finding;
}

Finding Finder::operator_value(Titles const& what, YearRange window) const
{
    std::map<int, Counted> by_year;
    for (auto const& each : counted(what.awards, window)) {
        auto const [it, fresh] = by_year.emplace(each.award->to, each);
        if (!fresh && each.value > it->second.value) it->second = each;
    }
    Finding best = result(false);
    for (auto const& [closing, unused] : by_year) {
        if (what.earlier ? closing >= question_.year : closing != question_.year) continue;
        Finding tried;
        for (int year = closing - what.years + 1; year <= closing; ++year) {
            auto const found = by_year.find(year);
            tried.value =
                std::min(tried.value, found == by_year.end() ? Truth::NotMet : found->second.value);
        }
        tried.open_by_mode = tried.value == Truth::Open;
        if (tried.value > best.value) best = std::move(tried);
    }
    for (auto const& [year, each] : by_year) {
        if (!what.earlier && year <= question_.year - what.years) continue;
        tell(best, [award = each.award] { return evidence_of(*award); });
        ++best.found;
    }
    return best;
}

Finding Finder::operator_value(AwardCount const& what, YearRange window) const
{
    if (!what.any_mode) return count(counted(what.awards, window), what.at_least);
    std::set<std::pair<std::string, int>> distinct;
    for (auto const& award : history_.awards) {
        if (!among(what.awards, award.award) || !known(award.decided)) continue;
        if (award.to <= question_.year && window.holds(award.to))
            distinct.emplace(award.decision + to_iso(award.decided), award.to);
    }
    auto finding = result(static_cast<int>(distinct.size()) >= what.at_least);
    finding.found = static_cast<int>(distinct.size());
    return finding;
}

Finding Finder::operator_value(NoAward const& what, YearRange window) const
{
    Finding finding;
    for (auto const& each : counted(what.awards, window)) {
        if (!hinders(*each.award)) continue;
        finding.value = Truth::NotMet;
        tell(finding, [&] { return evidence_of(*each.award); });
    }
    return finding;
}

Finding Finder::operator_value(Initiatives const& what, YearRange window) const
{
    Finding finding;
    for (auto const& each : history_.initiatives) {
        if (each.year > question_.year || !window.holds(each.year) || each.level < what.level)
            continue;
        if (!what.kinds.empty() && !among(what.kinds, each.kind)) continue;
        tell(finding, [&] {
            return Evidence{"initiative", each.kind, each.year, each.year, each.decision};
        });
        ++finding.found;
    }
    finding.value = finding.found >= what.at_least ? Truth::Met : Truth::NotMet;
    return finding;
}

Finding Finder::operator_value(Held const& what, YearRange) const
{
    return count(counted(what.awards, {kEver, question_.year}), 1);
}

Finding Finder::operator_value(NoOtherForm const& what, YearRange) const
{
    Finding finding;
    if (what.from && question_.received < *what.from) return finding;
    auto const first = *make_date(question_.received.year(), 1, 1);
    for (auto const& award : history_.awards) {
        if (award.decided < first || !known(award.decided)) continue;
        if (!among(what.awards, award.award)) continue;
        if (std::find(what.exempt.begin(), what.exempt.end(), award.mode) != what.exempt.end())
            continue;
        if (!hinders(award)) continue;
        finding.value = Truth::NotMet;
        tell(finding, [&] { return evidence_of(award); });
    }
    return finding;
}

Finding Finder::operator_value(FiledAfter const& what, YearRange) const
{
    auto finding = result(false);
    for (auto const& each : counted(what.awards, {question_.year, question_.year})) {
        auto const last = make_date(each.award->decided.year() + what.years, what.month, what.day);
        if (last && question_.received <= *last)
            finding.value = std::max(finding.value, each.value);
        tell(finding, [&] { return evidence_of(*each.award); });
    }
    finding.open_by_mode = finding.value == Truth::Open;
    return finding;
}

}  // namespace thidua::law
