#include "register/collisions.h"

#include "base/random.h"
#include "base/text.h"
#include "register/store.h"
#include "register/tally.h"

#include <boost/json.hpp>

namespace thidua::registry {

namespace {

using access::Permission;

constexpr std::string_view kOpen = "open";
constexpr std::string_view kKept = "kept";

// Ids of one row of the queue, to be read in full once its rows are closed.
struct Row {
    Collision collision;
    std::int64_t decision_id = 0;
    std::optional<std::int64_t> award_id;
    std::int64_t met_decision_id = 0;
    std::optional<std::int64_t> met_award_id;
    int marking = 0;
};

std::vector<Row> read_rows(storage::Rows rows)
{
    std::vector<Row> list;
    while (rows.next()) {
        Row row;
        row.collision.ref = rows.string(0);
        row.collision.kind = rows.string(1);
        row.decision_id = rows.integer(2);
        row.award_id = rows.maybe_integer(3);
        row.met_decision_id = rows.integer(4);
        row.met_award_id = rows.maybe_integer(5);
        row.marking = static_cast<int>(rows.integer(6));
        row.collision.entered_by = rows.string(7);
        row.collision.entered_at = Instant{rows.integer(8)};
        row.collision.state = rows.string(9);
        row.collision.note = rows.string(10);
        row.collision.answered_by = rows.string(11);
        row.collision.version = rows.integer(12);
        list.push_back(std::move(row));
    }
    return list;
}

constexpr std::string_view kSelect =
    "SELECT ref, kind, decision_id, award_id, met_decision_id, met_award_id, marking, entered_by, entered_at, state, note,"
    " answered_by, version FROM collision_queue";

bool may_answer(access::Actor const& actor) { return actor.may(Permission::ReleaseRegister, "/"); }

void withdraw(storage::Transaction& tx, Row const& row)
{
    auto awards = row.award_id ? std::vector<Award>{*award_by_id(tx, *row.award_id)} : awards_of(tx, row.decision_id);
    for (auto& award : awards) {
        if (award.state != kValid) continue;
        untally_award(tx, award.id);
        award.state = kWithdrawn;
        update_award(tx, award);
    }
}

}  // namespace

void queue_collision(audit::Act& act, Meeting const& meeting)
{
    act.tx.execute("INSERT INTO collision_queue (ref, kind, decision_id, award_id, met_decision_id, met_award_id, marking,"
                   " entered_by, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                   {random_token(), meeting.kind, meeting.decision_id, meeting.award_id, meeting.met_decision_id,
                    meeting.met_award_id, static_cast<int>(meeting.marking), act.actor.name, act.now.seconds});
}

void queue_import_collisions(audit::Act& act, std::int64_t import_id)
{
    auto const clearance = static_cast<int>(act.actor.clearance);
    std::vector<Meeting> met;
    for (auto rows = act.tx.query(
             "SELECT n.id, m.id, m.marking, CASE WHEN n.decided_on = m.decided_on THEN 1 ELSE 0 END FROM decision n"
             " JOIN decision m ON m.number_key = n.number_key AND m.authority = n.authority AND m.marking > ?2"
             " WHERE n.import_id = ?1 AND m.decided_on >= substr(n.decided_on, 1, 4) || '-01-01'"
             " AND m.decided_on <= substr(n.decided_on, 1, 4) || '-12-31' ORDER BY n.id, m.id",
             {import_id, clearance});
         rows.next();)
        met.push_back({.kind = rows.boolean(3) ? "paper" : "number",
                       .decision_id = rows.integer(0),
                       .award_id = std::nullopt,
                       .met_decision_id = rows.integer(1),
                       .met_award_id = std::nullopt,
                       .marking = static_cast<access::Marking>(rows.integer(2))});
    for (auto rows = act.tx.query(
             "SELECT n.decision_id, n.id, m.decision_id, m.id, m.marking FROM award m JOIN award n"
             " ON n.subject_kind = m.subject_kind AND n.subject_id = m.subject_id AND n.award = m.award AND n.mode = m.mode"
             " AND COALESCE(n.year, 0) = COALESCE(m.year, 0)"
             " WHERE m.marking > 0 AND m.marking > ?2 AND m.state = 'valid' AND n.import_id = ?1 ORDER BY n.id, m.id",
             {import_id, clearance});
         rows.next();)
        met.push_back({.kind = "award",
                       .decision_id = rows.integer(0),
                       .award_id = rows.integer(1),
                       .met_decision_id = rows.integer(2),
                       .met_award_id = rows.integer(3),
                       .marking = static_cast<access::Marking>(rows.integer(4))});
    for (auto const& meeting : met) queue_collision(act, meeting);
}

CollisionCount count_collisions(storage::Transaction& tx, access::Actor const& actor)
{
    if (!may_answer(actor)) return {};
    auto count = [&](std::string_view state) {
        return *tx.integer("SELECT count(*) FROM collision_queue WHERE marking <= ?1 AND (?2 = '' OR state = ?2)",
                           {static_cast<int>(actor.clearance), state});
    };
    return {count(""), count(kOpen)};
}

std::vector<Collision> collisions(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                  std::int64_t offset)
{
    std::vector<Collision> list;
    if (!may_answer(actor)) return list;
    auto rows = read_rows(tx.query(std::string{kSelect} + " WHERE marking <= ?1"
                                   " ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, id DESC LIMIT ?2 OFFSET ?3",
                                   {static_cast<int>(actor.clearance), limit, offset}));
    for (auto& row : rows) {
        auto& collision = row.collision;
        collision.decision = *decision_by_id(tx, row.decision_id);
        collision.met_decision = *decision_by_id(tx, row.met_decision_id);
        if (row.award_id) collision.award = award_by_id(tx, *row.award_id);
        if (row.met_award_id) collision.met_award = award_by_id(tx, *row.met_award_id);
        list.push_back(std::move(collision));
    }
    return list;
}

Result<void> answer_collision(audit::Act& act, AnswerCollision const& command)
{
    if (!may_answer(act.actor)) return denied();
    auto const found = read_rows(act.tx.query(std::string{kSelect} + " WHERE ref = ?1 AND marking <= ?2",
                                              {command.ref, static_cast<int>(act.actor.clearance)}));
    if (found.empty()) return not_found();
    auto const& row = found.front();
    if (row.collision.version != command.version || row.collision.state != kOpen)
        return failure(Kind::Conflict, "register.stale");
    auto const note = tidy(command.note);
    if (note.empty()) return bad_input("register.reason-missing", {}, "note");

    if (command.withdraw) withdraw(act.tx, row);
    auto const state = command.withdraw ? kWithdrawn : kKept;
    act.tx.execute("UPDATE collision_queue SET state = ?2, note = ?3, answered_by = ?4, answered_at = ?5,"
                   " version = version + 1 WHERE ref = ?1",
                   {command.ref, state, note, act.actor.name, act.now.seconds});
    boost::json::object const after{{"state", state}};
    audit::record(act, {.what = "register.collision.answer",
                        .subject = "collision:" + command.ref,
                        .after = &after,
                        .marking = static_cast<access::Marking>(row.marking)});
    return {};
}

}  // namespace thidua::registry
