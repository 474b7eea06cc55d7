#include "movement/target_store.h"

#include "base/random.h"
#include "organisation/rows.h"

#include <algorithm>
#include <map>

namespace thidua::movement {

using organisation::date_at;

namespace {

std::string const kTargetColumns =
    "t.id, t.ref, t.movement_id, t.name, t.measure, t.better, t.roll, t.source, t.due_on, "
    "t.wanted, t.result, (SELECT count(*) FROM target_share s WHERE s.target_id = t.id AND s.state "
    "<> 'undone'), (SELECT count(*) FROM target_share s WHERE s.target_id = t.id AND s.state <> "
    "'undone' AND s.result IS NOT NULL)";

Target target_of(storage::Rows const& rows)
{
    Target target;
    target.id = rows.integer(0);
    target.ref = rows.string(1);
    target.movement = rows.integer(2);
    target.name = rows.string(3);
    target.measure = rows.string(4);
    target.better = rows.string(5);
    target.roll = rows.string(6);
    target.source = rows.string(7);
    target.due_on = date_at(rows, 8).value();
    target.wanted = rows.integer(9);
    target.result = rows.maybe_integer(10);
    target.shares = rows.integer(11);
    target.reported = rows.integer(12);
    return target;
}

std::string const kShareColumns =
    "s.id, s.ref, s.subject_kind, s.subject_id, COALESCE(p.code, u.code), COALESCE(p.full_name, "
    "u.name), u.path, s.depth, s.wanted, s.result, s.state, s.reported_on, s.reported_by, s.note, "
    "EXISTS (SELECT 1 FROM target_share b WHERE b.parent_id = s.id AND b.state <> 'undone'), "
    "s.version, s.spread_id, t.due_on FROM target_share s JOIN movement_target t ON t.id = "
    "s.target_id JOIN unit u ON u.id = s.unit_id LEFT JOIN person p ON s.subject_kind = 'person' "
    "AND p.id = s.subject_id ";

Share share_of(storage::Rows const& rows)
{
    Share share;
    share.id = rows.integer(0);
    share.ref = rows.string(1);
    share.kind = rows.string(2);
    share.subject = rows.integer(3);
    share.code = rows.string(4);
    share.name = rows.string(5);
    share.unit_path = rows.string(6);
    share.depth = static_cast<int>(rows.integer(7));
    share.wanted = rows.integer(8);
    share.result = rows.maybe_integer(9);
    share.state = rows.string(10);
    share.reported_on = date_at(rows, 11);
    share.reported_by = rows.string(12);
    share.note = rows.string(13);
    share.rolls_up = rows.boolean(14);
    share.version = rows.integer(15);
    share.spread = rows.integer(16);
    share.late = share.reported_on && *share.reported_on > date_at(rows, 17).value();
    return share;
}

// The rolled figure of the results in `s`, as the target `t` says.
constexpr std::string_view kRolled =
    "CASE t.roll WHEN 'sum' THEN CAST(sum(s.result) AS INTEGER) WHEN 'mean' THEN "
    "CAST(sum(s.result) AS INTEGER) / count(s.result) WHEN 'min' THEN min(s.result) ELSE "
    "max(s.result) END";

std::string rolled_by(std::string_view key, std::string_view condition)
{
    return "SELECT s." + std::string{key} + " AS above, CASE WHEN count(s.result) = 0 THEN NULL ELSE " +
           std::string{kRolled} +
           " END AS result, count(*) - count(s.result) AS missing FROM target_share s JOIN "
           "movement_target t ON t.id = s.target_id WHERE s.state <> 'undone' AND " +
           std::string{condition} + " GROUP BY s." + std::string{key} + ", t.roll";
}

// What an UPDATE of shares sets from `x`; a lapsed one stays so.
constexpr std::string_view kSetRolled =
    "UPDATE target_share SET result = x.result, state = CASE WHEN target_share.state = 'lapsed' "
    "THEN 'lapsed' WHEN x.missing = 0 THEN 'reported' ELSE 'open' END FROM (";

struct Placed {
    std::int64_t id = 0, parent = 0;
    std::int64_t depth = 0;
    bool is_unit = false;
    std::string path;
    std::int64_t old_parent = 0, old_depth = 0;
};

std::vector<Placed> links_in(storage::Transaction& tx, std::int64_t target)
{
    std::vector<Placed> links;
    auto rows = tx.query(
        "SELECT s.id, s.subject_kind, u.path, COALESCE(s.parent_id, 0), s.depth FROM target_share s "
        "JOIN unit u ON u.id = s.unit_id WHERE s.target_id = ?1 AND s.state <> 'undone' "
        "ORDER BY u.path, CASE s.subject_kind WHEN 'unit' THEN 0 ELSE 1 END, s.id",
        {target});
    while (rows.next()) {
        Placed link;
        link.id = rows.integer(0);
        link.is_unit = rows.text(1) == "unit";
        link.path = rows.string(2);
        link.old_parent = rows.integer(3);
        link.old_depth = rows.integer(4);
        links.push_back(std::move(link));
    }
    return links;
}

// Where a share hangs: below no share, if there is none above.
struct Place {
    std::int64_t parent = 0, depth = 0;
};
struct NewRow {
    NewShare const* share;
    Place place;
};

void insert_rows(storage::Transaction& tx, std::int64_t spread, std::vector<NewRow> const& rows)
{
    std::size_t next = 0;
    std::string ref;
    tx.bulk_insert("target_share",
                   {"ref", "target_id", "spread_id", "parent_id", "depth", "subject_kind",
                    "subject_id", "unit_id", "wanted", "state"},
                   [&](std::vector<storage::Param>& row) {
                       if (next == rows.size()) return false;
                       auto const& [share, place] = rows[next++];
                       ref = random_token(8);
                       row = {ref,
                              share->target,
                              spread,
                              place.parent == 0 ? storage::Param{} : storage::Param{place.parent},
                              place.depth,
                              share->subject.kind,
                              share->subject.id,
                              share->unit,
                              share->wanted,
                              "open"};
                       return true;
                   });
}

// Where shares hang below the units of one target, by the unit's path.
using Above = std::map<std::string, Place, std::less<>>;

Above units_above(storage::Transaction& tx, std::int64_t target)
{
    Above above;
    for (auto const& link : links_in(tx, target)) {
        if (link.is_unit) above[link.path] = {link.id, link.old_depth + 1};
    }
    return above;
}

std::map<std::int64_t, std::string> paths_of_units(storage::Transaction& tx)
{
    std::map<std::int64_t, std::string> paths;
    auto rows = tx.query("SELECT id, path FROM unit ORDER BY id");
    while (rows.next()) paths.emplace(rows.integer(0), rows.string(1));
    return paths;
}

// Below the nearest unit, the path's own or one above it.
Place place_below(Above const& above, std::string_view path)
{
    while (!path.empty()) {
        if (auto const found = above.find(path); found != above.end()) return found->second;
        path.remove_suffix(1);
        while (!path.empty() && path.back() != '/') path.remove_suffix(1);
    }
    return {};
}

}  // namespace

std::vector<Target> targets_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<Target> targets;
    auto rows = tx.query(
        "SELECT " + kTargetColumns + " FROM movement_target t WHERE t.movement_id = ?1 ORDER BY t.id",
        {movement});
    while (rows.next()) targets.push_back(target_of(rows));
    return targets;
}

