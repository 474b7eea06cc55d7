#include "movement/registration_store.h"

#include "base/random.h"
#include "organisation/rows.h"

#include <stdexcept>

namespace thidua::movement {

using organisation::date_at;
using organisation::iso;

std::string const kRegistrationColumns =
    "r.id, r.ref, r.year, r.calendar, r.state, r.people, r.submitted_on, r.submitted_by, "
    "r.last_day, r.late, r.decided_on, r.decided_by, r.reason, r.version, u.id, u.code, u.kind, "
    "u.name, u.path, u.parent_id, u.valid_from, u.valid_to";
std::string const kRegistrationTables = " FROM registration r JOIN unit u ON u.id = r.unit_id ";

namespace {

RegistrationState state_of(std::string_view name)
{
    using enum RegistrationState;
    for (auto const state : {Draft, Submitted, Approved, Returned, Withdrawn}) {
        if (name_of(state) == name) return state;
    }
    throw std::logic_error("no state of a registration: " + std::string{name});
}

}  // namespace

Registration registration_from(storage::Rows const& rows)
{
    Registration registration;
    registration.id = rows.integer(0);
    registration.ref = rows.string(1);
    registration.year = static_cast<int>(rows.integer(2));
    registration.calendar = rows.string(3);
    registration.state = state_of(rows.text(4));
    registration.people = rows.integer(5);
    registration.submitted_on = date_at(rows, 6);
    registration.submitted_by = rows.string(7);
    registration.last_day = date_at(rows, 8);
    registration.late = rows.boolean(9);
    registration.decided_on = date_at(rows, 10);
    registration.decided_by = rows.string(11);
    registration.reason = rows.string(12);
    registration.version = rows.integer(13);
    auto& unit = registration.unit;
    unit.id = rows.integer(14);
    unit.code = rows.string(15);
    unit.kind = rows.string(16);
    unit.name = rows.string(17);
    unit.path = rows.string(18);
    unit.parent_id = rows.maybe_integer(19);
    unit.valid_from = date_at(rows, 20).value();
    unit.valid_to = date_at(rows, 21);
    return registration;
}

void insert_registration(Act& act, Registration& registration)
{
    registration.id = act.tx.insert(
        "INSERT INTO registration (ref, unit_id, year, calendar, state, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id",
        {registration.ref,
         registration.unit.id,
         registration.year,
         registration.calendar,
         name_of(registration.state),
         act.actor.name,
         act.now.seconds});
}

void update_registration(storage::Transaction& tx, Registration const& registration)
{
    tx.execute(
        "UPDATE registration SET state = ?2, people = ?3, submitted_on = ?4, submitted_by = ?5, "
        "last_day = ?6, late = ?7, decided_on = ?8, decided_by = ?9, reason = ?10, "
        "version = version + 1 WHERE id = ?1",
        {registration.id,
         name_of(registration.state),
         registration.people,
         iso(registration.submitted_on),
         registration.submitted_by,
         iso(registration.last_day),
         registration.late ? 1 : 0,
         iso(registration.decided_on),
         registration.decided_by,
         registration.reason});
}

void put_line(storage::Transaction& tx, Registration const& registration, ReadRow const& row)
{
    tx.execute(
        "INSERT INTO registration_line (ref, registration_id, subject_kind, subject_id, title, "
        "form, initiative, exemplar) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
        "ON CONFLICT (registration_id, subject_kind, subject_id) WHERE withdrawn_on IS NULL "
        "DO UPDATE SET title = excluded.title, form = excluded.form, initiative = "
        "excluded.initiative, exemplar = excluded.exemplar",
        {random_token(8),
         registration.id,
         row.subject.kind,
         row.subject.id,
         row.title,
         row.form,
         row.typed.initiative,
         row.exemplar ? 1 : 0});
}

std::optional<Registration> find_registration(storage::Transaction& tx,
                                              access::Actor const& actor,
                                              std::string_view ref)
{
    auto rows = tx.query("SELECT " + kRegistrationColumns + kRegistrationTables +
                             "WHERE r.ref = ?1 AND " + sql_registrations_of(actor),
                         {ref});
    return rows.next() ? std::optional{registration_from(rows)} : std::nullopt;
}

std::vector<RegisteredLine> lines_of(storage::Transaction& tx, Registration const& registration)
{
    std::vector<RegisteredLine> lines;
    auto rows = tx.query(
        "SELECT l.id, l.ref, l.subject_kind, l.subject_id, COALESCE(p.code, n.code), "
        "COALESCE(p.full_name, n.name), l.title, l.form, l.initiative, l.exemplar, l.withdrawn_on, "
        "l.withdrawn_reason FROM registration_line l "
        "LEFT JOIN person p ON l.subject_kind = 'person' AND p.id = l.subject_id "
        "LEFT JOIN unit n ON l.subject_kind = 'unit' AND n.id = l.subject_id "
        "WHERE l.registration_id = ?1 "
        "ORDER BY l.subject_kind DESC, COALESCE(p.sort_key, n.sort_key), l.id",
        {registration.id});
    while (rows.next()) {
        lines.push_back({.id = rows.integer(0),
                         .ref = rows.string(1),
                         .kind = rows.string(2),
                         .subject = rows.integer(3),
                         .code = rows.string(4),
                         .name = rows.string(5),
                         .title = rows.string(6),
                         .form = rows.string(7),
                         .initiative = rows.string(8),
                         .exemplar = rows.boolean(9),
                         .withdrawn_on = date_at(rows, 10),
                         .withdrawn_reason = rows.string(11)});
    }
    return lines;
}

std::int64_t count_people(storage::Transaction& tx, std::string_view unit_path, Date on)
{
    return tx
        .integer("SELECT count(*) FROM person p JOIN unit u ON u.id = p.unit_id WHERE " +
                     access::sql_in_scopes({std::string{unit_path}}, "u.path") +
                     " AND p.origin = 'staff' AND p.merged_into IS NULL AND (p.left_on IS NULL OR "
                     "p.left_on > ?1)",
                 {to_iso(on)})
        .value_or(0);
}

std::optional<RegistrationFact> registration_of(storage::Transaction& tx,
                                                std::int64_t unit_id,
                                                int year)
{
    auto rows = tx.query(
        "SELECT submitted_on, late, state FROM registration_view WHERE unit = ?1 AND year = ?2",
        {unit_id, year});
    if (!rows.next()) return std::nullopt;
    RegistrationFact fact;
    fact.submitted_on = date_at(rows, 0);
    fact.late = rows.boolean(1);
    fact.state = rows.string(2);
    fact.approved = fact.state == "approved";
    return fact;
}

bool is_registered(storage::Transaction& tx,
                   std::string_view subject_kind,
                   std::int64_t subject_id,
                   int year,
                   std::string_view award)
{
    return tx
        .integer(
            "SELECT 1 FROM registration_line l JOIN registration r ON r.id = l.registration_id "
            "WHERE l.subject_kind = ?1 AND l.subject_id = ?2 AND r.year = ?3 AND (l.title = ?4 OR "
            "l.form = ?4) AND l.withdrawn_on IS NULL AND r.state IN ('submitted', 'approved') "
            "LIMIT 1",
            {subject_kind, subject_id, year, award})
        .has_value();
}

std::vector<Joined> movements_joined(storage::Transaction& tx, Registration const& registration)
{
    auto const year = std::to_string(registration.year);
    std::vector<Joined> joined;
    auto rows = tx.query(
        "SELECT m.code, m.name FROM movement m JOIN unit o ON o.id = m.owner_unit_id WHERE "
        "m.state IN ('launched', 'reviewed', 'closed') AND m.starts_on <= ?2 AND m.ends_on >= ?3 "
        "AND substr(CAST(?1 AS TEXT), 1, length(o.path)) = o.path ORDER BY m.starts_on, m.id",
        {registration.unit.path, year + "-12-31", year + "-01-01"});
    while (rows.next()) joined.push_back({rows.string(0), rows.string(1)});
    return joined;
}

std::vector<Owed> targets_owed(storage::Transaction& tx, Registration const& registration)
{
    auto const year = std::to_string(registration.year);
    std::vector<Owed> owed;
    auto rows = tx.query(
        "SELECT t.name, t.measure, s.wanted FROM target_share s JOIN movement_target t ON t.id = "
        "s.target_id WHERE s.subject_kind = 'unit' AND s.subject_id = ?1 AND s.state <> 'undone' "
        "AND t.due_on >= ?2 AND t.due_on <= ?3 ORDER BY t.id",
        {registration.unit.id, year + "-01-01", year + "-12-31"});
    while (rows.next()) owed.push_back({rows.string(0), rows.string(1), rows.integer(2)});
    return owed;
}

}  // namespace thidua::movement
