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

std::vector<Collision> collisions(storage::Transaction& tx, access::Actor const& actor, int limit)
{
    std::vector<Collision> list;
    if (!may_answer(actor)) return list;
    auto rows = read_rows(tx.query(std::string{kSelect} + " WHERE marking <= ?1"
                                   " ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, id DESC LIMIT ?2",
                                   {static_cast<int>(actor.clearance), limit}));
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
