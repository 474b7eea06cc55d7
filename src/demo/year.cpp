// The emulation year the sample stands in, lived by its accounts.
#include "demo/cast.h"

#include "base/text.h"
#include "identity/rights.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::demo {

namespace {

// The Academy's own accounts are the short names one tries first.
std::string account_of(std::string const& role, std::string const& unit_code)
{
    return unit_code == "D201" ? role : role + "." + fold(unit_code);
}

}  // namespace

access::Actor Cast::actor_of(std::string const& name, Date day)
{
    auto const account = tx_.integer("SELECT id FROM account WHERE name = ?1", {name});
    if (!account) throw std::logic_error("the sample has no account " + name);
    // Roles hold from the day the accounts were made; their holders did the work before that, too.
    return identity::load_actor(tx_, *account, std::max(day, world_.options.as_of)).value();
}

std::string head_of(std::string const& unit_code) { return account_of("thutruong", unit_code); }
std::string clerk_of(std::string const& unit_code) { return account_of("troly", unit_code); }

std::string leader_of(World const& world, int block)
{
    if (block == 2) return "khoitruong";
    auto const head = std::find_if(world.places.begin(), world.places.end(), [&](auto const& place) {
        return place.block == block && place.year == world.last_year && place.role == "head";
    });
    auto const& unit = world.units.at(static_cast<std::size_t>(head->unit - 1));
    return "khoitruong." + fold(unit.code);
}

std::vector<std::string> units_of(World const& world, int block)
{
    std::vector<std::string> codes;
    for (auto const& unit : world.units) {
        if (unit.block == block && !unit.to) codes.push_back(unit.code);
    }
    return codes;
}

void live_year(storage::Transaction& tx, World const& world)
{
    // Its days are those of 2025: a sample of another day begins with an empty year.
    if (world.options.as_of != *make_date(2025, 12, 1)) return;
    Cast cast{tx, world};
    plan_year(cast);
    give_directives(cast);
    run_movements(cast);
    register_units(cast);
    sign_covenants(cast);
    report_year(cast);
}

}  // namespace thidua::demo
