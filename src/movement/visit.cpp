#include "movement/visit.h"

#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "movement/parts.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::movement {

namespace json = boost::json;
using organisation::date_at;
using organisation::iso;

namespace {

std::string visits_page(Movement const& movement) { return page_of(movement) + "/visits"; }
std::string task_of(std::string_view visit) { return "movement:visit:" + std::string{visit}; }

struct Found {
    Movement movement;
    Visit visit;
};
Result<Found> visit_in(Act& act, std::string const& ref, std::string const& visit)
{
    auto movement = find_movement(act.tx, act.actor, ref);
    if (!movement) return not_found();
    auto visits = visits_of(act.tx, act.actor, movement->id);
    auto const found = std::find_if(
        visits.begin(), visits.end(), [&](Visit const& each) { return each.ref == visit; });
    if (found == visits.end()) return not_found();
    Found both{std::move(*movement), std::move(*found)};
    return both;
}

void leave_visit_line(Act& act,
                      std::string_view what,
                      std::string const& ref,
                      organisation::Unit const& unit,
                      json::object const& after)
{
    auto const subject = "movement-visit:" + ref;
    audit::record(
        act, {.what = what, .subject = subject, .after = &after, .unit_path = unit.path});
}

void check_visit(Act& act,
                 Movement const& movement,
                 RecordVisit const& command,
                 std::optional<organisation::Unit> const& unit,
                 Complaints& wrong)
{
    if (!unit || !access::covers(movement.owner.path, unit->path)) {
        wrong.add("movement.error.unit-below",
                  "unit",
                  {{"unit", command.unit}, {"owner", movement.owner.name}});
    }
    if (!command.visited_on) wrong.add("error.required", "visited_on");
    else if (*command.visited_on > act.today()) wrong.add("movement.error.day-ahead", "visited_on");
    wrong.required(command.visitors, "visitors");
    wrong.required(command.findings, "findings");
    bool const follows = !tidy(command.follow_up).empty();
    if (follows && !command.follow_up_due) wrong.add("error.required", "follow_up_due");
    if (command.follow_up_due && command.visited_on && *command.follow_up_due < *command.visited_on)
        wrong.add("movement.error.due-past", "follow_up_due");
}

}  // namespace

std::vector<Visit> visits_of(storage::Transaction& tx,
                             access::Actor const& actor,
                             std::int64_t movement)
{
    std::vector<Visit> visits;
    std::vector<std::int64_t> units;
    auto rows = tx.query(
        "SELECT v.id, v.ref, v.unit_id, v.visited_on, v.visitors, v.findings, v.follow_up, "
        "v.follow_up_due, v.answer, v.answered_by, v.answered_on, v.state, v.closed_on, v.version "
        "FROM movement_visit v JOIN unit u ON u.id = v.unit_id WHERE v.movement_id = ?1 AND " +
            access::sql_in_scopes(actor.scopes(Permission::ReadMovements), "u.path") +
            " ORDER BY v.visited_on, v.id",
        {movement});
    while (rows.next()) {
        Visit visit;
        visit.id = rows.integer(0);
        visit.ref = rows.string(1);
        units.push_back(rows.integer(2));
        visit.visited_on = date_at(rows, 3).value();
        visit.visitors = rows.string(4);
        visit.findings = rows.string(5);
        visit.follow_up = rows.string(6);
        visit.follow_up_due = date_at(rows, 7);
        visit.answer = rows.string(8);
        visit.answered_by = rows.string(9);
        visit.answered_on = date_at(rows, 10);
        visit.state = rows.string(11);
        visit.closed_on = date_at(rows, 12);
        visit.version = rows.integer(13);
        visits.push_back(std::move(visit));
    }
    for (std::size_t i = 0; i < visits.size(); ++i)
        visits[i].unit = organisation::unit_by_id(tx, units[i]).value();
    return visits;
}

std::int64_t open_visits(storage::Transaction& tx, std::int64_t movement)
{
    return tx
        .integer("SELECT count(*) FROM movement_visit WHERE movement_id = ?1 AND state <> 'closed'",
                 {movement})
        .value_or(0);
}

void close_open_visits(Act& act, std::int64_t movement)
{
    act.tx.execute(
        "UPDATE movement_visit SET state = 'closed', closed_by = ?2, closed_on = ?3, version = "
        "version + 1 WHERE movement_id = ?1 AND state <> 'closed'",
        {movement, act.actor.name, to_iso(act.today())});
}

