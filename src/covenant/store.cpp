// Reading covenants.
#include "base/text.h"
#include "covenant/covenant.h"
#include "organisation/block.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>
#include <map>

namespace thidua::covenant {

namespace {

using organisation::date_at;

constexpr std::array<std::string_view, kStateCount> kStates = {
    "draft", "opinions", "ready", "signing", "in-force", "mid-year", "closed"};

std::string const kSelect =
    "SELECT c.id, c.ref, c.block_id, b.ref, b.name, COALESCE(o.path, " +
    std::string{organisation::kSqlTopPath} +
    "), c.year, c.calendar, c.state, c.theme, c.grounds, c.place, c.signs_on, c.titles,"
    " c.undertaking, c.superior, c.witness_post, c.witness_rank, c.witness_name, c.agenda,"
    " c.guests, c.launch_text, c.in_force, c.amends_why, c.mid_year_on, c.closed_on, c.version"
    " FROM covenant c JOIN block b ON b.id = c.block_id LEFT JOIN unit o ON o.id = b.owner_unit_id";

Covenant covenant_at(storage::Rows const& rows)
{
    Covenant covenant;
    covenant.id = rows.integer(0);
    covenant.ref = rows.string(1);
    covenant.block_id = rows.integer(2);
    covenant.block_ref = rows.string(3);
    covenant.block_name = rows.string(4);
    covenant.scope = rows.string(5);
    covenant.year = static_cast<int>(rows.integer(6));
    covenant.calendar = rows.string(7);
    covenant.state = state_named(rows.text(8));
    covenant.theme = rows.string(9);
    covenant.grounds = rows.string(10);
    covenant.place = rows.string(11);
    covenant.signs_on = date_at(rows, 12);
    covenant.titles = rows.string(13);
    covenant.undertaking = rows.string(14);
    covenant.superior = rows.string(15);
    covenant.witness = {rows.string(16), rows.string(17), rows.string(18)};
    covenant.ceremony = {rows.string(19), rows.string(20), rows.string(21)};
    covenant.in_force = rows.maybe_integer(22);
    covenant.amends_why = rows.string(23);
    covenant.mid_year_on = date_at(rows, 24);
    covenant.closed_on = date_at(rows, 25);
    covenant.version = rows.integer(26);
    return covenant;
}

void add_members(storage::Transaction& tx, Covenant& covenant)
{
    auto rows = tx.query(
        "SELECT u.id, u.code, u.name, u.path, m.role FROM block_member m JOIN unit u ON u.id ="
        " m.unit_id WHERE m.block_id = ?1 AND m.year = ?2 ORDER BY CASE m.role WHEN 'head' THEN 0"
        " WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key",
        {covenant.block_id, covenant.year});
    while (rows.next()) {
        covenant.members.push_back(
            {rows.integer(0), rows.string(1), rows.string(2), rows.string(3), rows.string(4)});
    }
}

Plan plan_at(storage::Rows const& rows, int column)
{
    return {rows.maybe_integer(column), rows.string(column + 1)};
}

void add_unit_plans(storage::Transaction& tx,
                    Covenant const& covenant,
                    std::vector<Target>& targets)
{
    std::map<std::int64_t, Target*> by_id;
    for (auto& target : targets) by_id[target.id] = &target;
    auto rows = tx.query(
        "SELECT p.target_id, p.unit_id, u.code, p.plan, p.plan_text FROM covenant_plan p JOIN"
        " covenant_target t ON t.id = p.target_id JOIN unit u ON u.id = p.unit_id WHERE"
        " t.covenant_id = ?1 ORDER BY p.target_id, u.code_key",
        {covenant.id});
    while (rows.next()) {
        // A unit that left the block is no longer asked.
        if (covenant.member(rows.integer(1)) == nullptr) continue;
        by_id.at(rows.integer(0))
            ->units.push_back({rows.integer(1), rows.string(2), plan_at(rows, 3)});
    }
}

}  // namespace

std::string_view name_of(State state) { return kStates.at(static_cast<std::size_t>(state)); }

State state_named(std::string_view name)
{
    auto const found = std::find(kStates.begin(), kStates.end(), name);
    if (found == kStates.end()) throw std::logic_error("no state " + std::string{name});
    return static_cast<State>(found - kStates.begin());
}

std::string_view name_of(Period period) { return period == Period::MidYear ? "mid-year" : "year"; }

std::optional<Period> period_named(std::string_view name)
{
    if (name == "mid-year") return Period::MidYear;
    if (name == "year") return Period::Year;
    return std::nullopt;
}

Member const* Covenant::member(std::string_view code) const
{
    auto const found = std::find_if(
        members.begin(), members.end(), [&](Member const& each) { return each.code == code; });
    return found == members.end() ? nullptr : &*found;
}

Member const* Covenant::member(std::int64_t unit_id) const
{
    auto const found = std::find_if(
        members.begin(), members.end(), [&](Member const& each) { return each.id == unit_id; });
    return found == members.end() ? nullptr : &*found;
}

std::string shown_year(Covenant const& covenant)
{
    auto const year = std::to_string(covenant.year);
    return covenant.calendar == "school" ? year + "-" + std::to_string(covenant.year + 1) : year;
}

std::optional<Covenant> find_covenant(storage::Transaction& tx, std::string_view ref)
{
    std::optional<Covenant> covenant;
    {
        auto rows = tx.query(kSelect + " WHERE c.ref = ?1", {ref});
        if (!rows.next()) return std::nullopt;
        covenant = covenant_at(rows);
    }
    add_members(tx, *covenant);
    return covenant;
}

std::optional<Covenant> find_covenant(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view ref)
{
    auto covenant = find_covenant(tx, ref);
    if (!covenant || !may_read(actor, *covenant)) return std::nullopt;
    return covenant;
}

std::vector<Item> items_of(storage::Transaction& tx, Covenant const& covenant)
{
    std::vector<Item> items;
    auto rows = tx.query(
        "SELECT i.id, i.ref, i.position, i.body, c.ref, i.clause_number, (SELECT max(t.number) FROM"
        " covenant_clause_text t WHERE t.clause_id = i.clause_id) FROM covenant_item i LEFT JOIN"
        " covenant_clause c ON c.id = i.clause_id WHERE i.covenant_id = ?1"
        " ORDER BY i.position, i.id",
        {covenant.id});
    while (rows.next()) {
        items.push_back({rows.integer(0),
                         rows.string(1),
                         rows.integer(2),
                         rows.string(3),
                         rows.maybe_string(4),
                         rows.integer(5),
                         rows.integer(6)});
    }
    return items;
}

Plan Target::plan_of(std::int64_t unit_id) const
{
    for (auto const& each : units) {
        if (each.unit_id == unit_id) return each.plan;
    }
    return {};
}

std::vector<Target> targets_of(storage::Transaction& tx, Covenant const& covenant)
{
    std::vector<Target> targets;
    auto rows = tx.query(
        "SELECT id, ref, position, content, measure, kind, better, roll_up, weight, source,"
        " carrier, plan, plan_text FROM covenant_target WHERE covenant_id = ?1"
        " ORDER BY position, id",
        {covenant.id});
    while (rows.next()) {
        Target target{rows.integer(0),
                      rows.string(1),
                      rows.integer(2),
                      rows.string(3),
                      rows.string(4),
                      rows.string(5),
                      rows.string(6),
                      rows.string(7),
                      rows.integer(8),
                      rows.string(9),
                      rows.string(10)};
        target.plan = plan_at(rows, 11);
        targets.push_back(std::move(target));
    }
    add_unit_plans(tx, covenant, targets);
    return targets;
}

std::vector<Opinion> opinions_of(storage::Transaction& tx, Covenant const& covenant)
{
    std::vector<Opinion> opinions;
    auto rows = tx.query(
        "SELECT unit_id, titles, opinion, opinion_text, opinion_by, opinion_on FROM covenant_unit"
        " WHERE covenant_id = ?1 ORDER BY unit_id",
        {covenant.id});
    while (rows.next()) {
        opinions.push_back({rows.integer(0),
                            rows.string(1),
                            rows.string(2),
                            rows.string(3),
                            rows.string(4),
                            date_at(rows, 5)});
    }
    return opinions;
}

}  // namespace thidua::covenant