std::optional<Target> find_target(storage::Transaction& tx,
                                  std::int64_t movement,
                                  std::string_view ref)
{
    auto rows = tx.query("SELECT " + kTargetColumns +
                             " FROM movement_target t WHERE t.movement_id = ?1 AND t.ref = ?2",
                         {movement, ref});
    return rows.next() ? std::optional{target_of(rows)} : std::nullopt;
}

std::vector<Share> shares_of(storage::Transaction& tx,
                             access::Actor const& actor,
                             Target const& target)
{
    std::vector<Share> shares;
    auto rows = tx.query(
        "SELECT " + kShareColumns + "WHERE s.target_id = ?1 AND s.state <> 'undone' AND " +
            access::sql_in_scopes(actor.scopes(Permission::ReadMovements), "u.path") +
            " ORDER BY u.path, CASE s.subject_kind WHEN 'unit' THEN 0 ELSE 1 END, p.sort_key NULLS "
            "FIRST, s.id",
        {target.id});
    while (rows.next()) shares.push_back(share_of(rows));
    return shares;
}

std::optional<Share> find_share(storage::Transaction& tx, std::string_view ref)
{
    auto rows = tx.query("SELECT " + kShareColumns + "WHERE s.ref = ?1 AND s.state <> 'undone'", {ref});
    return rows.next() ? std::optional{share_of(rows)} : std::nullopt;
}

std::vector<SpreadDone> spreads_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<SpreadDone> spreads;
    auto rows = tx.query(
        "SELECT ref, shares, entered_by, entered_at, undone_at IS NOT NULL, reason FROM "
        "target_spread WHERE movement_id = ?1 ORDER BY id",
        {movement});
    while (rows.next()) {
        SpreadDone spread;
        spread.ref = rows.string(0);
        spread.shares = rows.integer(1);
        spread.by = rows.string(2);
        spread.at = Instant{rows.integer(3)};
        spread.undone = rows.boolean(4);
        spread.reason = rows.string(5);
        spreads.push_back(std::move(spread));
    }
    return spreads;
}

