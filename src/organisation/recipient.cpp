#include "organisation/recipient.h"

#include "base/text.h"
#include "organisation/person.h"
#include "organisation/rows.h"
#include "organisation/unit.h"

namespace thidua::organisation {

namespace json = boost::json;

namespace {

constexpr std::string_view kCollective = "nhom";
constexpr std::string_view kOutside = "ngoai";

bool is_unit(RecipientKind kind)
{
    return kind == RecipientKind::Collective || kind == RecipientKind::Body;
}

std::string prefix_of(RecipientKind kind)
{
    switch (kind) {
    case RecipientKind::Collective: return "TT";
    case RecipientKind::Body: return "NG";
    case RecipientKind::Person: return "CN";
    case RecipientKind::Household: return "HGD";
    }
    return "";
}

std::vector<std::string> similar_names(Act& act, CreateRecipient const& command)
{
    std::vector<std::string> names;
    for (auto const& person : similar_people(act.tx, act.actor, command.name, command.birth_date)) {
        names.push_back(person.full_name + " (" + person.code + ", " + person.unit_name + ")");
    }
    auto rows = act.tx.query(
        "SELECT u.name, u.code FROM unit u WHERE u.search_key = ?1 AND " +
            access::sql_in_scopes(act.actor.scopes(Permission::ReadOrganisation), "u.path") +
            " ORDER BY u.code_key LIMIT 20",
        {search_key(command.name)});
    while (rows.next()) names.push_back(rows.string(0) + " (" + rows.string(1) + ")");
    return names;
}

Result<void> check_confirmed(Act& act, CreateRecipient const& command)
{
    if (command.name.empty()) return bad_input("error.required", {}, "name");
    if (command.confirmed) return {};
    auto const names = similar_names(act, command);
    if (names.empty()) return bad_input("organisation.recipient.confirm", {}, "confirmed");
    return bad_input("organisation.recipient.similar", {{"names", name_some(names)}}, "confirmed");
}

Result<void> write_members(Act& act, Unit const& unit, std::vector<std::string> const& codes)
{
    act.tx.execute("DELETE FROM collective_member WHERE unit_id = ?1", {unit.id});
    for (auto const& code : codes) {
        auto const person = TD_TRY(person_for(act, code, Permission::ReadPeople, "members"));
        act.tx.execute(
            "INSERT INTO collective_member (unit_id, person_id) VALUES (?1, ?2) "
            "ON CONFLICT (unit_id, person_id) DO NOTHING",
            {unit.id, person.id});
    }
    return {};
}

json::object shown(std::vector<std::string> const& members)
{
    json::array codes;
    for (auto const& member : members) codes.push_back(json::value(member));
    return {{"members", std::move(codes)}};
}

Result<Subject> create_collective(Act& act, CreateRecipient const& command, std::string const& code)
{
    auto const kind = command.kind == RecipientKind::Collective ? kCollective : kOutside;
    auto made = create_unit(act,
                            {.code = code,
                             .name = command.name,
                             .kind = std::string{kind},
                             .parent = command.unit,
                             .from = command.from.value_or(act.today()),
                             .to = command.to,
                             .paper = command.paper});
    if (!made) {
        auto error = made.error();
        for (auto& problem : error.problems) {
            if (problem.field == "parent") problem.field = "unit";
        }
        return error;
    }
    if (command.kind == RecipientKind::Collective && !command.members.empty()) {
        TD_CHECK(write_members(act, *made, command.members));
        record(act, "organisation.unit.members", *made, {}, shown(command.members));
    }
    return Subject{std::string{kUnit}, made->id, made->code, made->name, made->path};
}

Result<Subject> create_outsider(Act& act, CreateRecipient const& command, std::string const& code)
{
    auto made = create_person(
        act,
        {.code = code,
         .origin = command.kind == RecipientKind::Household ? "household" : "outside",
         .unit = command.unit,
         .facts = {.full_name = command.name, .birth_date = command.birth_date, .sex = command.sex},
         .confirmed = true});
    if (!made) {
        auto error = made.error();
        for (auto& problem : error.problems) {
            if (problem.field == "full_name") problem.field = "name";
        }
        return error;
    }
    return Subject{std::string{kPerson}, made->id, made->code, made->full_name, made->unit_path};
}

}  // namespace

Result<Subject> create_recipient(Act& act, CreateRecipient const& command)
{
    TD_CHECK(check_confirmed(act, command));
    auto const code = command.code.empty() ? made_up_code(prefix_of(command.kind)) : command.code;
    return is_unit(command.kind) ? create_collective(act, command, code)
                                 : create_outsider(act, command, code);
}

Result<Unit> set_members(Act& act, SetMembers const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    if (unit.version != command.version) return stale({});
    if (unit.kind != kCollective)
        return failure(Kind::Refused, "organisation.recipient.no-collective");
    TD_CHECK(write_members(act, unit, command.members));
    act.tx.execute("UPDATE unit SET version = version + 1 WHERE id = ?1", {unit.id});
    record(act, "organisation.unit.members", unit, {}, shown(command.members));
    return unit_by_id(act.tx, unit.id).value();
}

}  // namespace thidua::organisation
