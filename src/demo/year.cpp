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
    return identity::load_actor(tx_, *account, day).value();
}

Date day(int month, int number, int year) { return make_date(year, month, number).value(); }

std::int64_t Cast::version(std::string_view table, std::string const& ref)
{
    auto const sql = "SELECT version FROM " + std::string{table} + " WHERE ref = ?1";
    return tx_.integer(sql, {ref}).value();
}

std::string Cast::block_ref(int block)
{
    auto const name = "Khối " + std::to_string(block) + " %";
    return tx_.text("SELECT ref FROM block WHERE name LIKE ?1", {name}).value();
}

Instant Cast::next_moment(Date day)
{
    constexpr std::int64_t kMorning = 8 * 3600;
    constexpr std::int64_t kBetween = 37;  // So that a day's acts end before the evening.
    Instant const morning{start_of(day).seconds + kMorning};
    bool const same_day = last_ >= morning && last_ < start_of(day.plus_days(1));
    last_ = same_day ? Instant{last_.seconds + kBetween} : morning;
    return last_;
}

std::string head_of(std::string const& unit_code) { return account_of("thutruong", unit_code); }
std::string clerk_of(std::string const& unit_code) { return account_of("troly", unit_code); }

std::string leader_of(World const& world, int block, int year)
{
    if (block == 2 && year == kYear) return "khoitruong";
    auto const head = std::find_if(world.places.begin(), world.places.end(), [&](auto const& place) {
        return place.block == block && place.year == year && place.role == "head";
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
    if (world.options.as_of != day(12, 1)) return;
    Cast cast{tx, world};
    plan_year_before(cast);
    register_year_before(cast);
    agree_year_before(cast);
    meet_year_before(cast);
    vote_year_before(cast);
    score_year_before(cast);
    pass_on_lead(cast);

    plan_year(cast);
    direct_units(cast);
    run_movements(cast);
    register_units(cast);
    agree_on_year(cast);
    meet(cast);
    score(cast);
    prepare_vote(cast);
    look_for_next_lead(cast);
    report_year(cast);
}

}  // namespace thidua::demo
