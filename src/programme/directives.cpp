#include "programme/directives.h"

#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "organisation/acts.h"
#include "programme/directive_store.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;

std::string task_key(std::string const& ref) { return "directive-task:" + ref; }

std::int64_t insert(audit::Act& act, Directive const& directive)
{
    return act.tx.insert("INSERT INTO directive (ref, owner_unit_id, kind, number, dated, issuer,"
                         " title, for_all, entered_by, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
                         " ?7, ?8, ?9, ?10) RETURNING id",
                         {directive.ref,
                          directive.owner.id,
                          directive.kind,
                          directive.number,
                          to_iso(directive.dated),
                          directive.issuer,
                          directive.title,
                          directive.for_all ? 1 : 0,
                          act.actor.name,
                          act.now.seconds});
}

Result<void> keep_file(audit::Act& act,
                       std::string const& owner,
                       std::string const& unit_path,
                       std::optional<Attachment> const& file)
{
    if (!file) return {};
    TD_TRY(files::store(
        act, {.owner = owner, .name = file->name, .unit_path = unit_path}, file->bytes));
    return {};
}

}  // namespace

Result<Directive> directive_to_change(audit::Act& act,
                                      std::string_view ref,
                                      std::int64_t version)
{
    auto directive = find_directive(act.tx, act.actor, ref);
    if (!directive) return not_found();
    if (!may_direct(act.actor, *directive)) return denied();
    if (directive->version != version) return organisation::stale({});
    return *std::move(directive);
}

Result<void> check_directive(audit::Act& act,
                             EnterDirective const& command,
                             organisation::Unit const& owner,
                             std::int64_t itself)
{
    Error error;
    auto const need = [&](std::string const& value, char const* field) {
        if (value.empty()) error.problems.push_back({"error.required", {}, field});
        if (is_garbled(value)) error.problems.push_back({"error.garbled", {}, field});
    };
    if (std::find(kDirectiveKinds.begin(), kDirectiveKinds.end(), command.kind) ==
        kDirectiveKinds.end())
        error.problems.push_back({"error.choice", {}, "kind"});
    need(command.number, "number");
    need(command.issuer, "issuer");
    need(command.title, "title");
    if (command.dated > act.today())
        error.problems.push_back({"programme.error.dated-later", {}, "dated"});
    if (command.items.empty()) error.problems.push_back({"programme.error.no-items", {}, "items"});
    if (!error.problems.empty()) return error;
    auto const known = act.tx.integer("SELECT id FROM directive WHERE owner_unit_id = ?1 AND number"
                                      " = ?2 AND dated = ?3 AND issuer = ?4 AND id <> ?5",
                                      {owner.id, command.number, to_iso(command.dated),
                                       command.issuer, itself});
    if (known) return bad_input("programme.error.known-directive", {}, "number");
    return {};
}

void insert_item(audit::Act& act, std::int64_t directive_id, std::string const& content)
{
    act.tx.execute("INSERT INTO directive_item (ref, directive_id, position, content) VALUES (?1,"
                   " ?2, (SELECT CAST(COALESCE(max(position), 0) + 1 AS INTEGER) FROM"
                   " directive_item WHERE directive_id = ?2), ?3)",
                   {random_token(10), directive_id, content});
}

void touch(audit::Act& act, Directive const& directive)
{
    act.tx.execute("UPDATE directive SET version = version + 1 WHERE id = ?1", {directive.id});
}

void leave_line(audit::Act& act,
                std::string_view what,
                Directive const& directive,
                boost::json::object const& after,
                boost::json::object const* before)
{
    auto const subject = "directive:" + directive.ref;
    audit::record(act,
                  {.what = what,
                   .subject = subject,
                   .before = before,
                   .after = &after,
                   .unit_path = directive.owner.path});
}

bool may_direct(access::Actor const& actor, Directive const& directive)
{
    return actor.may(Permission::GiveDirections, directive.owner.path);
}

