#include "block/sight.h"

namespace thidua::block {

using access::Permission;
using scoring::Column;

Sight sight_of(access::Actor const& actor, Round const& round)
{
    Sight sight;
    sight.lead = lead_of(actor, round.members);
    sight.planner = actor.may(Permission::PlanYear, round.owner_path);
    sight.office = actor.may(Permission::VerifyScores, round.owner_path);
    sight.council = actor.may(Permission::DecideResults, round.owner_path);
    sight.reader = actor.may(Permission::ReadMovements);
    for (auto const& member : round.members) {
        if (is_of_unit(actor, member.path)) sight.own.insert(member.unit_id);
    }
    return sight;
}

bool sees(Round const& round, Sight const& sight)
{
    if (sight.works() || !sight.own.empty()) return true;
    return round.state == State::Published && sight.reader;
}

bool sees_all_sheets(Round const& round, Sight const& sight)
{
    if (round.state == State::Published) return sight.reader || sees(round, sight);
    if (round.state == State::Shown) return sight.works() || !sight.own.empty();
    return sight.works() && round.state >= State::Cross;
}

bool sees_column(
    Round const& round, Sight const& sight, std::int64_t unit_id, Column column, bool scores_it)
{
    if (round.state >= State::Shown) return sees_all_sheets(round, sight);
    bool const all = sees_all_sheets(round, sight);
    bool const own = sight.owns(unit_id);
    switch (column) {
    case Column::Self: return all || own || (scores_it && round.state == State::Cross);
    case Column::Cross: return all || (own && round.state >= State::Explain);
    case Column::Block:
        return (all && round.state >= State::Meeting) || (own && round.state >= State::Voted);
    case Column::Verified:
        return (all && (sight.office || sight.council) && round.state >= State::Voted) ||
               ((all || own) && round.state >= State::Verified);
    }
    return false;
}

bool sees_ranking(Round const& round, Sight const& sight)
{
    if (round.state >= State::Shown) return sees_all_sheets(round, sight);
    return sight.works() && round.state >= State::Meeting;
}

}  // namespace thidua::block
