#include "organisation/unit_store.h"

#include "base/text.h"
#include "organisation/rows.h"

namespace thidua::organisation {

namespace {

// Gives the subtree below `unit` its new path; codes are ASCII, so characters are bytes.
void move_paths(storage::Transaction& tx, std::string const& old_path, std::string const& new_path)
{
    if (old_path == new_path) return;
    auto end = old_path;
    end.back() = '0';  // '0' follows '/': all that begins with old_path.
    auto const tail = std::to_string(old_path.size() + 1);
    tx.execute(
        "UPDATE unit SET path = ?1 || substr(path, " + tail + ") WHERE path >= ?2 AND path < ?3",
        {new_path, old_path, end});
}

}  // namespace

UnitState newest_state(storage::Transaction& tx, std::int64_t unit_id)
{
    auto rows = tx.query(
        "SELECT valid_from, valid_to, name, kind, parent_id FROM unit_state WHERE unit_id = ?1 "
        "ORDER BY valid_from DESC LIMIT 1",
        {unit_id});
    if (!rows.next()) throw storage::Failure{"unit without a state"};
    return {date_at(rows, 0).value_or(Date{}),
            date_at(rows, 1),
            rows.string(2),
            rows.string(3),
            rows.maybe_integer(4)};
}

std::int64_t insert_act(Act& act, std::string_view kind, Date on, Paper const& paper)
{
    return act.tx.insert(
        "INSERT INTO unit_act (kind, on_date, paper_no, paper_date, note, done_by, done_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
        {kind,
         to_iso(on),
         paper.number,
         iso(paper.date),
         paper.note,
         act.actor.name,
         act.now.seconds});
}

void touch(storage::Transaction& tx, std::int64_t act_id, std::int64_t unit_id)
{
    tx.execute(
        "INSERT INTO unit_act_subject (act_id, unit_id) VALUES (?1, ?2) ON CONFLICT (act_id, "
        "unit_id) DO NOTHING",
        {act_id, unit_id});
}

Unit insert_unit(storage::Transaction& tx, NewUnit const& unit, std::int64_t act_id)
{
    auto const order = sort_key(unit.name);
    auto const key = search_key(unit.name);
    auto const path = (unit.parent ? unit.parent->path : "/") + unit.code + "/";
    auto const parent_id = unit.parent ? std::optional{unit.parent->id} : std::nullopt;
    auto const from = to_iso(unit.from);
    auto const to = iso(unit.to);
    auto const id = tx.insert(
        "INSERT INTO unit (code, code_key, kind, name, search_key, sort_key, parent_id, path, "
        "valid_from, valid_to, "
        "offline, head_decides) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
        "RETURNING id",
        {unit.code,
         code_key(unit.code),
         unit.kind,
         unit.name,
         key,
         storage::Bytes{order},
         parent_id,
         path,
         from,
         to,
         unit.offline,
         unit.head_decides});
    tx.execute(
        "INSERT INTO unit_state (unit_id, valid_from, valid_to, name, search_key, kind, parent_id, "
        "act_id) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {id, from, to, unit.name, key, unit.kind, parent_id, act_id});
    index_name(tx, kUnit, id, unit.name, order);
    touch(tx, act_id, id);
    return unit_by_id(tx, id).value();
}

void set_state(storage::Transaction& tx,
               Unit const& unit,
               UnitState const& state,
               std::int64_t act_id)
{
    auto const newest = newest_state(tx, unit.id);
    auto const order = sort_key(state.name);
    auto const key = search_key(state.name);
    auto const from = to_iso(state.from);
    if (newest.from == state.from) {
        tx.execute(
            "UPDATE unit_state SET name = ?3, search_key = ?4, kind = ?5, parent_id = ?6, act_id = "
            "?7 "
            "WHERE unit_id = ?1 AND valid_from = ?2",
            {unit.id, from, state.name, key, state.kind, state.parent_id, act_id});
    } else {
        tx.execute("UPDATE unit_state SET valid_to = ?3 WHERE unit_id = ?1 AND valid_from = ?2",
                   {unit.id, to_iso(newest.from), to_iso(state.from.plus_days(-1))});
        tx.execute(
            "INSERT INTO unit_state (unit_id, valid_from, valid_to, name, search_key, kind, "
            "parent_id, act_id) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            {unit.id, from, iso(newest.to), state.name, key, state.kind, state.parent_id, act_id});
    }
    tx.execute(
        "UPDATE unit SET name = ?2, search_key = ?3, sort_key = ?4, kind = ?5, parent_id = ?6, "
        "version = version + 1 WHERE id = ?1",
        {unit.id, state.name, key, storage::Bytes{order}, state.kind, state.parent_id});
    index_name(tx, kUnit, unit.id, state.name, order);
    auto const parent = state.parent_id ? unit_by_id(tx, *state.parent_id) : std::nullopt;
    move_paths(tx, unit.path, (parent ? parent->path : "/") + unit.code + "/");
    touch(tx, act_id, unit.id);
}

void end_unit(storage::Transaction& tx, std::int64_t unit_id, Date last)
{
    auto const day = to_iso(last);
    tx.execute("UPDATE unit_state SET valid_to = ?2 WHERE unit_id = ?1 AND valid_to IS NULL",
               {unit_id, day});
    tx.execute("UPDATE unit SET valid_to = ?2, version = version + 1 WHERE id = ?1",
               {unit_id, day});
}

void link(storage::Transaction& tx,
          std::int64_t predecessor,
          std::int64_t successor,
          std::string_view kind,
          Date on)
{
    tx.execute(
        "INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date) VALUES (?1, ?2, ?3, "
        "?4) "
        "ON CONFLICT (predecessor_id, successor_id) DO NOTHING",
        {predecessor, successor, kind, to_iso(on)});
}

std::vector<Unit> children_from(storage::Transaction& tx, std::int64_t unit_id, Date day)
{
    auto rows = tx.query(
        "SELECT " + std::string{kUnitColumns} +
            " FROM unit u WHERE u.id IN (SELECT s.unit_id FROM unit_state s WHERE s.parent_id = ?1 "
            "AND (s.valid_to IS NULL OR s.valid_to >= ?2)) ORDER BY u.code_key",
        {unit_id, to_iso(day)});
    std::vector<Unit> units;
    while (rows.next()) units.push_back(unit_of(rows));
    return units;
}

std::vector<Person> people_from(storage::Transaction& tx, std::int64_t unit_id, Date day)
{
    auto rows = tx.query(
        "SELECT " + std::string{kPersonColumns} + std::string{kPersonTables} +
            "WHERE p.merged_into IS NULL AND (p.left_on IS NULL OR p.left_on > ?2) "
            "AND (p.unit_id = ?1 OR p.id IN (SELECT person_id FROM post WHERE unit_id = ?1 "
            "AND (to_on IS NULL OR to_on >= ?2))) ORDER BY p.sort_key, p.code_key",
        {unit_id, to_iso(day)});
    std::vector<Person> people;
    while (rows.next()) people.push_back(person_of(rows));
    return people;
}

void move_person(storage::Transaction& tx,
                 std::int64_t person_id,
                 std::int64_t from_unit,
                 std::int64_t to_unit,
                 Date on)
{
    auto const day = to_iso(on);
    tx.execute(
        "INSERT INTO post (person_id, unit_id, position, rank, from_on, to_on, coefficient, "
        "direct_worker) "
        "SELECT person_id, CAST(?3 AS INTEGER), position, rank, CAST(?4 AS TEXT), to_on, "
        "coefficient, "
        "direct_worker FROM post WHERE person_id = ?1 AND unit_id = ?2 AND from_on < ?4 "
        "AND (to_on IS NULL OR to_on >= ?4)",
        {person_id, from_unit, to_unit, day});
    tx.execute(
        "UPDATE post SET to_on = ?3, version = version + 1 WHERE person_id = ?1 AND unit_id = ?2 "
        "AND from_on < ?4 AND (to_on IS NULL OR to_on >= ?4)",
        {person_id, from_unit, to_iso(on.plus_days(-1)), day});
    tx.execute(
        "UPDATE post SET unit_id = ?3, version = version + 1 WHERE person_id = ?1 AND unit_id = ?2 "
        "AND from_on >= ?4",
        {person_id, from_unit, to_unit, day});
    tx.execute(
        "UPDATE person SET unit_id = ?3, version = version + 1 WHERE id = ?1 AND unit_id = ?2",
        {person_id, from_unit, to_unit});
}

bool is_above(storage::Transaction& tx, std::int64_t ancestor, std::int64_t unit_id, Date day)
{
    return tx.integer(
                 "WITH RECURSIVE above (id) AS (SELECT id FROM unit WHERE id = ?1 UNION "
                 "SELECT s.parent_id FROM unit_state s JOIN above a ON s.unit_id = a.id "
                 "WHERE s.parent_id IS NOT NULL AND (s.valid_to IS NULL OR s.valid_to >= ?3)) "
                 "SELECT count(*) FROM above WHERE id = ?2",
                 {unit_id, ancestor, to_iso(day)})
               .value_or(0) > 0;
}

}  // namespace thidua::organisation
