// Whom a directive is addressed to, and who has acknowledged it.
#include "base/text.h"
#include "inbox/inbox.h"
#include "organisation/acts.h"
#include "programme/directive_store.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

using access::Permission;

std::string ack_key(Directive const& directive, std::int64_t unit_id)
{
    return "directive:" + directive.ref + ":" + std::to_string(unit_id);
}

}  // namespace

bool acts_as_unit(access::Actor const& actor, std::string_view unit_path)
{
    auto const scopes = actor.scopes(Permission::WriteMovements);
    bool const top = std::count(unit_path.begin(), unit_path.end(), '/') < 3;
    return std::any_of(scopes.begin(), scopes.end(), [&](access::Scope const& scope) {
        return scope == unit_path || (top && scope == "/");
    });
}

// The units of these codes in service within the owner's part of the tree.
Result<std::vector<organisation::Unit>> units_named(audit::Act& act,
                                                    organisation::Unit const& owner,
                                                    std::vector<std::string> const& codes,
                                                    std::string const& field)
{
    std::vector<organisation::Unit> units;
    for (auto const& code : codes) {
        auto const unit = organisation::find_unit(act.tx, code);
        if (!unit || unit->valid_to || !access::covers(owner.path, unit->path))
            return bad_input("programme.error.unit", {{"unit", code}}, field);
        units.push_back(*unit);
    }
    return units;
}

boost::json::array json_codes(std::vector<organisation::Unit> const& units)
{
    boost::json::array list;
    for (auto const& unit : units) list.push_back(boost::json::value(unit.code));
    return list;
}

void ask_to_acknowledge(audit::Act& act, Directive const& directive, Addressee const& addressee)
{
    inbox::assign(act,
                  {.to = {.permission = Permission::WriteMovements, .unit_path = addressee.path},
                   .dedup = ack_key(directive, addressee.unit_id),
                   .sentence = directive.revision == 1
                                   ? "programme.directive.task-acknowledge"
                                   : "programme.directive.task-acknowledge-again",
                   .args = {{"number", directive.number},
                            {"title", directive.title},
                            {"unit", addressee.name}},
                   .link = "/directives/" + directive.ref});
}

void address(audit::Act& act,
             Directive const& directive,
             std::vector<organisation::Unit> const& units)
{
    for (auto const& unit : units) {
        auto const added = act.tx.execute(
            "INSERT INTO directive_addressee (directive_id, unit_id) VALUES (?1, ?2)"
            " ON CONFLICT (directive_id, unit_id) DO NOTHING",
            {directive.id, unit.id});
        if (added == 0) continue;
        ask_to_acknowledge(act, directive, {unit.id, unit.code, unit.name, unit.path});
    }
}

Result<void> address_directive(audit::Act& act, AddressDirective const& command)
{
    auto const directive = TD_TRY(directive_to_change(act, command.ref, command.version));
    if (command.units.empty()) return bad_input("error.required", {}, "addressees");
    auto const units = TD_TRY(units_named(act, directive.owner, command.units, "addressees"));
    address(act, directive, units);
    touch(act, directive);
    leave_line(act,
               "programme.directive.address",
               directive,
               {{"units", json_codes(units)}});
    return {};
}

Result<void> acknowledge(audit::Act& act, Acknowledge const& command)
{
    auto const directive = find_directive(act.tx, act.actor, command.ref);
    if (!directive) return not_found();
    auto const all = addressees_of(act.tx, act.actor, *directive);
    auto const found = std::find_if(
        all.begin(), all.end(), [&](auto const& each) { return each.code == command.unit; });
    if (found == all.end()) return not_found();
    if (!act.actor.may(Permission::WriteMovements, found->path)) return denied();
    if (found->acknowledged_on) return {};
    bool const itself = acts_as_unit(act.actor, found->path);
    auto const why = itself ? std::string{} : tidy(command.instead_why);
    if (!itself && why.empty())
        return bad_input("programme.error.instead-why", {{"unit", found->name}}, "instead_why");
    if (is_garbled(why)) return bad_input("error.garbled", {}, "instead_why");
    act.tx.execute("UPDATE directive_addressee SET acknowledged_on = ?3, acknowledged_by = ?4,"
                   " instead_why = ?5 WHERE directive_id = ?1 AND unit_id = ?2",
                   {directive->id, found->unit_id, to_iso(act.today()), act.actor.name, why});
    inbox::complete(act, ack_key(*directive, found->unit_id));
    boost::json::object after{{"unit", found->code}, {"revision", directive->revision}};
    if (!itself) after["instead_why"] = why;
    leave_line(act, "programme.directive.acknowledge", *directive, after);
    return {};
}

}  // namespace thidua::programme
