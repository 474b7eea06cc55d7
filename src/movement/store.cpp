#include "movement/store.h"

#include "base/text.h"
#include "organisation/rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace thidua::movement {

using organisation::date_at;
using organisation::iso;

std::string const kMovementColumns =
    "m.id, m.ref, m.code, m.kind, m.name, m.theme, m.motto, m.grounds, m.aims, m.contents, "
    "m.criteria, m.subjects, m.awards, m.plan, m.budget, m.level, m.reach, m.starts_on, "
    "m.ends_on, m.interim_on, m.final_on, m.paper_number, m.paper_date, m.paper_signer, m.state, "
    "m.launched_on, m.entered_by, m.submitted_by, m.version, o.id, o.code, o.kind, o.name, "
    "o.path, o.parent_id, o.valid_from";
std::string const kMovementTables = " FROM movement m JOIN unit o ON o.id = m.owner_unit_id ";

namespace {

Text text_of(storage::Rows const& rows)
{
    return {.kind = rows.string(3),
            .name = rows.string(4),
            .theme = rows.string(5),
            .motto = rows.string(6),
            .grounds = rows.string(7),
            .aims = rows.string(8),
            .contents = rows.string(9),
            .criteria = rows.string(10),
            .subjects = rows.string(11),
            .awards = rows.string(12),
            .plan = rows.string(13),
            .budget = rows.string(14),
            .level = rows.string(15),
            .reach = rows.string(16),
            .starts_on = date_at(rows, 17).value(),
            .ends_on = date_at(rows, 18).value(),
            .interim_on = date_at(rows, 19),
            .final_on = date_at(rows, 20)};
}

organisation::Unit owner_in(storage::Rows const& rows)
{
    organisation::Unit unit;
    unit.id = rows.integer(29);
    unit.code = rows.string(30);
    unit.kind = rows.string(31);
    unit.name = rows.string(32);
    unit.path = rows.string(33);
    unit.parent_id = rows.maybe_integer(34);
    unit.valid_from = date_at(rows, 35).value();
    return unit;
}

}  // namespace

Movement movement_of(storage::Rows const& rows)
{
    Movement movement;
    movement.id = rows.integer(0);
    movement.ref = rows.string(1);
    movement.code = rows.string(2);
    movement.text = text_of(rows);
    movement.paper = {rows.string(21), date_at(rows, 22), rows.string(23)};
    movement.state = state_named(rows.text(24));
    movement.launched_on = date_at(rows, 25);
    movement.entered_by = rows.string(26);
    movement.submitted_by = rows.string(27);
    movement.version = rows.integer(28);
    movement.owner = owner_in(rows);
    return movement;
}

std::optional<organisation::Unit> widest_unit(storage::Transaction& tx,
                                              access::Actor const& actor,
                                              Permission permission)
{
    auto const code = tx.text(
        "SELECT u.code FROM unit u WHERE u.valid_to IS NULL AND u.kind <> 'ngoai' AND " +
        access::sql_in_scopes(actor.scopes(permission), "u.path") +
        " ORDER BY length(u.path), u.path LIMIT 1");
    return code ? organisation::find_unit(tx, *code) : std::nullopt;
}

std::string codes_below(storage::Transaction& tx,
                        organisation::Unit const& owner,
                        std::string_view between)
{
    std::vector<std::string> codes;
    auto rows = tx.query(
        "SELECT code FROM unit WHERE parent_id = ?1 AND valid_to IS NULL AND kind NOT IN ('nhom', "
        "'ngoai') ORDER BY code_key",
        {owner.id});
    while (rows.next()) codes.push_back(rows.string(0));
    return fmt::format("{}", fmt::join(codes, between));
}

std::string next_code(storage::Transaction& tx, int year)
{
    auto const prefix = fmt::format("PT-{}-", year);
    auto const last = tx.text(
        "SELECT code FROM movement WHERE code > ?1 AND code < ?2 ORDER BY length(code) DESC, code "
        "DESC LIMIT 1",
        {prefix, fmt::format("PT-{}.", year)});
    auto const number = last ? std::stoi(last->substr(prefix.size())) + 1 : 1;
    return fmt::format("{}{:03}", prefix, number);
}

void insert_movement(Act& act, Movement& movement)
{
    auto const& text = movement.text;
    movement.id = act.tx.insert(
        "INSERT INTO movement (ref, code, kind, name, name_key, level, reach, owner_unit_id, "
        "starts_on, ends_on, state, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, '', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING id",
        {movement.ref,
         movement.code,
         text.kind,
         text.name,
         text.level,
         text.reach,
         movement.owner.id,
         to_iso(text.starts_on),
         to_iso(text.ends_on),
         name_of(movement.state),
         act.actor.name,
         act.now.seconds});
    update_text(act.tx, movement);
}

