// What is still missing before a covenant can be signed.
#include "covenant/passage.h"
#include "programme/windows.h"

#include <algorithm>

namespace thidua::covenant {

namespace {

std::vector<std::string> without_target(Covenant const& covenant,
                                        std::vector<Target> const& targets)
{
    std::vector<std::string> names;
    for (auto const& member : covenant.members) {
        bool const has = std::any_of(targets.begin(), targets.end(), [&](Target const& target) {
            return target.plan_of(member.id).is_set();
        });
        if (!has) names.push_back(member.name);
    }
    return names;
}

std::vector<std::string> without_opinion(Covenant const& covenant,
                                         std::vector<Opinion> const& opinions)
{
    std::vector<std::string> names;
    for (auto const& member : covenant.members) {
        bool const given = std::any_of(opinions.begin(), opinions.end(), [&](Opinion const& each) {
            return each.unit_id == member.id && !each.verdict.empty();
        });
        if (!given) names.push_back(member.name);
    }
    return names;
}

std::vector<std::string> without_plan(std::vector<Target> const& targets)
{
    std::vector<std::string> contents;
    for (auto const& target : targets) {
        if (!target.plan.is_set() && target.units.empty()) contents.push_back(target.content);
    }
    return contents;
}

bool in_window(storage::Transaction& tx, Covenant const& covenant, Date today)
{
    auto const window = programme::find_block_window(
        tx, programme::WindowKind::Covenant, covenant.year, covenant.block_id);
    return !window || window->on(today) == programme::Timeliness::InTime;
}

}  // namespace

std::vector<Check> readiness(storage::Transaction& tx, Covenant const& covenant, Date today)
{
    auto const items = items_of(tx, covenant);
    auto const targets = targets_of(tx, covenant);
    auto const bare = without_target(covenant, targets);
    auto const unplanned = without_plan(targets);
    auto const silent = without_opinion(covenant, opinions_of(tx, covenant));
    bool const has_head = std::any_of(covenant.members.begin(),
                                      covenant.members.end(),
                                      [](Member const& each) { return each.role == "head"; });
    return {
        {"head", has_head},
        {"theme", !covenant.theme.empty()},
        {"grounds", !covenant.grounds.empty()},
        {"contents", !items.empty()},
        {"targets", !targets.empty()},
        {"plans", unplanned.empty(), true, unplanned},
        {"units", !targets.empty() && bare.empty(), true, bare},
        {"titles", !covenant.titles.empty(), false},
        {"ceremony", !covenant.place.empty() && covenant.signs_on, false},
        {"opinions", silent.empty(), false, silent},
        {"window", in_window(tx, covenant, today), false},
    };
}

}  // namespace thidua::covenant
