// The accounts of the sample at work: each act is done by who may do it, on the day it would be.
#pragma once

#include "audit/audit.h"
#include "demo/world.h"

#include <string>
#include <string_view>
#include <utility>

namespace thidua::demo {

class Cast {
public:
    Cast(storage::Transaction& tx, World const& world) : tx_(tx), world_(world) {}

    // `work(act)` by the account `name` on `day`; throws where it is refused, for the sample is
    // written so that nothing is.
    template <class Work>
    auto on(Date day, std::string const& name, Work const& work)
    {
        auto const actor = actor_of(name, day);
        audit::Act act{tx_, actor, start_of(day), {}};
        return work(act).value();
    }

    storage::Transaction& tx() { return tx_; }
    World const& world() const { return world_; }

private:
    access::Actor actor_of(std::string const& name, Date day);

    storage::Transaction& tx_;
    World const& world_;
};

// "thutruong", "thutruong.d202": the account of a unit's head; likewise of its clerk.
std::string head_of(std::string const& unit_code);
std::string clerk_of(std::string const& unit_code);

// The account that leads a block in the sample's year.
std::string leader_of(World const& world, int block);

// Codes of the units of a block, in order.
std::vector<std::string> units_of(World const& world, int block);

// The resolution of the year, whose items movements carry out.
inline constexpr std::string_view kResolution = "01-NQ/ĐU";

void plan_year(Cast& cast);         // year_plan.cpp
void give_directives(Cast& cast);   // year_directives.cpp
void report_year(Cast& cast);       // year_plan.cpp
void run_movements(Cast& cast);     // year_movements.cpp
void register_units(Cast& cast);    // year_registrations.cpp
void sign_covenants(Cast& cast);    // year_covenants.cpp

}  // namespace thidua::demo
