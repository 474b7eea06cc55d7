// A score round: one block scoring its units for a year, or for its first half, on one version of
// a scale.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "block/figures.h"
#include "block/leaders.h"
#include "block/scale.h"
#include "block/states.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::block {

struct Round {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t block_id = 0;
    std::string block_ref, block_name;
    std::string owner_path;
    int year = 0;
    std::string calendar;  // calendar, school
    std::string period;    // year, mid
    std::int64_t scale_id = 0;
    State state = State::Draft;
    std::optional<Date> closes_on;  // Last day of the stage it is in.
    std::string crossing;           // assigned, all
    scoring::Amount threshold = 0;  // A difference above it is explained.
    std::string resolution;         // "", revote, council
    std::string resolution_reason, resolution_paper;
    std::optional<Date> appeals_until;
    std::int64_t version = 1;
    std::vector<Member> members;

    Member const* member(std::string_view unit_code) const;
    Member const* member(std::int64_t unit_id) const;
    // "2025", "2018-2019"
    std::string year_text() const;
};
std::optional<Round> find_round(storage::Transaction& tx, std::string_view ref);
// Those of the year the actor may know of, by block; all years for 0.
std::vector<Round> rounds_of(storage::Transaction& tx, access::Actor const& actor, int year);

struct OpenRound {
    std::string block;  // Ref.
    int year = 0;
    std::string calendar = "calendar";
    std::string period = "year";
    std::string scale;  // Ref of an adopted one.
    std::string crossing = "assigned";
    std::string threshold = "0";  // As typed.
};
// By the block's leader of the year or the office's planners. A sheet for every member.
Result<Round> open_round(audit::Act& act, OpenRound const& command);

// What of a round's rules may still change: its scale until units begin to score, who cross-scores
// until they begin to, the threshold until differences are explained.
struct Changeable {
    bool scale = false, crossing = false, threshold = false;
    bool any() const { return threshold; }
};
Changeable changeable(State state);

struct EditRound {
    std::string ref;
    std::string scale, crossing, threshold;  // As typed; what may not change is given as it is.
    std::int64_t version = 0;
};
// By the block's leader or the office's planners. Going from all to assigned takes everybody's
// assignment away, so that each is made anew.
Result<Round> edit_round(audit::Act& act, EditRound const& command);

struct AssignScorers {
    std::string ref;
    std::string unit;                  // Who is scored.
    std::vector<std::string> scorers;  // Codes; replaces those before.
    std::int64_t version = 0;
};
// Until the cross-scores begin.
Result<Round> assign_scorers(audit::Act& act, AssignScorers const& command);

struct TakeStep {
    std::string ref;
    std::string step;  // states.h
    std::string closes_on, reason;
    std::int64_t version = 0;
};
Result<Round> take_step(audit::Act& act,
                        TakeStep const& command,
                        FigureSources const& sources = figure_sources());

struct ExtendStage {
    std::string ref;
    std::string closes_on, reason;
    std::int64_t version = 0;
};
Result<Round> extend_stage(audit::Act& act, ExtendStage const& command);

// Whether the actor may take the step now, as far as rights and state go.
bool may_take(access::Actor const& actor, Round const& round, Transition const& transition);

}  // namespace thidua::block
