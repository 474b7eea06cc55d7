#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "organisation/acts.h"
#include "organisation/rows.h"
#include "programme/programme_store.h"
#include "programme/reminders.h"

#include <boost/json.hpp>

namespace thidua::programme {
namespace {

using access::Permission;

constexpr std::string_view kSelect =
    "SELECT t.id, t.ref, t.programme_id, t.content, u.code, u.name, u.path, t.due_on, t.done_on,"
    " t.done_note, t.done_by, t.dropped, t.version FROM programme_task t"
    " JOIN unit u ON u.id = t.unit_id";

Task task_at(storage::Rows const& rows)
{
    Task task;
    task.id = rows.integer(0);
    task.ref = rows.string(1);
    task.programme_id = rows.integer(2);
    task.content = rows.string(3);
    task.unit_code = rows.string(4);
    task.unit_name = rows.string(5);
    task.unit_path = rows.string(6);
    task.due = parse_iso_date(rows.text(7)).value();
    task.done_on = organisation::date_at(rows, 8);
    task.done_note = rows.string(9);
    task.done_by = rows.string(10);
    task.dropped = rows.boolean(11);
    task.version = rows.integer(12);
    return task;
}

std::string told(Task const& task)
{
    return task.content + " (" + task.unit_name + ", " + to_vietnamese(task.due) + ")";
}

boost::json::object audited(Task const& task)
{
    return {{"content", task.content}, {"unit", task.unit_code}, {"due", to_iso(task.due)}};
}

struct TaskOfProgramme {
    Programme programme;
    Task task;
};
// NotFound where the actor may not know of its programme.
Result<TaskOfProgramme> task_for(audit::Act& act, std::string_view ref)
{
    auto task = find_task(act.tx, ref);
    if (!task) return not_found();
    auto const known = load_programme(act.tx, task->programme_id).value();
    auto programme = find_programme(act.tx, act.actor, known.ref);
    if (!programme) return not_found();
    return TaskOfProgramme{*std::move(programme), *std::move(task)};
}

Result<void> check_task(PutTask const& command)
{
    if (command.content.empty()) return bad_input("error.required", {}, "content");
    if (is_garbled(command.content)) return bad_input("error.garbled", {}, "content");
    return {};
}

void update(audit::Act& act, Task const& task, PutTask const& command, std::int64_t unit_id)
{
    act.tx.execute("UPDATE programme_task SET content = ?2, unit_id = ?3, due_on = ?4,"
                   " version = version + 1 WHERE id = ?1",
                   {task.id, command.content, unit_id, to_iso(command.due)});
}

}  // namespace

std::vector<Task> tasks_of(storage::Transaction& tx, std::int64_t programme_id)
{
    std::vector<Task> list;
    for (auto rows = tx.query(std::string{kSelect} +
                                  " WHERE t.programme_id = ?1 ORDER BY t.due_on, t.id",
                              {programme_id});
         rows.next();) {
        list.push_back(task_at(rows));
    }
    return list;
}

std::optional<Task> find_task(storage::Transaction& tx, std::string_view ref)
{
    auto rows = tx.query(std::string{kSelect} + " WHERE t.ref = ?1", {ref});
    return rows.next() ? std::optional{task_at(rows)} : std::nullopt;
}

Result<std::string> put_task(audit::Act& act, PutTask const& command)
{
    auto const programme = find_programme(act.tx, act.actor, command.programme);
    if (!programme) return not_found();
    if (!may_plan(act.actor, *programme)) return denied();
    auto const before =
        command.ref.empty() ? std::nullopt : find_task(act.tx, command.ref);
    if (!command.ref.empty() && (!before || before->programme_id != programme->id))
        return not_found();
    if (before && before->version != command.version) {
        return organisation::stale({{"content", command.content, before->content},
                                    {"unit", command.unit, before->unit_code},
                                    {"due", to_iso(command.due), to_iso(before->due)}});
    }
    TD_CHECK(check_task(command));
    TD_CHECK(check_reason(*programme, command.reason));
    auto const unit = organisation::find_unit(act.tx, command.unit);
    if (!unit || unit->valid_to || !access::covers(programme->owner.path, unit->path))
        return bad_input("programme.error.unit", {{"unit", command.unit}}, "unit");
    auto ref = before ? before->ref : random_token(10);
    if (before) {
        update(act, *before, command, unit->id);
    } else {
        act.tx.execute("INSERT INTO programme_task (ref, programme_id, content, unit_id, due_on)"
                       " VALUES (?1, ?2, ?3, ?4, ?5)",
                       {ref, programme->id, command.content, unit->id, to_iso(command.due)});
    }
    auto const now = find_task(act.tx, ref).value();
    keep_amendment(act,
                   *programme,
                   {"task", "", before ? told(*before) : "", told(now), command.reason});
    leave_line(act,
               "programme.task.put",
               *programme,
               before ? audited(*before) : boost::json::object{},
               audited(now));
    if (programme->is_issued() && !now.done_on) give_task(act, *programme, now);
    return ref;
}

Result<void> drop_task(audit::Act& act, DropTask const& command)
{
    auto const found = TD_TRY(task_for(act, command.ref));
    if (!may_plan(act.actor, found.programme)) return denied();
    if (found.task.version != command.version) return organisation::stale({});
    if (found.task.dropped) return failure(Kind::Refused, "programme.error.dropped");
    TD_CHECK(check_reason(found.programme, command.reason));
    if (found.programme.is_issued()) {
        act.tx.execute("UPDATE programme_task SET dropped = 1, version = version + 1 WHERE id = ?1",
                       {found.task.id});
        inbox::complete(act, task_key(found.task));
    } else {
        act.tx.execute("DELETE FROM programme_task WHERE id = ?1", {found.task.id});
    }
    keep_amendment(
        act, found.programme, {"task", "", told(found.task), "", command.reason});
    leave_line(act, "programme.task.drop", found.programme, audited(found.task), {});
    return {};
}

Result<void> finish_task(audit::Act& act, FinishTask const& command)
{
    auto const found = TD_TRY(task_for(act, command.ref));
    if (!may_plan(act.actor, found.programme) &&
        !act.actor.may(Permission::WriteMovements, found.task.unit_path)) {
        return denied();
    }
    if (found.task.version != command.version) return organisation::stale({});
    if (!found.programme.is_issued()) return failure(Kind::Refused, "programme.error.draft");
    if (found.task.done_on || found.task.dropped)
        return failure(Kind::Refused, "programme.error.finished");
    if (command.done_on > act.today())
        return bad_input("programme.error.done-later", {}, "done_on");
    act.tx.execute("UPDATE programme_task SET done_on = ?2, done_note = ?3, done_by = ?4,"
                   " version = version + 1 WHERE id = ?1",
                   {found.task.id, to_iso(command.done_on), command.note, act.actor.name});
    auto after = audited(found.task);
    after["done_on"] = to_iso(command.done_on);
    leave_line(act, "programme.task.finish", found.programme, {}, after);
    inbox::complete(act, task_key(found.task));
    return {};
}

}  // namespace thidua::programme
