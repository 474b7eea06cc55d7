#include "law/lineage.h"

#include <algorithm>

namespace thidua::law {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> const& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

// What the successor says of itself wins; between predecessors the better rating is read.
void add(History& to, History const& from, bool own_ratings_win)
{
    for (auto const& [year, rating] : from.ratings) {
        auto const [it, fresh] = to.ratings.emplace(year, rating);
        if (!fresh && !own_ratings_win) it->second = std::max(it->second, rating);
    }
    append(to.awards, from.awards);
    append(to.initiatives, from.initiatives);
    append(to.disciplines, from.disciplines);
    append(to.pending, from.pending);
    append(to.absences, from.absences);
    append(to.transfers, from.transfers);
    append(to.posts, from.posts);
    if (from.joined) to.joined = to.joined ? std::min(*to.joined, *from.joined) : *from.joined;
}

// What was true of the unit in the year asked for, told under its old name.
void add_year(History& to, History const& from)
{
    if (!to.block) to.block = from.block;
    if (!to.party_clean) to.party_clean = from.party_clean;
    if (!to.members) to.members = from.members;
}

// The history with its renames; the histories of mergers and splits are handed out in `merged`.
History renamed(History const& history, std::vector<History>& merged)
{
    History own = history;
    own.lineage.clear();
    for (auto const& before : history.lineage) {
        if (before.kind != Succession::Rename) continue;
        auto const same_unit = renamed(before.history, merged);
        add(own, same_unit, true);
        add_year(own, same_unit);
    }
    for (auto const& before : history.lineage) {
        if (before.kind == Succession::Rename) continue;
        std::vector<History> further;
        auto whole = renamed(before.history, further);
        merged.push_back(std::move(whole));
        append(merged, further);
    }
    return own;
}

}  // namespace

std::vector<Facts> readings_of(Facts const& facts)
{
    std::vector<History> merged;
    Facts certain = facts;
    certain.history = renamed(facts.history, merged);
    std::vector<Facts> readings = {certain};
    if (merged.empty()) return readings;
    History all;
    for (auto const& before : merged) {
        readings.push_back(certain);
        add(readings.back().history, before, true);
        add_year(readings.back().history, before);
        add(all, before, false);
    }
    readings.push_back(certain);
    add(readings.back().history, all, true);
    return readings;
}

}  // namespace thidua::law