void update_text(storage::Transaction& tx, Movement const& movement)
{
    auto const& text = movement.text;
    tx.execute(
        "UPDATE movement SET kind = ?2, name = ?3, name_key = ?4, theme = ?5, motto = ?6, "
        "grounds = ?7, aims = ?8, contents = ?9, criteria = ?10, subjects = ?11, awards = ?12, "
        "plan = ?13, budget = ?14, level = ?15, reach = ?16, starts_on = ?17, ends_on = ?18, "
        "interim_on = ?19, final_on = ?20 WHERE id = ?1",
        {movement.id,
         text.kind,
         text.name,
         search_key(movement.code + ' ' + text.name),
         text.theme,
         text.motto,
         text.grounds,
         text.aims,
         text.contents,
         text.criteria,
         text.subjects,
         text.awards,
         text.plan,
         text.budget,
         text.level,
         text.reach,
         to_iso(text.starts_on),
         to_iso(text.ends_on),
         iso(text.interim_on),
         iso(text.final_on)});
}

void replace_superiors(storage::Transaction& tx,
                       std::int64_t movement,
                       std::vector<Superior> const& superiors)
{
    tx.execute("DELETE FROM movement_superior WHERE movement_id = ?1", {movement});
    std::int64_t position = 0;
    for (auto const& superior : superiors) {
        tx.execute(
            "INSERT INTO movement_superior (movement_id, position, superior_id, name) "
            "VALUES (?1, ?2, ?3, ?4)",
            {movement, position++, superior.id, superior.name});
    }
}

void update_state(storage::Transaction& tx, Movement const& movement)
{
    tx.execute(
        "UPDATE movement SET state = ?2, paper_number = ?3, paper_date = ?4, paper_signer = ?5, "
        "launched_on = ?6, submitted_by = ?7, version = version + 1 WHERE id = ?1",
        {movement.id,
         name_of(movement.state),
         movement.paper.number,
         iso(movement.paper.dated),
         movement.paper.signer,
         iso(movement.launched_on),
         movement.submitted_by});
}

void insert_step(Act& act,
                 Movement const& movement,
                 Transition const& transition,
                 Date day,
                 std::string const& reason)
{
    act.tx.execute(
        "INSERT INTO movement_step (movement_id, step, from_state, to_state, on_day, reason, "
        "by_account, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {movement.id,
         name_of(transition.step),
         name_of(transition.from),
         name_of(transition.to),
         to_iso(day),
         reason,
         act.actor.name,
         act.now.seconds});
}

std::optional<Movement> movement_by_id(storage::Transaction& tx, std::int64_t id)
{
    auto rows = tx.query("SELECT " + kMovementColumns + kMovementTables + "WHERE m.id = ?1", {id});
    return rows.next() ? std::optional{movement_of(rows)} : std::nullopt;
}

std::vector<Superior> superiors_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<Superior> superiors;
    auto rows = tx.query(
        "SELECT s.superior_id, COALESCE(m.ref, ''), COALESCE(m.code, ''), COALESCE(m.name, s.name) "
        "FROM movement_superior s LEFT JOIN movement m ON m.id = s.superior_id "
        "WHERE s.movement_id = ?1 ORDER BY s.position",
        {movement});
    while (rows.next()) {
        superiors.push_back(
            {rows.maybe_integer(0), rows.string(1), rows.string(2), rows.string(3)});
    }
    return superiors;
}

std::vector<Opinion> opinions_of(storage::Transaction& tx, std::int64_t movement)
{
    struct Row {
        std::int64_t unit;
        Opinion opinion;
    };
    std::vector<Row> found;
    auto rows = tx.query(
        "SELECT p.unit_id, p.asked_on, p.due_on, p.answer, p.text, p.answered_by, p.answered_at "
        "FROM movement_opinion p JOIN unit u ON u.id = p.unit_id WHERE p.movement_id = ?1 "
        "ORDER BY u.code_key",
        {movement});
    while (rows.next()) {
        Opinion opinion;
        opinion.asked_on = date_at(rows, 1).value();
        opinion.due_on = date_at(rows, 2).value();
        opinion.answer = rows.string(3);
        opinion.text = rows.string(4);
        opinion.answered_by = rows.string(5);
        if (auto const at = rows.maybe_integer(6)) opinion.answered_at = Instant{*at};
        found.push_back({rows.integer(0), std::move(opinion)});
    }
    std::vector<Opinion> opinions;
    for (auto& [unit, opinion] : found) {
        opinion.unit = organisation::unit_by_id(tx, unit).value();
        opinions.push_back(std::move(opinion));
    }
    return opinions;
}

std::vector<StepTaken> steps_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<StepTaken> steps;
    auto rows = tx.query(
        "SELECT step, from_state, to_state, reason, by_account, on_day, at FROM movement_step "
        "WHERE movement_id = ?1 ORDER BY id",
        {movement});
    while (rows.next()) {
        steps.push_back({rows.string(0),
                         rows.string(1),
                         rows.string(2),
                         rows.string(3),
                         rows.string(4),
                         date_at(rows, 5).value(),
                         Instant{rows.integer(6)}});
    }
    return steps;
}

std::vector<Review> reviews_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<Review> reviews;
    auto rows = tx.query(
        "SELECT ref, kind, text, result, entered_by, held_on FROM movement_review "
        "WHERE movement_id = ?1 ORDER BY held_on, id",
        {movement});
    while (rows.next()) {
        reviews.push_back({rows.string(0),
                           rows.string(1),
                           rows.string(2),
                           rows.string(3),
                           rows.string(4),
                           date_at(rows, 5).value()});
    }
    return reviews;
}

}  // namespace thidua::movement
