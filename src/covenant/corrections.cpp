#include "covenant/corrections.h"

#include "base/text.h"
#include "covenant/reporting.h"
#include "covenant/tasks.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

// The closed covenant, its unit, and nothing else in the way.
Result<Reporting> closed_figures(Act& act, CorrectResult const& command)
{
    auto covenant = find_covenant(act.tx, act.actor, command.ref);
    if (!covenant) return not_found();
    auto const* member = covenant->member(command.unit);
    if (member == nullptr) return not_found();
    if (!may_correct(act.actor, *covenant)) return denied();
    if (!covenant->in_force || !is_shown(*covenant, command.period))
        return failure(Kind::Refused, "covenant.error.period-open");
    auto const copy = *member;
    return Reporting{*std::move(covenant), copy};
}

Result<std::string> reason_in(CorrectResult const& command)
{
    auto reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "reason");
    if (is_garbled(reason)) return bad_input("error.garbled", {}, "reason");
    return reason;
}

Result<void> check(TargetResult const& target, Outcome const& before, Entry const& entry)
{
    if (before.version != entry.version) {
        return Error{.kind = Kind::Conflict,
                     .problems = {{"organisation.error.changed",
                                   {{"mine", shown(entry)}, {"theirs", shown(before)}},
                                   "value"}}};
    }
    if (!entry.value.is_set() && !entry.reached) return bad_input("error.required", {}, "value");
    if (target.kind == "text" && !entry.reached)
        return bad_input("covenant.error.reached", {}, "reached");
    if (is_garbled(entry.value.text)) return bad_input("error.garbled", {}, "value");
    if (before.value == entry.value && before.reached == entry.reached)
        return bad_input("covenant.error.same-figure", {}, "value");
    return {};
}

void keep(Act& act,
          Reporting const& who,
          CorrectResult const& command,
          Outcome const& before,
          std::string const& reason)
{
    act.tx.execute(
        "INSERT INTO covenant_correction (covenant_id, target_ref, unit_id, period, old_value,"
        " old_text, old_reached, new_value, new_text, new_reached, reason, corrected_by,"
        " corrected_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        {who.covenant.id,
         command.entry.target,
         who.member.id,
         name_of(command.period),
         before.value.number,
         before.value.text,
         organisation::flag(before.reached),
         command.entry.value.number,
         command.entry.value.text,
         organisation::flag(command.entry.reached),
         reason,
         act.actor.name,
         to_iso(act.today())});
}

}  // namespace

bool may_correct(access::Actor const& actor, Covenant const& covenant)
{
    return actor.may(Permission::PlanYear, covenant.scope);
}

Result<void> correct_result(Act& act, CorrectResult const& command)
{
    auto const who = TD_TRY(closed_figures(act, command));
    auto const results = results_of(act.tx, who.covenant, who.member.id);
    auto const* target = target_named(results, command.entry.target);
    if (target == nullptr) return bad_input("error.choice", {}, "target");
    auto const& before = target->at(command.period);
    TD_CHECK(check(*target, before, command.entry));
    auto const reason = TD_TRY(reason_in(command));
    auto entry = command.entry;
    entry.note = before.note;
    keep(act, who, command, before, reason);
    // Late or in time is about the unit's own report, which a correction is not.
    store_entry(act, who, command.period, entry, before.late);
    tell_of_correction(act, who.covenant, command.period, who.member);
    json::object const old_values{{target->content, shown(before)}};
    json::object const new_values{{target->content, shown(entry)},
                                  {"unit", who.member.code},
                                  {"period", name_of(command.period)},
                                  {"reason", reason}};
    auto const subject = "covenant:" + who.covenant.ref;
    audit::record(act,
                  {.what = "covenant.correct",
                   .subject = subject,
                   .before = &old_values,
                   .after = &new_values,
                   .unit_path = who.member.path});
    return {};
}

std::vector<Correction> corrections_of(storage::Transaction& tx,
                                       Covenant const& covenant,
                                       std::int64_t unit_id,
                                       Period period)
{
    std::vector<Correction> list;
    auto rows = tx.query(
        "SELECT target_ref, old_value, old_text, old_reached, new_value, new_text, new_reached,"
        " reason, corrected_by, corrected_on FROM covenant_correction WHERE covenant_id = ?1 AND"
        " unit_id = ?2 AND period = ?3 ORDER BY id",
        {covenant.id, unit_id, name_of(period)});
    while (rows.next()) {
        list.push_back({.target = rows.string(0),
                        .old_value = {rows.maybe_integer(1), rows.string(2)},
                        .new_value = {rows.maybe_integer(4), rows.string(5)},
                        .old_reached = organisation::flag_at(rows, 3),
                        .new_reached = organisation::flag_at(rows, 6),
                        .reason = rows.string(7),
                        .by = rows.string(8),
                        .on = organisation::date_at(rows, 9).value()});
    }
    return list;
}

}  // namespace thidua::covenant
