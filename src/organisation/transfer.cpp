#include "organisation/transfer.h"

#include "base/random.h"
#include "inbox/inbox.h"
#include "organisation/post.h"
#include "organisation/rows.h"

namespace thidua::organisation {

namespace json = boost::json;

namespace {

struct Transfer {
    std::int64_t id = 0;
    std::string ref;
    Person person;
    Unit from;
    Unit to;
    Date on;
    std::string state;
    std::int64_t version = 1;
};

// Both sides know of a transfer, nobody else.
Result<Transfer> find_transfer(Act& act, std::string const& ref)
{
    auto rows = act.tx.query(
        "SELECT id, person_id, from_unit_id, to_unit_id, on_date, state, version FROM transfer "
        "WHERE ref = ?1",
        {ref});
    if (!rows.next()) return not_found();
    Transfer transfer{.id = rows.integer(0),
                      .ref = ref,
                      .person = person_by_id(act.tx, rows.integer(1)).value(),
                      .from = unit_by_id(act.tx, rows.integer(2)).value(),
                      .to = unit_by_id(act.tx, rows.integer(3)).value(),
                      .on = date_at(rows, 4).value_or(Date{}),
                      .state = rows.string(5),
                      .version = rows.integer(6)};
    bool const known = act.actor.may(Permission::ReadPeople, transfer.from.path) ||
                       act.actor.may(Permission::ReadPeople, transfer.to.path);
    if (!known) return not_found();
    return transfer;
}

Result<void> check_open(Transfer const& transfer, std::int64_t version)
{
    if (transfer.version != version) return stale({{"state", "", transfer.state}});
    if (transfer.state != "proposed")
        return failure(Kind::Refused, "organisation.transfer.answered");
    return {};
}

std::string task_of(std::string_view ref) { return "transfer:" + std::string{ref}; }

// The receiver finds it among their tasks.
void ask_receiver(Act& act, Person const& person, Unit const& to, std::string const& ref)
{
    inbox::Message task;
    task.to = {.permission = Permission::WritePeople, .unit_path = to.path};
    task.dedup = task_of(ref);
    task.sentence = "organisation.transfer.task";
    task.args = {{"name", person.full_name},
                 {"code", person.code},
                 {"unit", person.unit_name},
                 {"to", to.name}};
    task.link = "/transfers?state=proposed";
    inbox::assign(act, task);
}

void tell_giver(Act& act, Transfer const& transfer, std::string_view state)
{
    inbox::Message notice;
    notice.to = {.permission = Permission::WritePeople, .unit_path = transfer.from.path};
    notice.dedup = "told:" + task_of(transfer.ref);
    notice.sentence = "organisation.transfer.told-" + std::string{state};
    notice.args = {{"name", transfer.person.full_name},
                   {"code", transfer.person.code},
                   {"to", transfer.to.name}};
    notice.link = "/transfers";
    inbox::notify(act, notice);
}

void set_state(Act& act, Transfer const& transfer, std::string_view state, std::string_view reason)
{
    act.tx.execute(
        "UPDATE transfer SET state = ?2, answered_by = ?3, "
        "reason = CASE WHEN CAST(?4 AS TEXT) = '' THEN reason ELSE ?4 END, version = version + 1 "
        "WHERE id = ?1",
        {transfer.id, state, act.actor.name, reason});
    inbox::complete(act, task_of(transfer.ref));
    if (state != "withdrawn") tell_giver(act, transfer, state);
    auto const what = "organisation.transfer." + std::string{state};
    json::object const before{{"unit", transfer.from.code}};
    json::object const after{
        {"unit", transfer.to.code}, {"on", to_iso(transfer.on)}, {"reason", reason}};
    record(act, what, person_by_id(act.tx, transfer.person.id).value(), before, after);
}

Result<void> move(Act& act, Transfer const& transfer, std::string const& position)
{
    auto const day = to_iso(transfer.on);
    auto const later =
        act.tx.text("SELECT max(from_on) FROM post WHERE person_id = ?1 AND from_on >= ?2",
                    {transfer.person.id, day});
    if (later) {
        return failure(Kind::Refused,
                       "organisation.transfer.later-post",
                       {{"day", to_vietnamese(parse_iso_date(*later).value())}});
    }
    act.tx.execute(
        "UPDATE post SET to_on = ?3, version = version + 1 WHERE person_id = ?1 AND unit_id = ?2 "
        "AND (to_on IS NULL OR to_on >= ?4)",
        {transfer.person.id, transfer.from.id, to_iso(transfer.on.plus_days(-1)), day});
    act.tx.execute(
        "INSERT INTO post (person_id, unit_id, position, rank, from_on) VALUES (?1, ?2, ?3, ?4, "
        "?5)",
        {transfer.person.id, transfer.to.id, position, transfer.person.rank, day});
    act.tx.execute("UPDATE person SET unit_id = ?2 WHERE id = ?1",
                   {transfer.person.id, transfer.to.id});
    follow_posts(act.tx, transfer.person.id, act.today());
    return {};
}

}  // namespace

Result<std::string> propose_transfer(Act& act, ProposeTransfer const& command)
{
    auto const person = TD_TRY(person_for(act, command.person, Permission::WritePeople, "person"));
    auto const to = find_unit(act.tx, command.to_unit);
    if (!to)
        return bad_input("organisation.error.unknown-unit", {{"code", command.to_unit}}, "to_unit");
    if (to->id == person.unit_id)
        return bad_input("organisation.transfer.same-unit", {}, "to_unit");
    if (!to->stands_on(command.on))
        return bad_input("organisation.error.unit-ended", {{"unit", to->name}}, "to_unit");
    if (!person.in_service_on(command.on))
        return bad_input("organisation.transfer.not-in-service", {}, "person");
    if (act.tx.integer("SELECT id FROM transfer WHERE person_id = ?1 AND state = 'proposed'",
                       {person.id})) {
        return failure(Kind::Refused, "organisation.transfer.open-already", {}, "person");
    }
    auto const ref = random_token(10);
    act.tx.execute(
        "INSERT INTO transfer (ref, person_id, from_unit_id, to_unit_id, on_date, opinion, state, "
        "reason, "
        "proposed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'proposed', ?7, ?8)",
        {ref,
         person.id,
         person.unit_id,
         to->id,
         to_iso(command.on),
         command.opinion,
         command.reason,
         act.actor.name});
    ask_receiver(act, person, *to, ref);
    json::object const before{{"unit", person.unit_code}};
    json::object const after{
        {"unit", to->code}, {"on", to_iso(command.on)}, {"opinion", command.opinion}};
    record(act, "organisation.transfer.propose", person, before, after);
    return ref;
}

Result<void> answer_transfer(Act& act, AnswerTransfer const& command)
{
    auto const transfer = TD_TRY(find_transfer(act, command.ref));
    if (!act.actor.may(Permission::WritePeople, transfer.to.path)) return denied();
    TD_CHECK(check_open(transfer, command.version));
    if (!command.confirm) {
        if (command.reason.empty())
            return bad_input("organisation.transfer.reason-needed", {}, "reason");
        set_state(act, transfer, "refused", command.reason);
        return {};
    }
    if (transfer.on > act.today()) {
        return failure(
            Kind::Refused, "organisation.transfer.not-yet", {{"day", to_vietnamese(transfer.on)}});
    }
    if (transfer.person.unit_id != transfer.from.id)
        return failure(Kind::Refused, "organisation.transfer.moved-already");
    TD_CHECK(move(act, transfer, command.position));
    set_state(act, transfer, "confirmed", command.reason);
    return {};
}

Result<void> withdraw_transfer(Act& act, WithdrawTransfer const& command)
{
    auto const transfer = TD_TRY(find_transfer(act, command.ref));
    if (!act.actor.may(Permission::WritePeople, transfer.from.path)) return denied();
    TD_CHECK(check_open(transfer, command.version));
    set_state(act, transfer, "withdrawn", "");
    return {};
}

}  // namespace thidua::organisation
