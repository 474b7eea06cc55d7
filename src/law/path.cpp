#include "law/path.h"

#include "law/climb.h"

#include <algorithm>
#include <utility>

namespace thidua::law {
namespace {

using Plan = std::vector<ComingYear>;

struct Planner {
    LawBook const& book;
    Facts const& start;
    Question const& question;
    std::string const& award = question.award;

    // Whether each award of the plan may be given in its year by what the plan brings.
    bool leads(Plan const& plan) const
    {
        Facts future = start;
        for (auto const& coming : plan) {
            achieve(future, coming);
            for (auto const& each : coming.awards) {
                if (!reachable(book, future, each, coming.year)) return false;
                grant(future, each, coming.year);
            }
        }
        return true;
    }

    // Takes the change where the plan still leads to the award.
    template <class Change>
    bool less(Plan& plan, Change const& change) const
    {
        Plan tried = plan;
        if (!change(tried) || !leads(tried)) return false;
        plan = std::move(tried);
        return true;
    }

    // Higher awards first: without them what only they rested on can go too.
    void drop_awards(Plan& plan) const
    {
        for (std::size_t i = plan.size(); i-- > 0;) {
            for (std::size_t j = plan[i].awards.size(); j-- > 0;) {
                if (i + 1 == plan.size() && plan[i].awards[j] == award) continue;
                less(plan, [&](Plan& tried) {
                    auto& awards = tried[i].awards;
                    awards.erase(awards.begin() + static_cast<std::ptrdiff_t>(j));
                    return true;
                });
            }
        }
    }

    void lower_initiatives(Plan& plan, std::size_t i) const
    {
        for (int count = 0; count < plan[i].initiatives; ++count) {
            if (less(plan, [&](Plan& tried) {
                    tried[i].initiatives = count;
                    return true;
                }))
                break;
        }
        for (auto const level : {Level::Base, Level::Ministry}) {
            if (plan[i].initiatives == 0 || level >= plan[i].level) break;
            if (less(plan, [&](Plan& tried) {
                    tried[i].level = level;
                    return true;
                }))
                break;
        }
    }

    void lower_rating(Plan& plan, std::size_t i) const
    {
        for (auto const rating :
             {Rating::None, Rating::NotCompleted, Rating::Completed, Rating::Good}) {
            if (less(plan, [&](Plan& tried) {
                    tried[i].rating = rating;
                    return true;
                }))
                break;
        }
    }

    void lower_deeds(Plan& plan) const
    {
        for (std::size_t i = 0; i < plan.size(); ++i) {
            lower_initiatives(plan, i);
            lower_rating(plan, i);
            less(plan, [&](Plan& tried) { return std::exchange(tried[i].unit_year, false); });
        }
    }

    // What the best deeds would bring too, but would stand in the way.
    void name_left(Plan& plan) const
    {
        Facts future = start;
        for (auto& coming : plan) {
            achieve(future, coming);
            for (auto const& each : coming.awards) grant(future, each, coming.year);
            for (auto const& rung : rungs(book, start.subject, award)) {
                auto const& taken = coming.awards;
                if (rung == award || std::find(taken.begin(), taken.end(), rung) != taken.end() ||
                    !reachable(book, future, rung, coming.year))
                    continue;
                Plan tried = plan;
                auto& awards = tried[static_cast<std::size_t>(&coming - plan.data())].awards;
                awards.insert(awards.begin(), rung);
                if (!leads(tried)) coming.left.push_back(rung);
            }
        }
    }
};

bool asks_nothing(ComingYear const& coming)
{
    return coming.rating == Rating::None && coming.initiatives == 0 && !coming.unit_year &&
           coming.awards.empty() && coming.left.empty();
}

}  // namespace

std::optional<Path> path(LawBook const& book,
                         Facts const& facts,
                         Question const& question,
                         int years)
{
    bool unread = false;
    auto const* now = read_regime(book, question.received, unread);
    if (now == nullptr || !book.awards.contains(question.award)) return std::nullopt;
    Path found;
    found.year = question.year;
    found.regime = now->id;
    found.projection = unread;
    if (answer_under(book, *now, facts, question) == Answer::Eligible) return found;
    if (!can_be_given(book, facts, question.award)) return std::nullopt;
    auto const start = counted_facts(last_read(book, *now), facts);
    auto climb = shortest_climb(book, start, question, question.year + years);
    if (!climb) return std::nullopt;
    found.year = climb->year;
    found.regime = read_regime(book, *make_date(found.year, 12, 31), unread)->id;
    found.projection = unread;
    Planner const planner{book, start, question};
    planner.drop_awards(climb->years);
    if (climb->left) planner.name_left(climb->years);
    planner.lower_deeds(climb->years);
    std::erase_if(climb->years, asks_nothing);
    found.after_conclusion = !facts.history.pending.empty();
    found.years = std::move(climb->years);
    return found;
}

}  // namespace thidua::law
