// What an actor may see of a round: their own unit's sheet, what they have to cross-score, what is
// published, and, acting for the block, the office or the Council, what their work needs.
#pragma once

#include "block/round.h"
#include "scoring/sheet.h"

#include <set>

namespace thidua::block {

struct Sight {
    Lead lead;
    bool planner = false;        // PlanYear over the block's owner
    bool office = false;         // VerifyScores there
    bool council = false;        // DecideResults there
    bool reader = false;         // ReadMovements there: sees what is published
    std::set<std::int64_t> own;  // Units the actor acts for.

    bool owns(std::int64_t unit_id) const { return own.contains(unit_id); }
    bool works() const { return lead.any() || planner || office || council; }
};
Sight sight_of(access::Actor const& actor, Round const& round);

// Whether the round may be known of.
bool sees(Round const& round, Sight const& sight);
// All sheets, for who works on all of them or once they are public to the actor.
bool sees_all_sheets(Round const& round, Sight const& sight);
// One column of one unit's sheet. `scores_it`: the actor is to cross-score it.
bool sees_column(Round const& round,
                 Sight const& sight,
                 std::int64_t unit_id,
                 scoring::Column column,
                 bool scores_it);
// Who collates the block score of a unit: the head, but the deputy that of the head unit's own
// sheet (without a deputy, the office).
bool may_collate(Round const& round, Member const& unit, Sight const& sight);
// The places as the block, or everyone, may see them.
bool sees_ranking(Round const& round, Sight const& sight);

}  // namespace thidua::block
