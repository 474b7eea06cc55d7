#include "organisation/unit.h"

#include "audit/settings.h"
#include "base/text.h"
#include "identity/succession.h"
#include "inbox/inbox.h"
#include "organisation/unit_store.h"
#include "terms/vocabulary.h"

#include <algorithm>

namespace thidua::organisation {

namespace json = boost::json;

namespace {

std::string shown(Unit const& unit) { return unit.name + " (" + unit.code + ")"; }
std::string shown(Person const& person) { return person.full_name + " (" + person.code + ")"; }

template <class Things>
std::string shown_some(Things const& things)
{
    std::vector<std::string> names;
    for (auto const& thing : things) names.push_back(shown(thing));
    return name_some(names);
}

Error refused(std::string key, Args args = {}, std::string field = {})
{
    return failure(Kind::Refused, std::move(key), std::move(args), std::move(field));
}

json::object facts_of(Unit const& unit, Date on, Paper const& paper)
{
    return {{"name", unit.name},
            {"kind", unit.kind},
            {"path", unit.path},
            {"on", to_iso(on)},
            {"paper_no", paper.number},
            {"note", paper.note}};
}

json::object facts_of(Unit const& unit)
{
    return {{"name", unit.name}, {"kind", unit.kind}, {"path", unit.path}};
}

Result<void> check_day(Act const& act, Date on, std::string const& field = "on")
{
    if (on > act.today())
        return bad_input("organisation.unit.future", {{"day", to_vietnamese(on)}}, field);
    return {};
}

// Whether something may begin to hold of `unit` on that day.
Result<void> check_change(Act const& act, Unit const& unit, Date on)
{
    TD_CHECK(check_day(act, on));
    if (unit.valid_to) {
        return refused("organisation.unit.ended",
                       {{"unit", shown(unit)}, {"day", to_vietnamese(*unit.valid_to)}});
    }
    if (on < unit.valid_from) {
        return bad_input("organisation.unit.before-existence",
                         {{"unit", shown(unit)}, {"day", to_vietnamese(unit.valid_from)}},
                         "on");
    }
    auto const newest = newest_state(act.tx, unit.id);
    if (on < newest.from) {
        return refused("organisation.unit.later-act",
                       {{"unit", shown(unit)}, {"day", to_vietnamese(newest.from)}},
                       "on");
    }
    return {};
}

// Whether `unit` may end the day before; it has to have stood for one day.
Result<void> check_end(Act const& act, Unit const& unit, Date on)
{
    TD_CHECK(check_change(act, unit, on));
    if (on == unit.valid_from) {
        return bad_input(
            "organisation.unit.before-existence",
            {{"unit", shown(unit)}, {"day", to_vietnamese(unit.valid_from.plus_days(1))}},
            "on");
    }
    return {};
}

Result<void> check_version(Unit const& unit,
                           std::int64_t version,
                           std::vector<Difference> const& differences)
{
    if (unit.version != version) return stale(differences);
    return {};
}

Result<void> check_new_unit(Act const& act,
                            std::string_view code,
                            std::string_view name,
                            std::string_view kind,
                            std::string const& code_field = "code")
{
    TD_CHECK(check_code(code, code_field));
    if (find_unit(act.tx, code)) {
        return bad_input(
            "organisation.error.code-taken", {{"code", std::string{code}}}, code_field);
    }
    if (name.empty()) return bad_input("error.required", {}, "name");
    if (is_garbled(name)) return bad_input("error.garbled", {}, "name");
    if (terms::code_of("unit-kind", kind) != kind) return bad_input("error.choice", {}, "kind");
    return {};
}

// The parent has to stand as long as the child.
Result<void> check_parent(Unit const& parent, Date from, std::optional<Date> to)
{
    bool const outlives = !parent.valid_to || (to && *to <= *parent.valid_to);
    if (parent.valid_from <= from && outlives) return {};
    return bad_input("organisation.unit.parent-not-standing", {{"unit", shown(parent)}}, "parent");
}

Result<std::optional<Unit>> parent_of_new(Act& act,
                                          std::string const& code,
                                          Date from,
                                          std::optional<Date> to)
{
    if (code.empty()) {
        if (!act.actor.may(Permission::WriteOrganisation, "/")) {
            return bad_input("organisation.unit.parent-required", {}, "parent");
        }
        return std::optional<Unit>{};
    }
    auto const parent = TD_TRY(unit_for(act, code, Permission::WriteOrganisation, "parent"));
    TD_CHECK(check_parent(parent, from, to));
    return std::optional{parent};
}

Result<void> hand_unit_over(
    Act& act, Unit const& child, Unit const& to, Date on, std::int64_t act_id)
{
    TD_CHECK(check_change(act, child, on));
    auto state = newest_state(act.tx, child.id);
    state.from = on;
    state.parent_id = to.id;
    set_state(act.tx, unit_by_id(act.tx, child.id).value(), state, act_id);
    return {};
}

// People and sub-units of `from` belong to `to` from that day on.
Result<void> hand_over(Act& act, Unit const& from, Unit const& to, Date on, std::int64_t act_id)
{
    for (auto const& child : children_from(act.tx, from.id, on)) {
        if (child.id == to.id) continue;
        TD_CHECK(hand_unit_over(act, child, to, on, act_id));
    }
    for (auto const& person : people_from(act.tx, from.id, on))
        move_person(act.tx, person.id, from.id, to.id, on);
    return {};
}

void end_into(Act& act,
              Unit const& unit,
              Unit const& successor,
              std::string_view kind,
              Date on,
              std::int64_t act_id)
{
    end_unit(act.tx, unit.id, on.plus_days(-1));
    link(act.tx, unit.id, successor.id, kind, on);
    touch(act.tx, act_id, unit.id);
    touch(act.tx, act_id, successor.id);
}

void finish(Act& act,
            std::string_view what,
            Unit const& before,
            Unit const& after,
            Date on,
            Paper const& paper)
{
    record(act, what, before, facts_of(before), facts_of(after, on, paper));
    audit::bump(act.tx, "organisation.units");
}

// After a split or a merger only people can say whose roles hold where: a task for who manages the
// accounts there.
void ask_for_new_grants(Act& act, Unit const& unit, std::string_view what)
{
    auto const grants = identity::count_grants(act.tx, unit.code, act.today());
    if (grants == 0) return;
    inbox::Message task;
    task.to = {.permission = Permission::ManageAccounts, .unit_path = unit.path};
    task.dedup = "grants:unit:" + unit.code;
    task.sentence = "organisation.unit.grants-left." + std::string{what};
    task.args = {{"unit", unit.name}, {"code", unit.code}, {"grants", std::to_string(grants)}};
    task.link = "/accounts?unit=" + unit.code;
    inbox::assign(act, task);
}

Unit current(Act const& act, Unit const& unit) { return unit_by_id(act.tx, unit.id).value(); }

}  // namespace

Result<Unit> create_unit(Act& act, CreateUnit const& command)
{
    TD_CHECK(check_new_unit(act, command.code, command.name, command.kind));
    TD_CHECK(check_day(act, command.from, "from"));
    if (command.to && *command.to < command.from)
        return bad_input("organisation.error.ends-before-start", {}, "to");
    auto const parent = TD_TRY(parent_of_new(act, command.parent, command.from, command.to));
    std::vector<Unit> before;
    for (auto const& code : command.predecessors) {
        before.push_back(
            TD_TRY(unit_for(act, code, Permission::WriteOrganisation, "predecessors")));
        auto const& end = before.back().valid_to;
        if (!end || *end >= command.from) {
            return bad_input("organisation.unit.predecessor-stands",
                             {{"unit", shown(before.back())}},
                             "predecessors");
        }
    }
    auto const act_id = insert_act(act, "create", command.from, command.paper);
    auto const unit = insert_unit(act.tx,
                                  {.code = command.code,
                                   .name = command.name,
                                   .kind = command.kind,
                                   .parent = parent,
                                   .from = command.from,
                                   .to = command.to,
                                   .offline = command.offline,
                                   .head_decides = command.head_decides},
                                  act_id);
    for (auto const& predecessor : before) {
        link(
            act.tx, predecessor.id, unit.id, before.size() == 1 ? "rename" : "merge", command.from);
        touch(act.tx, act_id, predecessor.id);
    }
    record(act, "organisation.unit.create", unit, {}, facts_of(unit, command.from, command.paper));
    audit::bump(act.tx, "organisation.units");
    return unit;
}

namespace {

// A rename under a new code: the old unit ends, its successor goes on with all it had.
Result<Unit> succeed_unit(Act& act,
                          Unit const& unit,
                          RenameUnit const& command,
                          std::string const& kind)
{
    TD_CHECK(check_new_unit(act, command.new_code, command.name, kind, "new_code"));
    TD_CHECK(check_end(act, unit, command.on));
    auto const act_id = insert_act(act, "rename", command.on, command.paper);
    auto const successor =
        insert_unit(act.tx,
                    {.code = command.new_code,
                     .name = command.name,
                     .kind = kind,
                     .parent = unit.parent_id ? unit_by_id(act.tx, *unit.parent_id) : std::nullopt,
                     .from = command.on,
                     .offline = unit.offline,
                     .head_decides = unit.head_decides},
                    act_id);
    TD_CHECK(hand_over(act, unit, successor, command.on, act_id));
    end_into(act, unit, successor, "rename", command.on, act_id);
    identity::carry_grants(act, unit.code, successor.code);
    finish(act, "organisation.unit.rename", unit, successor, command.on, command.paper);
    return successor;
}

}  // namespace

Result<Unit> rename_unit(Act& act, RenameUnit const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    TD_CHECK(check_version(unit, command.version, {{"name", command.name, unit.name}}));
    if (command.name.empty()) return bad_input("error.required", {}, "name");
    if (is_garbled(command.name)) return bad_input("error.garbled", {}, "name");
    auto const kind = command.kind.empty() ? unit.kind : command.kind;
    if (terms::code_of("unit-kind", kind) != kind) return bad_input("error.choice", {}, "kind");
    TD_CHECK(check_change(act, unit, command.on));
    if (!command.new_code.empty() && code_key(command.new_code) != code_key(unit.code)) {
        return succeed_unit(act, unit, command, kind);
    }
    if (command.name == unit.name && kind == unit.kind)
        return bad_input("organisation.unit.same-name", {}, "name");
    auto const act_id = insert_act(act, "rename", command.on, command.paper);
    auto state = newest_state(act.tx, unit.id);
    state.from = command.on;
    state.name = command.name;
    state.kind = kind;
    set_state(act.tx, unit, state, act_id);
    auto const after = current(act, unit);
    finish(act, "organisation.unit.rename", unit, after, command.on, command.paper);
    return after;
}

Result<Unit> move_unit(Act& act, MoveUnit const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    auto const old_parent = unit.parent_id ? unit_by_id(act.tx, *unit.parent_id) : std::nullopt;
    TD_CHECK(check_version(
        unit, command.version, {{"parent", command.parent, old_parent ? old_parent->code : ""}}));
    TD_CHECK(check_change(act, unit, command.on));
    auto const parent =
        TD_TRY(unit_for(act, command.parent, Permission::WriteOrganisation, "parent"));
    if (parent.id == unit.parent_id)
        return bad_input("organisation.unit.same-parent", {}, "parent");
    TD_CHECK(check_parent(parent, command.on, unit.valid_to));
    if (is_above(act.tx, unit.id, parent.id, command.on)) {
        return bad_input("organisation.unit.cycle", {{"unit", shown(parent)}}, "parent");
    }
    auto const act_id = insert_act(act, "move", command.on, command.paper);
    auto state = newest_state(act.tx, unit.id);
    state.from = command.on;
    state.parent_id = parent.id;
    set_state(act.tx, unit, state, act_id);
    auto const after = current(act, unit);
    finish(act, "organisation.unit.move", unit, after, command.on, command.paper);
    return after;
}

namespace {

Result<void> check_split(Act const& act, Unit const& unit, SplitUnit const& command)
{
    if (command.parts.empty() || (command.parts.size() == 1 && !command.continues)) {
        return bad_input("organisation.unit.parts-needed", {}, "parts");
    }
    for (auto const& part : command.parts)
        TD_CHECK(check_new_unit(act, part.code, part.name, unit.kind, "parts"));
    TD_CHECK(check_end(act, unit, command.on));
    auto const is_part = [&](std::string const& code) {
        return std::any_of(command.parts.begin(), command.parts.end(), [&](auto const& part) {
            return part.code == code;
        });
    };
    bool const leaves_rest = command.rest.empty() && !command.continues;
    if (leaves_rest || (!command.rest.empty() && !is_part(command.rest))) {
        return bad_input("organisation.unit.rest-needed", {}, "rest");
    }
    for (auto const* goes : {&command.units, &command.people}) {
        for (auto const& [code, part] : *goes) {
            if (!is_part(part))
                return bad_input("organisation.unit.unknown-part", {{"code", part}}, "parts");
        }
    }
    return {};
}

// Where each sub-unit and person of the split unit goes; what is not named stays, or goes to the
// rest.
Result<void> distribute(Act& act,
                        Unit const& unit,
                        SplitUnit const& command,
                        std::map<std::string, Unit> const& parts,
                        std::int64_t act_id)
{
    auto const part_of = [&](std::map<std::string, std::string> const& goes,
                             std::string const& code) -> Unit const* {
        auto const found = goes.find(code);
        auto const& part = found == goes.end() ? command.rest : found->second;
        return part.empty() ? nullptr : &parts.at(part);
    };
    for (auto const& child : children_from(act.tx, unit.id, command.on)) {
        auto const* part = part_of(command.units, child.code);
        if (part != nullptr) TD_CHECK(hand_unit_over(act, child, *part, command.on, act_id));
    }
    for (auto const& person : people_from(act.tx, unit.id, command.on)) {
        auto const* part = part_of(command.people, person.code);
        if (part != nullptr) move_person(act.tx, person.id, unit.id, part->id, command.on);
    }
    return {};
}

}  // namespace

Result<Unit> split_unit(Act& act, SplitUnit const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    TD_CHECK(check_version(unit, command.version, {}));
    TD_CHECK(check_split(act, unit, command));
    auto const act_id = insert_act(act, "split", command.on, command.paper);
    auto const parent = unit.parent_id ? unit_by_id(act.tx, *unit.parent_id) : std::nullopt;
    std::map<std::string, Unit> parts;
    for (auto const& part : command.parts) {
        if (find_unit(act.tx, part.code)) {
            return bad_input("organisation.error.code-taken", {{"code", part.code}}, "parts");
        }
        auto made = insert_unit(act.tx,
                                {.code = part.code,
                                 .name = part.name,
                                 .kind = unit.kind,
                                 .parent = parent,
                                 .from = command.on},
                                act_id);
        link(act.tx, unit.id, made.id, "split", command.on);
        parts.emplace(part.code, std::move(made));
    }
    TD_CHECK(distribute(act, unit, command, parts, act_id));
    if (!command.continues) end_unit(act.tx, unit.id, command.on.plus_days(-1));
    ask_for_new_grants(act, unit, "split");
    touch(act.tx, act_id, unit.id);
    auto const after = current(act, unit);
    json::array codes;
    for (auto const& part : command.parts) codes.push_back(json::value(part.code));
    auto facts = facts_of(after, command.on, command.paper);
    facts["parts"] = std::move(codes);
    facts["continues"] = command.continues;
    record(act, "organisation.unit.split", unit, facts_of(unit), facts);
    audit::bump(act.tx, "organisation.units");
    return after;
}

namespace {

// The unit that stands already and takes the others in, or a new one.
Result<Unit> merge_target(Act& act,
                          MergeUnits const& command,
                          Unit const& first,
                          std::int64_t act_id)
{
    if (auto const standing = find_unit(act.tx, act.actor, command.into)) {
        if (!act.actor.may(Permission::WriteOrganisation, standing->path)) return denied();
        TD_CHECK(check_change(act, *standing, command.on));
        return *standing;
    }
    auto const kind = command.kind.empty() ? first.kind : command.kind;
    TD_CHECK(check_new_unit(act, command.into, command.name, kind, "into"));
    auto parent = first.parent_id ? unit_by_id(act.tx, *first.parent_id) : std::nullopt;
    if (!command.parent.empty()) {
        parent = TD_TRY(unit_for(act, command.parent, Permission::WriteOrganisation, "parent"));
        TD_CHECK(check_parent(*parent, command.on, std::nullopt));
    }
    return insert_unit(act.tx,
                       {.code = command.into,
                        .name = command.name,
                        .kind = kind,
                        .parent = parent,
                        .from = command.on,
                        .offline = first.offline,
                        .head_decides = first.head_decides},
                       act_id);
}

Result<std::vector<Unit>> units_to_merge(Act& act, MergeUnits const& command)
{
    std::vector<Unit> units;
    for (auto const& code : command.codes) {
        auto unit = TD_TRY(unit_for(act, code, Permission::WriteOrganisation, "codes"));
        bool const again =
            std::any_of(units.begin(), units.end(), [&](Unit const& u) { return u.id == unit.id; });
        if (again || code_key(unit.code) == code_key(command.into)) continue;
        TD_CHECK(check_end(act, unit, command.on));
        units.push_back(std::move(unit));
    }
    auto const into = find_unit(act.tx, act.actor, command.into);
    if (units.size() + (into ? 1 : 0) < 2)
        return bad_input("organisation.unit.two-needed", {}, "codes");
    // What takes the others in must not lie inside one of them.
    for (auto const& unit : units) {
        auto const above =
            !command.parent.empty() ? find_unit(act.tx, act.actor, command.parent) : into;
        if (above && is_above(act.tx, unit.id, above->id, command.on)) {
            return bad_input(
                "organisation.unit.cycle", {{"unit", shown(*above)}}, into ? "into" : "parent");
        }
    }
    return units;
}

}  // namespace

Result<Unit> merge_units(Act& act, MergeUnits const& command)
{
    if (command.codes.empty()) return bad_input("organisation.unit.two-needed", {}, "codes");
    auto const first =
        TD_TRY(unit_for(act, command.codes.front(), Permission::WriteOrganisation, "codes"));
    TD_CHECK(check_version(first, command.version, {}));
    auto const units = TD_TRY(units_to_merge(act, command));
    auto const act_id = insert_act(act, "merge", command.on, command.paper);
    auto const target = TD_TRY(merge_target(act, command, units.front(), act_id));
    json::array codes;
    for (auto const& unit : units) {
        TD_CHECK(hand_over(act, unit, target, command.on, act_id));
        end_into(act, unit, target, "merge", command.on, act_id);
        ask_for_new_grants(act, unit, "merge");
        codes.push_back(json::value(unit.code));
    }
    auto const after = current(act, target);
    json::object const before{{"units", std::move(codes)}};
    record(
        act, "organisation.unit.merge", after, before, facts_of(after, command.on, command.paper));
    audit::bump(act.tx, "organisation.units");
    return after;
}

Result<Unit> dissolve_unit(Act& act, DissolveUnit const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    TD_CHECK(check_version(unit, command.version, {}));
    TD_CHECK(check_end(act, unit, command.on));
    auto const children = children_from(act.tx, unit.id, command.on);
    if (!children.empty()) {
        return refused(
            "organisation.unit.units-inside",
            {{"count", std::to_string(children.size())}, {"names", shown_some(children)}});
    }
    auto const people = people_from(act.tx, unit.id, command.on);
    if (!people.empty()) {
        return refused("organisation.unit.people-inside",
                       {{"count", std::to_string(people.size())}, {"names", shown_some(people)}});
    }
    auto const act_id = insert_act(act, "dissolve", command.on, command.paper);
    end_unit(act.tx, unit.id, command.on.plus_days(-1));
    touch(act.tx, act_id, unit.id);
    auto const after = current(act, unit);
    finish(act, "organisation.unit.dissolve", unit, after, command.on, command.paper);
    return after;
}

Result<Unit> edit_unit(Act& act, EditUnit const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.code, Permission::WriteOrganisation));
    TD_CHECK(check_version(unit,
                           command.version,
                           {{"offline", command.offline ? "1" : "0", unit.offline ? "1" : "0"},
                            {"head_decides", command.head_decides, unit.head_decides}}));
    act.tx.execute(
        "UPDATE unit SET offline = ?2, head_decides = ?3, version = version + 1 WHERE id = ?1",
        {unit.id, command.offline, command.head_decides});
    record(act,
           "organisation.unit.edit",
           unit,
           {{"offline", unit.offline}, {"head_decides", unit.head_decides}},
           {{"offline", command.offline}, {"head_decides", command.head_decides}});
    return current(act, unit);
}

}  // namespace thidua::organisation