Result<std::string> enter_directive(audit::Act& act, EnterDirective const& command)
{
    auto const owner =
        TD_TRY(organisation::unit_for(act, command.owner, Permission::GiveDirections, "owner"));
    TD_CHECK(check_directive(act, command, owner, 0));
    auto const units = TD_TRY(units_named(act, owner, command.addressees, "addressees"));
    Directive directive{.ref = random_token(10),
                        .owner = owner,
                        .kind = command.kind,
                        .number = command.number,
                        .issuer = command.issuer,
                        .title = command.title,
                        .dated = command.dated,
                        .for_all = command.for_all};
    directive.id = insert(act, directive);
    for (auto const& item : command.items) insert_item(act, directive.id, item);
    address(act, directive, units);
    TD_CHECK(keep_file(act, "directive:" + directive.ref, owner.path, command.file));
    leave_line(act,
               "programme.directive.enter",
               directive,
               {{"number", directive.number},
                {"title", directive.title},
                {"units", json_codes(units)}});
    return directive.ref;
}

Result<void> give_tasks(audit::Act& act, GiveTask const& command)
{
    auto const directive = TD_TRY(directive_to_change(act, command.ref, command.version));
    if (command.content.empty()) return bad_input("error.required", {}, "content");
    if (command.due < act.today()) return bad_input("programme.error.due-past", {}, "due");
    std::optional<std::int64_t> item_id;
    for (auto const& item : directive.items) {
        if (item.position == command.item) item_id = item.id;
    }
    if (command.item != 0 && !item_id) return bad_input("error.choice", {}, "item");
    auto const all = addressees_of(act.tx, act.actor, directive);
    std::vector<Addressee> chosen = all;
    if (!command.units.empty()) {
        std::erase_if(chosen, [&](auto const& each) {
            return std::find(command.units.begin(), command.units.end(), each.code) ==
                   command.units.end();
        });
        if (chosen.size() != command.units.size())
            return bad_input("programme.error.not-addressed", {}, "units");
    }
    if (chosen.empty()) return bad_input("programme.error.not-addressed", {}, "units");
    for (auto const& unit : chosen) {
        auto const ref = random_token(10);
        act.tx.execute("INSERT INTO directive_task (ref, directive_id, item_id, unit_id, content,"
                       " due_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       {ref, directive.id, item_id, unit.unit_id, command.content,
                        to_iso(command.due)});
        inbox::assign(act,
                      {.to = {.permission = Permission::WriteMovements, .unit_path = unit.path},
                       .dedup = task_key(ref),
                       .sentence = "programme.directive.task-work",
                       .args = {{"number", directive.number},
                                {"content", command.content},
                                {"unit", unit.name}},
                       .link = "/directives/tasks/" + ref,
                       .deadline = command.due});
    }
    touch(act, directive);
    leave_line(act,
               "programme.directive.task",
               directive,
               {{"content", command.content},
                {"due", to_iso(command.due)},
                {"count", chosen.size()}});
    return {};
}

Result<void> answer_task(audit::Act& act, AnswerTask const& command)
{
    auto const task = find_directive_task(act.tx, act.actor, command.task);
    if (!task) return not_found();
    if (!act.actor.may(Permission::WriteMovements, task->unit_path)) return denied();
    if (task->version != command.version)
        return organisation::stale({{"answer", command.answer, task->answer}});
    if (command.answer.empty()) return bad_input("error.required", {}, "answer");
    act.tx.execute("UPDATE directive_task SET answer = ?2, answered_on = ?3, answered_by = ?4,"
                   " version = version + 1 WHERE id = ?1",
                   {task->id, command.answer, to_iso(act.today()), act.actor.name});
    TD_CHECK(keep_file(act, "directive-task:" + task->ref, task->unit_path, command.file));
    inbox::complete(act, task_key(task->ref));
    auto const subject = "directive-task:" + task->ref;
    boost::json::object const before{{"answer", task->answer}};
    boost::json::object const after{{"answer", command.answer}};
    audit::record(act,
                  {.what = "programme.directive.answer",
                   .subject = subject,
                   .before = task->answered_on ? &before : nullptr,
                   .after = &after,
                   .unit_path = task->unit_path});
    return {};
}

}  // namespace thidua::programme
