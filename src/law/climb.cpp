#include "law/climb.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace thidua::law {
namespace {

// Choices tried before the search ends; the law as it is asks for none or a handful.
constexpr int kMostTries = 4000;

// What is not asked of a history when it is held already: the awards that stand in the way.
void name_hindrances(Node const& node, std::set<std::string>& names)
{
    if (auto const* what = std::get_if<NoAward>(&node.what))
        names.insert(what->awards.begin(), what->awards.end());
    if (auto const* what = std::get_if<NoOtherForm>(&node.what))
        names.insert(what->awards.begin(), what->awards.end());
    if (node.open_when) name_hindrances(*node.open_when, names);
    if (auto const* parts = parts_of(node)) {
        for (auto const& part : *parts) name_hindrances(part, names);
    }
}

// What a second award of the same kind on the way may serve: all that is asked of it but that it is
// held, or was the base of the years after it. Those years are as good as can be, so the earliest
// base serves best, unless they are to be free of something.
void name_repeated(Node const& node, std::set<std::string>& names)
{
    std::set<std::string> hindrances;
    bool const base = std::holds_alternative<After>(node.what);
    if (base) name_hindrances(node, hindrances);
    std::visit(
        [&](auto const& what) {
            if constexpr (requires { what.awards; }) {
                using What = std::decay_t<decltype(what)>;
                if constexpr (!std::is_same_v<What, Held>) {
                    if (!base || !hindrances.empty())
                        names.insert(what.awards.begin(), what.awards.end());
                }
            }
        },
        node.what);
    if (node.open_when) name_repeated(*node.open_when, names);
    if (auto const* parts = parts_of(node)) {
        for (auto const& part : *parts) name_repeated(part, names);
    }
}

struct Step {
    int year = 0;
    std::size_t rung = 0;
};

// A future as far as it is played: the facts, and what was taken on the way.
struct Way {
    Facts facts;
    std::vector<Step> taken;
    std::uint64_t had = 0;  // By rung: what is taken and of no use again.
};

class Climber {
public:
    Climber(LawBook const& book, Facts const& start, Question const& question)
        : book_(book),
          start_(start),
          question_(question),
          first_(first_coming(question)),
          rungs_(rungs(book, start.subject, question.award))
    {
        std::erase_if(rungs_, [&](auto const& rung) { return !can_be_given(book, start, rung); });
    }

    std::optional<Climb> shortest(int last)
    {
        Hopes taken_count{start_.history.awards.size(), false, false};
        Way greedy = begin();
        auto const year = play(greedy, {first_, 0}, last, taken_count);
        int const before = year ? *year - 1 : last;
        std::optional<Climb> climb;
        if (year) climb = told(greedy, false);
        if (!taken_count.hindered || before < first_) return climb;
        auto const hoped = hope(begin(), {first_, 0}, before);
        for (int limit = hoped.value_or(before + 1); limit <= before; ++limit) {
            if (auto way = choose(begin(), {first_, 0}, limit)) return told(*way, true);
        }
        if (climb) climb->shortest = tries_ <= kMostTries;
        return climb;
    }

private:
    // Before the rung is tried in the year, whose deeds are done.
    struct Moment {
        int year = 0;
        std::size_t rung = 0;
    };

    Way begin() const
    {
        Way way{start_, {}};
        achieve(way.facts, best_year(start_.subject, question_, first_));
        return way;
    }

    void take(Way& way, Moment at)
    {
        if (at.rung < 64 && !serves_again(at.rung)) way.had |= std::uint64_t{1} << at.rung;
        grant(way.facts, rungs_[at.rung], at.year);
        way.taken.push_back({at.year, at.rung});
    }

    bool may_take(Way const& way, Moment at, Hopes* hopes = nullptr) const
    {
        bool const had = at.rung < 64 && (way.had >> at.rung & 1U) != 0;
        return !had && reachable(book_, way.facts, rungs_[at.rung], at.year, hopes);
    }

    bool is_last(std::size_t rung) const { return rungs_[rung] == question_.award; }

    // Takes all there is, to the end of the year `last`; the year in which the award comes.
    std::optional<int> play(Way& way, Moment at, int last, Hopes& hopes)
    {
        for (;;) {
            for (; at.rung < rungs_.size(); ++at.rung) {
                if (!may_take(way, at, &hopes)) continue;
                take(way, at);
                if (is_last(at.rung)) return at.year;
            }
            if (++at.year > last) return std::nullopt;
            at.rung = 0;
            achieve(way.facts, best_year(start_.subject, question_, at.year));
        }
    }

    // The year before which no choice from here on brings the award: as if nothing taken from here
    // on stood in the way of anything.
    std::optional<int> hope(Way way, Moment at, int last)
    {
        Hopes overlooked{way.facts.history.awards.size(), true, false};
        return play(way, at, last, overlooked);
    }

    std::optional<Way> choose(Way way, Moment at, int limit)
    {
        for (;;) {
            for (; at.rung < rungs_.size(); ++at.rung) {
                if (!may_take(way, at)) continue;
                if (!is_last(at.rung) && hinders(at.rung)) {
                    auto taken = way;
                    take(taken, at);
                    Moment const next{at.year, at.rung + 1};
                    if (++tries_ > kMostTries) return std::nullopt;
                    if (hope(taken, next, limit)) {
                        if (auto found = choose(std::move(taken), next, limit)) return found;
                    }
                    if (!hope(way, next, limit)) return std::nullopt;
                    continue;
                }
                take(way, at);
                if (is_last(at.rung)) return way;
            }
            if (++at.year > limit) return std::nullopt;
            at.rung = 0;
            achieve(way.facts, best_year(start_.subject, question_, at.year));
        }
    }

    bool hinders(std::size_t rung)
    {
        if (hindrances_.empty()) {
            each_standard([this](Standard const& standard) {
                if (standard.once) hindrances_.insert(standard.award);
                name_hindrances(standard.root, hindrances_);
            });
        }
        return hindrances_.contains(rungs_[rung]);
    }

    bool serves_again(std::size_t rung)
    {
        if (!repeated_) {
            repeated_.emplace();
            each_standard(
                [this](Standard const& standard) { name_repeated(standard.root, *repeated_); });
        }
        return repeated_->contains(rungs_[rung]);
    }

    template <class Body>
    void each_standard(Body const& body) const
    {
        for (auto const& regime : book_.regimes) {
            for (auto const& rung : rungs_) {
                auto const* standard = book_.standard(rung, start_.subject, regime.id);
                if (standard != nullptr) body(*standard);
            }
        }
    }

    Climb told(Way const& way, bool left) const
    {
        Climb climb;
        climb.year = way.taken.back().year;
        climb.left = left;
        for (int year = first_; year <= climb.year; ++year)
            climb.years.push_back(best_year(start_.subject, question_, year));
        for (auto const& step : way.taken)
            climb.years[static_cast<std::size_t>(step.year - first_)].awards.push_back(
                rungs_[step.rung]);
        return climb;
    }

    LawBook const& book_;
    Facts const& start_;
    Question const& question_;
    int first_;
    std::vector<std::string> rungs_;
    std::set<std::string> hindrances_;
    std::optional<std::set<std::string>> repeated_;  // Once asked for.
    int tries_ = 0;
};

}  // namespace

std::optional<Climb> shortest_climb(LawBook const& book,
                                    Facts const& start,
                                    Question const& question,
                                    int last)
{
    if (last < first_coming(question)) return std::nullopt;
    return Climber{book, start, question}.shortest(last);
}

}  // namespace thidua::law