Result<void> record_visit(Act& act, RecordVisit const& command)
{
    auto const movement =
        TD_TRY(movement_for(act, command.ref, Permission::WriteMovements, command.version));
    if (!is_running(movement.state)) {
        return failure(
            Kind::Refused,
            is_over(movement.state) ? "movement.error.over" : "movement.error.visit-early",
            {{"code", movement.code}});
    }
    Complaints wrong;
    auto const unit = organisation::find_unit(act.tx, act.actor, command.unit);
    check_visit(act, movement, command, unit, wrong);
    TD_CHECK(wrong.check());
    bool const follows = !tidy(command.follow_up).empty();
    auto const ref = random_token(8);
    act.tx.execute(
        "INSERT INTO movement_visit (ref, movement_id, unit_id, visited_on, visitors, findings, "
        "follow_up, follow_up_due, state, closed_by, closed_on, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        {ref,
         movement.id,
         unit->id,
         to_iso(*command.visited_on),
         command.visitors,
         command.findings,
         command.follow_up,
         follows ? iso(command.follow_up_due) : std::nullopt,
         follows ? "open" : "closed",
         follows ? "" : act.actor.name,
         follows ? std::nullopt : iso(act.today()),
         act.actor.name,
         act.now.seconds});
    touch(act.tx, movement);
    if (follows) {
        inbox::assign(act,
                      {.to = {.permission = Permission::WriteMovements, .unit_path = unit->path},
                       .dedup = task_of(ref),
                       .sentence = "movement.task.follow-up",
                       .args = {{"code", movement.code}, {"name", movement.text.name}},
                       .link = visits_page(movement),
                       .deadline = command.follow_up_due});
    }
    leave_visit_line(act,
                     "movement.visit.record",
                     ref,
                     *unit,
                     {{"unit", unit->code},
                      {"day", to_iso(*command.visited_on)},
                      {"findings", command.findings},
                      {"follow_up", command.follow_up}});
    return {};
}

Result<void> answer_visit(Act& act, AnswerVisit const& command)
{
    auto const found = TD_TRY(visit_in(act, command.ref, command.visit));
    auto const& visit = found.visit;
    if (!act.actor.may(Permission::WriteMovements, visit.unit.path)) return denied();
    if (visit.version != command.version) return failure(Kind::Conflict, "error.conflict");
    if (visit.state == "closed" || is_over(found.movement.state))
        return failure(Kind::Refused, "movement.error.visit-closed");
    if (tidy(command.answer).empty()) return bad_input("error.required", {}, "visit_answer");
    act.tx.execute(
        "UPDATE movement_visit SET answer = ?2, answered_by = ?3, answered_on = ?4, state = "
        "'answered', version = version + 1 WHERE id = ?1",
        {visit.id, command.answer, act.actor.name, to_iso(act.today())});
    inbox::complete(act, task_of(visit.ref));
    inbox::notify(act,
                  {.to = {.permission = Permission::WriteMovements,
                          .unit_path = found.movement.owner.path},
                   .dedup = "movement:visit-answered:" + visit.ref,
                   .sentence = "movement.notice.follow-up",
                   .args = {{"unit", visit.unit.name}, {"code", found.movement.code}},
                   .link = visits_page(found.movement)});
    leave_visit_line(
        act, "movement.visit.answer", visit.ref, visit.unit, {{"answer", command.answer}});
    return {};
}

Result<void> close_visit(Act& act, CloseVisit const& command)
{
    auto const found = TD_TRY(visit_in(act, command.ref, command.visit));
    auto const& visit = found.visit;
    if (!act.actor.may(Permission::WriteMovements, found.movement.owner.path)) return denied();
    if (visit.version != command.version) return failure(Kind::Conflict, "error.conflict");
    if (visit.state == "closed") return failure(Kind::Refused, "movement.error.visit-closed");
    act.tx.execute(
        "UPDATE movement_visit SET state = 'closed', closed_by = ?2, closed_on = ?3, version = "
        "version + 1 WHERE id = ?1",
        {visit.id, act.actor.name, to_iso(act.today())});
    inbox::complete(act, task_of(visit.ref));
    leave_visit_line(act, "movement.visit.close", visit.ref, visit.unit, {{"state", "closed"}});
    return {};
}

}  // namespace thidua::movement
