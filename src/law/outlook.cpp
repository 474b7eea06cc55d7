// The earliest year: the best a subject can do from now on is played forward year by year.
#include "law/evaluate.h"
#include "law/lineage.h"

#include <algorithm>
#include <set>

namespace thidua::law {
namespace {

int const kHorizon = 40;

void name_awards(Node const& node, std::vector<std::string>& names)
{
    std::visit(
        [&](auto const& what) {
            if constexpr (requires { what.awards; }) {
                using What = std::decay_t<decltype(what)>;
                if constexpr (!std::is_same_v<What, NoAward> &&
                              !std::is_same_v<What, NoOtherForm>) {
                    names.insert(names.end(), what.awards.begin(), what.awards.end());
                }
            }
        },
        node.what);
    if (auto const* parts = parts_of(node)) {
        for (auto const& part : *parts) name_awards(part, names);
    }
}

// The awards that a standard of `award` rests on in any regime, those they rest on before them:
// what one law does not ask of a year, the law of the year that follows may.
void add_steps(LawBook const& book,
               Subject subject,
               std::string const& award,
               std::set<std::string>& seen,
               std::vector<std::string>& steps)
{
    if (!seen.insert(award).second) return;
    std::vector<std::string> names;
    for (auto const& regime : book.regimes) {
        auto const* standard = book.standard(award, subject, regime.id);
        if (standard != nullptr) name_awards(standard->root, names);
    }
    for (auto const& name : names) add_steps(book, subject, name, seen, steps);
    steps.push_back(award);
}

// In which order a year's awards are tried. A form of the State comes after titles and
// certificates, the highest first: its base lies in earlier years, and a lower one of the same year
// would stand in its way.
void put_in_order(LawBook const& book, std::vector<std::string>& steps)
{
    auto const is_state_form = [&](std::string const& code) {
        auto const& award = book.awards.at(code);
        return award.level == "state" && (award.kind == "commendation" || award.kind == "order");
    };
    auto const forms = std::stable_partition(
        steps.begin(), steps.end(), [&](auto const& code) { return !is_state_form(code); });
    std::reverse(forms, steps.end());
}

void do_the_best(Facts& facts, int year)
{
    auto& history = facts.history;
    history.pending.clear();
    history.ratings[year] = Rating::Excellent;
    for (int i = 0; i < 5; ++i)
        history.initiatives.push_back({year, Level::Nation, "sang-kien", ""});
    if (facts.subject != Subject::Unit) return;
    history.block = BlockFact{1, 1};
    history.party_clean = true;
    history.members = MemberCounts{1, 1, 1, 1, 0};
}

bool is_eligible(LawBook const& book,
                 Regime const& regime,
                 Facts const& facts,
                 Question const& question)
{
    return evaluate_under(book, regime, facts, question).answer == Answer::Eligible;
}

// The regime to read by on a day; `unread` tells that it is a projection.
Regime const* read_regime(LawBook const& book, Date day, bool& unread)
{
    auto const* regime = book.regime_on(day);
    if (regime == nullptr) return nullptr;
    if (regime->unread.empty()) return regime;
    unread = true;
    return book.regime(regime->projection);
}

}  // namespace

Outlook look_ahead(LawBook const& book, Facts const& facts, Question const& question)
{
    Outlook outlook;
    bool unread = false;
    auto const* regime = read_regime(book, question.received, unread);
    if (regime == nullptr || !book.awards.contains(question.award)) return outlook;
    auto const* last = regime;
    for (auto const& each : book.regimes) last = each.unread.empty() ? &each : last;
    outlook.regime = last->id;
    outlook.answer = evaluate_under(book, *last, facts, question).answer;
    auto const settle = [&](int year) {
        outlook.projected_year = year;
        if (!unread) outlook.earliest_year = year;
    };
    if (is_eligible(book, *regime, facts, question)) {
        settle(question.year);
        return outlook;
    }
    auto const readings = readings_of(facts);
    bool const all_count = last->lineage && last->lineage->holds;
    Facts future = all_count ? readings.back() : readings.front();
    std::vector<std::string> steps;
    std::set<std::string> seen;
    add_steps(book, facts.subject, question.award, seen, steps);
    put_in_order(book, steps);
    bool const year_goes_on = question.received < make_date(question.year, 12, 31);
    int const first = question.year + (year_goes_on ? 0 : 1);
    for (int year = first; year <= question.year + kHorizon; ++year) {
        auto const end = make_date(year, 12, 31);
        if (!end) break;
        if (year > question.year) do_the_best(future, year);
        auto const* then = read_regime(book, *end, unread);
        if (then == nullptr) break;
        for (auto const& step : steps) {
            if (!is_eligible(book, *then, future, {step, year, *end})) continue;
            if (step == question.award) {
                settle(year);
                return outlook;
            }
            future.history.awards.push_back({step, year, year, *end, Mode::Merit, ""});
        }
    }
    return outlook;
}

}  // namespace thidua::law