void insert_shares(storage::Transaction& tx, std::int64_t spread, std::vector<NewShare> const& shares)
{
    std::vector<NewRow> units, persons;
    for (auto const& share : shares)
        (share.subject.kind == "unit" ? units : persons).push_back({&share, {}});
    insert_rows(tx, spread, units);
    std::map<std::int64_t, Above> above;
    for (auto const& share : shares) above.try_emplace(share.target);
    for (auto& [target, found] : above) {
        link_shares(tx, target);
        found = units_above(tx, target);
    }
    auto const paths = paths_of_units(tx);
    for (auto& [share, place] : persons)
        place = place_below(above.at(share->target), paths.at(share->unit));
    insert_rows(tx, spread, persons);
}

void link_shares(storage::Transaction& tx, std::int64_t target)
{
    auto links = links_in(tx, target);
    std::vector<Placed const*> above;
    for (auto& link : links) {
        while (!above.empty() && !access::covers(above.back()->path, link.path)) above.pop_back();
        link.parent = above.empty() ? 0 : above.back()->id;
        link.depth = std::ssize(above);
        if (link.is_unit) above.push_back(&link);
    }
    for (auto const& link : links) {
        if (link.parent == link.old_parent && link.depth == link.old_depth) continue;
        tx.execute("UPDATE target_share SET parent_id = ?2, depth = ?3 WHERE id = ?1",
                   {link.id,
                    link.parent == 0 ? storage::Param{} : storage::Param{link.parent},
                    link.depth});
    }
}

void roll_up(storage::Transaction& tx, std::int64_t share)
{
    auto const target =
        tx.integer("SELECT target_id FROM target_share WHERE id = ?1", {share}).value();
    auto parent = tx.integer("SELECT parent_id FROM target_share WHERE id = ?1", {share});
    while (parent) {
        tx.execute(std::string{kSetRolled} + rolled_by("parent_id", "s.parent_id = ?1") +
                       ") AS x WHERE target_share.id = x.above",
                   {*parent});
        parent = tx.integer("SELECT parent_id FROM target_share WHERE id = ?1", {*parent});
    }
    roll_up_target(tx, target);
}

void roll_up_target(storage::Transaction& tx, std::int64_t target)
{
    tx.execute("UPDATE movement_target SET result = (SELECT x.result FROM (" +
                   rolled_by("target_id", "s.target_id = ?1 AND s.parent_id IS NULL") +
                   ") AS x) WHERE id = ?1",
               {target});
}

void roll_up_all(storage::Transaction& tx)
{
    std::string const running =
        "s.target_id IN (SELECT r.id FROM movement_target r JOIN movement m ON m.id = r.movement_id "
        "WHERE m.state IN ('launched', 'reviewed'))";
    auto const deepest = tx.integer("SELECT max(depth) FROM target_share").value_or(0);
    for (auto depth = deepest; depth > 0; --depth) {
        tx.execute(std::string{kSetRolled} +
                       rolled_by("parent_id", "s.depth = ?1 AND s.parent_id IS NOT NULL AND " + running) +
                       ") AS x WHERE target_share.id = x.above",
                   {depth});
    }
    tx.execute("UPDATE movement_target SET result = x.result FROM (" +
               rolled_by("target_id", "s.depth = 0 AND " + running) +
               ") AS x WHERE movement_target.id = x.above");
}

OpenShares open_shares(storage::Transaction& tx, std::int64_t movement)
{
    constexpr std::size_t kSome = 5;
    OpenShares open;
    auto rows = tx.query(
        "SELECT t.name, COALESCE(p.full_name, u.name) FROM target_share s JOIN movement_target t ON "
        "t.id = s.target_id JOIN unit u ON u.id = s.unit_id LEFT JOIN person p ON s.subject_kind = "
        "'person' AND p.id = s.subject_id WHERE t.movement_id = ?1 AND s.state = 'open' ORDER BY "
        "t.id, u.path, s.id",
        {movement});
    while (rows.next()) {
        ++open.count;
        if (open.some.size() < kSome)
            open.some.push_back(rows.string(1) + " (" + rows.string(0) + ")");
    }
    return open;
}

void lapse_open_shares(Act& act, std::int64_t movement)
{
    act.tx.execute(
        "UPDATE target_share SET state = 'lapsed', version = version + 1 WHERE state = 'open' AND "
        "target_id IN (SELECT id FROM movement_target WHERE movement_id = ?1)",
        {movement});
}

}  // namespace thidua::movement
