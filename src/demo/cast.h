// The accounts of the sample at work: each act is done by who may do it, on the day it would be.
#pragma once

#include "audit/audit.h"
#include "demo/world.h"

#include <string>
#include <string_view>
#include <utility>

namespace thidua::demo {

// The emulation year the sample stands in; of the year before one block's is told to its end.
inline constexpr int kYear = 2025;
Date day(int month, int number, int year = kYear);

// Of the standing office and of the leader, who decides what the office lays before them.
inline constexpr char kOffice[] = "thuongtruc";
inline constexpr char kLeader[] = "lanhdao";
inline constexpr char kCouncil[] = "thuky";

class Cast {
public:
    Cast(storage::Transaction& tx, World const& world) : tx_(tx), world_(world) {}

    // `work(act)` by the account `name` on `day`; throws where it is refused, for the sample is
    // written so that nothing is.
    template <class Work>
    auto on(Date day, std::string const& name, Work const& work)
    {
        auto const actor = actor_of(name, day);
        audit::Act act{tx_, actor, next_moment(day), {}};
        return work(act).value();
    }

    // Of the row with that address.
    std::int64_t version(std::string_view table, std::string const& ref);
    std::string block_ref(int block);

    storage::Transaction& tx() { return tx_; }
    World const& world() const { return world_; }

private:
    access::Actor actor_of(std::string const& name, Date day);
    // Work begins in the morning; one act follows the other.
    Instant next_moment(Date day);

    storage::Transaction& tx_;
    World const& world_;
    Instant last_;
};

// "thutruong", "thutruong.d202": the account of a unit's head; likewise of its clerk.
std::string head_of(std::string const& unit_code);
std::string clerk_of(std::string const& unit_code);

// The account that leads a block in a year.
std::string leader_of(World const& world, int block, int year = kYear);

// Codes of the units of a block, in order.
std::vector<std::string> units_of(World const& world, int block);

// The resolution of the year, whose items movements carry out.
inline constexpr std::string_view kResolution = "01-NQ/ĐU";

// The year before, of Block 2 alone: what a finished year looks like.
void plan_year_before(Cast& cast);      // year_plan.cpp
void register_year_before(Cast& cast);  // year_registrations.cpp
void agree_year_before(Cast& cast);     // year_covenants.cpp
void meet_year_before(Cast& cast);      // year_meetings.cpp
void vote_year_before(Cast& cast);      // year_votes.cpp
void score_year_before(Cast& cast);     // year_scores.cpp
void pass_on_lead(Cast& cast);          // year_lead.cpp

// This year, up to the first of December.
void plan_year(Cast& cast);          // year_plan.cpp
void direct_units(Cast& cast);       // year_directives.cpp
void run_movements(Cast& cast);      // year_movements.cpp
void register_units(Cast& cast);     // year_registrations.cpp
void agree_on_year(Cast& cast);      // year_covenants.cpp
void meet(Cast& cast);               // year_meetings.cpp
void score(Cast& cast);              // year_scores.cpp
void prepare_vote(Cast& cast);       // year_votes.cpp
void look_for_next_lead(Cast& cast); // year_lead.cpp
void report_year(Cast& cast);        // year_plan.cpp

}  // namespace thidua::demo
