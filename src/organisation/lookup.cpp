#include "organisation/lookup.h"

#include "base/text.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::organisation {

namespace json = boost::json;
using access::Permission;

namespace {

std::string unit_sql(std::string_view where)
{
    return "SELECT " + std::string{kUnitColumns} + " FROM unit u WHERE " + std::string{where};
}

std::optional<Unit> one_unit(storage::Transaction& tx,
                             std::string_view where,
                             storage::Params params)
{
    auto rows = tx.query(unit_sql(where), params);
    return rows.next() ? std::optional{unit_of(rows)} : std::nullopt;
}

std::optional<Person> one_person(storage::Transaction& tx,
                                 std::string_view where,
                                 storage::Params params)
{
    auto const sql = "SELECT " + std::string{kPersonColumns} + std::string{kPersonTables} +
                     "WHERE " + std::string{where};
    auto rows = tx.query(sql, params);
    return rows.next() ? std::optional{person_of(rows)} : std::nullopt;
}

// The entry that stands for this one, over any number of merges.
std::int64_t surviving(storage::Transaction& tx, std::int64_t person_id)
{
    while (auto const into =
               tx.integer("SELECT merged_into FROM person WHERE id = ?1", {person_id})) {
        person_id = *into;
    }
    return person_id;
}

enum class Side { Before, After };

std::vector<Kin> direct_kin(storage::Transaction& tx, std::int64_t unit_id, Side side)
{
    auto const sql = "SELECT " + std::string{kUnitColumns} +
                     ", l.kind, l.on_date FROM unit_link l JOIN unit u ON u.id = " +
                     (side == Side::Before ? "l.predecessor_id WHERE l.successor_id = ?1"
                                           : "l.successor_id WHERE l.predecessor_id = ?1") +
                     " ORDER BY l.on_date, u.code_key";
    std::vector<Kin> kin;
    for (auto rows = tx.query(sql, {unit_id}); rows.next();) {
        kin.push_back({unit_of(rows),
                       rows.string(kUnitColumnCount),
                       date_at(rows, kUnitColumnCount + 1).value_or(Date{})});
    }
    return kin;
}

std::vector<Kin> all_kin(storage::Transaction& tx, std::int64_t unit_id, Side side)
{
    std::vector<Kin> found;
    std::set<std::int64_t> seen{unit_id};
    std::vector<std::int64_t> present{unit_id};
    for (int steps = 1; !present.empty(); ++steps) {
        std::vector<std::int64_t> next;
        for (auto const id : present) {
            for (auto& kin : direct_kin(tx, id, side)) {
                if (!seen.insert(kin.unit.id).second) continue;
                next.push_back(kin.unit.id);
                kin.steps = steps;
                found.push_back(std::move(kin));
            }
        }
        present = std::move(next);
    }
    return found;
}

}  // namespace

std::optional<Unit> find_unit(storage::Transaction& tx, std::string_view code)
{
    return one_unit(tx, "u.code_key = ?1", {code_key(tidy(code))});
}

std::optional<Unit> unit_by_id(storage::Transaction& tx, std::int64_t id)
{
    return one_unit(tx, "u.id = ?1", {id});
}

std::optional<Unit> find_unit(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::string_view code)
{
    auto unit = find_unit(tx, code);
    if (unit && !actor.may(Permission::ReadOrganisation, unit->path)) return std::nullopt;
    return unit;
}

std::vector<Unit> units_named(storage::Transaction& tx,
                              std::string_view name,
                              std::optional<Date> on)
{
    auto const key = search_key(name);
    auto const folded = fold(name);
    std::vector<Unit> units;
    auto const columns = std::string{kUnitColumns};
    if (on) {
        auto const day = to_iso(*on);
        auto rows = tx.query("SELECT " + columns +
                                 ", s.name FROM unit_state s JOIN unit u ON u.id = s.unit_id "
                                 "WHERE s.search_key = ?1 AND s.valid_from <= ?2 "
                                 "AND (s.valid_to IS NULL OR s.valid_to >= ?2) ORDER BY u.code_key",
                             {key, day});
        while (rows.next()) {
            if (fold(rows.text(kUnitColumnCount)) == folded) units.push_back(unit_of(rows));
        }
        return units;
    }
    auto rows = tx.query(
        "SELECT " + columns + " FROM unit u WHERE u.search_key = ?1 ORDER BY u.code_key", {key});
    while (rows.next()) {
        if (fold(rows.text(3)) == folded) units.push_back(unit_of(rows));
    }
    return units;
}

