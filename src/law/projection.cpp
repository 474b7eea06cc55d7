#include "law/projection.h"

#include "law/lineage.h"

#include <algorithm>
#include <set>

namespace thidua::law {
namespace {

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

void add_rungs(LawBook const& book,
               Subject subject,
               std::string const& award,
               std::set<std::string>& seen,
               std::vector<std::string>& found)
{
    if (!seen.insert(award).second) return;
    std::vector<std::string> names;
    for (auto const& regime : book.regimes) {
        auto const* standard = book.standard(award, subject, regime.id);
        if (standard != nullptr) name_awards(standard->root, names);
    }
    for (auto const& name : names) add_rungs(book, subject, name, seen, found);
    found.push_back(award);
}

bool is_state_form(Award const& award)
{
    return award.level == "state" && (award.kind == "commendation" || award.kind == "order");
}

}  // namespace

int first_coming(Question const& question)
{
    auto const received = question.received.year();
    bool const ended = question.received == make_date(received, 12, 31);
    return std::max(question.year, ended ? received + 1 : received);
}

ComingYear best_year(Subject subject, Question const& question, int year)
{
    ComingYear coming;
    coming.year = year;
    coming.present = year == question.year;
    if (coming.present) return coming;
    coming.rating = Rating::Excellent;
    coming.initiatives = 5;
    coming.level = Level::Nation;
    coming.unit_year = subject == Subject::Unit;
    return coming;
}

void achieve(Facts& facts, ComingYear const& coming)
{
    if (coming.present) return;
    auto& history = facts.history;
    history.pending.clear();
    if (coming.rating != Rating::None) history.ratings[coming.year] = coming.rating;
    for (int i = 0; i < coming.initiatives; ++i)
        history.initiatives.push_back({coming.year, coming.level, "sang-kien", ""});
    if (facts.subject != Subject::Unit) return;
    history.block.reset();
    history.party_clean.reset();
    history.members.reset();
    if (!coming.unit_year) return;
    history.block = BlockFact{1, 1};
    history.party_clean = true;
    history.members = MemberCounts{1, 1, 1, 1, 0};
}

void grant(Facts& facts, std::string const& award, int year)
{
    facts.history.awards.push_back({award, year, year, *make_date(year, 12, 31), Mode::Merit, ""});
}

Regime const* read_regime(LawBook const& book, Date day, bool& unread)
{
    auto const* regime = book.regime_on(day);
    if (regime == nullptr) return nullptr;
    if (regime->unread.empty()) return regime;
    unread = true;
    return book.regime(regime->projection);
}

Regime const& last_read(LawBook const& book, Regime const& otherwise)
{
    auto const* last = &otherwise;
    for (auto const& each : book.regimes) last = each.unread.empty() ? &each : last;
    return *last;
}

bool reachable(LawBook const& book,
               Facts const& facts,
               std::string const& award,
               int year,
               Hopes* hopes)
{
    auto const end = make_date(year, 12, 31);
    bool unread = false;
    auto const* regime = end ? read_regime(book, *end, unread) : nullptr;
    return regime != nullptr &&
           answer_under(book, *regime, facts, {award, year, *end}, hopes) == Answer::Eligible;
}

bool can_be_met(Node const& node, Facts const& facts)
{
    auto const can = [&](Node const& part) { return can_be_met(part, facts); };
    auto const by_itself = [&] {
        if (std::holds_alternative<Open>(node.what)) return false;
        if (auto const* category = std::get_if<Category>(&node.what))
            return std::find(category->in.begin(), category->in.end(), facts.category) !=
                   category->in.end();
        auto const* parts = parts_of(node);
        if (parts == nullptr) return true;
        if (std::holds_alternative<Any>(node.what))
            return std::any_of(parts->begin(), parts->end(), can);
        return std::all_of(parts->begin(), parts->end(), can);
    };
    if (by_itself()) return true;
    bool const by_paper = !node.point.empty() && node.settled && node.settled->holds;
    return by_paper && (!node.open_when || can(*node.open_when));
}

bool can_be_given(LawBook const& book, Facts const& facts, std::string const& award)
{
    return std::any_of(book.regimes.begin(), book.regimes.end(), [&](Regime const& regime) {
        auto const* standard = book.standard(award, facts.subject, regime.id);
        return standard != nullptr && regime.unread.empty() && can_be_met(standard->root, facts);
    });
}

std::vector<std::string> rungs(LawBook const& book, Subject subject, std::string const& award)
{
    std::vector<std::string> found;
    std::set<std::string> seen;
    add_rungs(book, subject, award, seen, found);
    auto const forms = std::stable_partition(found.begin(), found.end(), [&](auto const& code) {
        return !is_state_form(book.awards.at(code));
    });
    std::reverse(forms, found.end());
    return found;
}

Facts counted_facts(Regime const& regime, Facts const& facts)
{
    if (facts.history.lineage.empty()) return facts;
    auto const readings = readings_of(facts);
    return regime.lineage && regime.lineage->holds ? readings.back() : readings.front();
}

}  // namespace thidua::law
