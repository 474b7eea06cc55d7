#include "law/path.h"

#include <utility>

namespace thidua::law {
namespace {

using Plan = std::vector<ComingYear>;

struct Planner {
    LawBook const& book;
    Facts const& start;
    Question const& question;
    std::string const& award = question.award;

    // Everything that can be had, year by year; ends in the year in which the award may be given.
    std::optional<Plan> best(int last) const
    {
        Plan plan;
        Facts future = start;
        auto const tried = rungs(book, start.subject, award);
        for (int year = first_coming(question); year <= last; ++year) {
            plan.push_back(best_year(start.subject, question, year));
            achieve(future, plan.back());
            for (auto const& rung : tried) {
                if (!reachable(book, future, rung, year)) continue;
                plan.back().awards.push_back(rung);
                if (rung == award) return plan;
                grant(future, rung, year);
            }
        }
        return std::nullopt;
    }

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

    void lower(Plan& plan) const
    {
        drop_awards(plan);
        for (std::size_t i = 0; i < plan.size(); ++i) {
            lower_initiatives(plan, i);
            lower_rating(plan, i);
            less(plan, [&](Plan& tried) { return std::exchange(tried[i].unit_year, false); });
        }
    }
};

bool asks_nothing(ComingYear const& coming)
{
    return coming.rating == Rating::None && coming.initiatives == 0 && !coming.unit_year &&
           coming.awards.empty();
}

}  // namespace

std::optional<Path> path(LawBook const& book,
                         Facts const& facts,
                         Question const& question,
                         int years)
{
    auto const outlook = look_ahead(book, facts, question);
    if (!outlook.projected_year || *outlook.projected_year > question.year + years)
        return std::nullopt;
    Path found;
    found.year = *outlook.projected_year;
    found.projection = !outlook.earliest_year;
    found.regime = outlook.regime;
    bool unread = false;
    auto const* now = read_regime(book, question.received, unread);
    if (now == nullptr) return std::nullopt;
    if (evaluate_under(book, *now, facts, question).answer == Answer::Eligible) return found;
    auto const* last = book.regime(outlook.regime);
    auto const start = counted_facts(*last, facts);
    Planner const planner{book, start, question};
    auto plan = planner.best(found.year);
    if (!plan) return std::nullopt;
    planner.lower(*plan);
    std::erase_if(*plan, asks_nothing);
    found.after_conclusion = !facts.history.pending.empty();
    found.years = std::move(*plan);
    if (auto const* regime = read_regime(book, *make_date(found.year, 12, 31), unread))
        found.regime = regime->id;
    return found;
}

}  // namespace thidua::law