std::optional<std::string> unit_name_at(storage::Transaction& tx, std::int64_t unit_id, Date on)
{
    return tx.text(
        "SELECT name FROM unit_state WHERE unit_id = ?1 AND valid_from <= ?2 "
        "AND (valid_to IS NULL OR valid_to >= ?2)",
        {unit_id, to_iso(on)});
}

std::optional<Person> find_person(storage::Transaction& tx, std::string_view code)
{
    auto const id = tx.integer("SELECT id FROM person WHERE code_key = ?1", {code_key(tidy(code))});
    return id ? person_by_id(tx, *id) : std::nullopt;
}

std::optional<Person> person_by_id(storage::Transaction& tx, std::int64_t id)
{
    return one_person(tx, "p.id = ?1", {surviving(tx, id)});
}

std::optional<Person> find_person(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::string_view code)
{
    auto person = find_person(tx, code);
    if (!person || actor.may(Permission::ReadPeople, person->unit_path)) return person;
    bool const own = !actor.person.empty() && code_key(actor.person) == code_key(person->code) &&
                     actor.may(Permission::ReadOwnSheet);
    return own ? person : std::nullopt;
}

std::optional<PostOnDay> post_on(storage::Transaction& tx, std::int64_t person_id, Date on)
{
    auto rows = tx.query(
        "SELECT unit_id, position, rank, direct_worker FROM post WHERE person_id = ?1 "
        "AND from_on <= ?2 AND (to_on IS NULL OR to_on >= ?2) ORDER BY from_on DESC, id DESC LIMIT "
        "1",
        {person_id, to_iso(on)});
    if (!rows.next()) return std::nullopt;
    return PostOnDay{rows.integer(0), rows.string(1), rows.string(2), flag_at(rows, 3)};
}

std::optional<Subject> find_subject(storage::Transaction& tx, std::string_view code)
{
    if (auto const person = find_person(tx, code)) {
        return Subject{
            std::string{kPerson}, person->id, person->code, person->full_name, person->unit_path};
    }
    if (auto const unit = find_unit(tx, code)) {
        return Subject{std::string{kUnit}, unit->id, unit->code, unit->name, unit->path};
    }
    return std::nullopt;
}

json::object subject_display(storage::Transaction& tx, std::string_view kind, std::int64_t id)
{
    if (kind == kPerson) {
        auto const person = person_by_id(tx, id);
        if (!person) return {};
        return {{"kind", kPerson},
                {"code", person->code},
                {"name", person->full_name},
                {"birth_year", birth_year(person->birth_date)},
                {"unit", person->unit_code},
                {"unit_name", person->unit_name}};
    }
    auto const unit = unit_by_id(tx, id);
    if (!unit) return {};
    auto const parent = unit->parent_id ? unit_by_id(tx, *unit->parent_id) : std::nullopt;
    return {{"kind", kUnit},
            {"code", unit->code},
            {"name", unit->name},
            {"birth_year", nullptr},
            {"unit", parent ? json::value(parent->code) : json::value(nullptr)},
            {"unit_name", parent ? json::value(parent->name) : json::value(nullptr)}};
}

std::vector<Kin> predecessors(storage::Transaction& tx, std::int64_t unit_id)
{
    return all_kin(tx, unit_id, Side::Before);
}
std::vector<Kin> successors(storage::Transaction& tx, std::int64_t unit_id)
{
    return all_kin(tx, unit_id, Side::After);
}

}  // namespace thidua::organisation
