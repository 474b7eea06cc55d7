#include "covenant/results.h"

#include "base/random.h"
#include "base/text.h"
#include "covenant/editions.h"
#include "covenant/figure.h"
#include "covenant/reporting.h"
#include "covenant/tasks.h"
#include "organisation/rows.h"
#include "programme/windows.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

using organisation::date_at;

struct Given {
    std::int64_t unit_id = 0;
    std::string target;
    Period period = Period::MidYear;
    Outcome outcome;
};

std::vector<Given> given_in(storage::Transaction& tx, Covenant const& covenant)
{
    std::vector<Given> list;
    auto rows = tx.query(
        "SELECT unit_id, target_ref, period, ref, value, value_text, reached, note, late,"
        " entered_by, entered_on, version FROM covenant_result WHERE covenant_id = ?1 ORDER BY id",
        {covenant.id});
    while (rows.next()) {
        Given given{rows.integer(0), rows.string(1), period_named(rows.text(2)).value(), {}};
        auto& outcome = given.outcome;
        outcome.ref = rows.string(3);
        outcome.value = {rows.maybe_integer(4), rows.string(5)};
        outcome.reached = organisation::flag_at(rows, 6);
        outcome.note = rows.string(7);
        outcome.late = rows.boolean(8);
        outcome.by = rows.string(9);
        outcome.on = date_at(rows, 10);
        outcome.version = rows.integer(11);
        list.push_back(std::move(given));
    }
    return list;
}

// The targets in force, of one unit or (nothing) of the block.
std::vector<TargetResult> targets_in_force(storage::Transaction& tx,
                                           Covenant const& covenant,
                                           std::optional<std::int64_t> unit_id)
{
    std::vector<TargetResult> results;
    if (!covenant.in_force) return results;
    auto rows = tx.query(
        "SELECT t.target_ref, t.content, t.measure, t.kind, t.better, t.roll_up, t.source,"
        " t.weight, t.plan, t.plan_text FROM covenant_edition_target t JOIN covenant_edition e ON"
        " e.id = t.edition_id WHERE e.covenant_id = ?1 AND e.number = ?2 AND COALESCE(t.unit_id, 0)"
        " = ?3 ORDER BY t.position, t.id",
        {covenant.id, *covenant.in_force, unit_id.value_or(0)});
    while (rows.next()) {
        TargetResult result{rows.string(0),
                            rows.string(1),
                            rows.string(2),
                            rows.string(3),
                            rows.string(4),
                            rows.string(5),
                            rows.string(6),
                            rows.integer(7)};
        result.plan = {rows.maybe_integer(8), rows.string(9)};
        results.push_back(std::move(result));
    }
    return results;
}

void set_percent(TargetResult const& result, Outcome& outcome)
{
    if (result.plan.number && outcome.value.number)
        outcome.percent = percent(*result.plan.number, *outcome.value.number, result.better);
}

// The figures of a target's units rolled up by its rule; nothing while none is known.
void roll_up(TargetResult& result,
             Period period,
             std::vector<Given> const& given,
             std::ptrdiff_t asked)
{
    std::int64_t sum = 0;
    std::int64_t known = 0;
    for (auto const& each : given) {
        if (each.target != result.target || each.period != period) continue;
        if (!each.outcome.value.number) continue;
        sum += *each.outcome.value.number;
        ++known;
    }
    result.partial = result.partial || (known > 0 && known < asked);
    if (known == 0 || result.roll_up == "none") return;
    auto& outcome = result.at(period);
    constexpr std::int64_t tenth = kOne / 10;
    outcome.value.number = result.roll_up == "sum" ? sum : sum / known / tenth * tenth;
    set_percent(result, outcome);
}

std::optional<Date> last_day(storage::Transaction& tx,
                             Covenant const& covenant,
                             Member const& member,
                             Period period)
{
    auto const kind =
        period == Period::Year ? programme::WindowKind::YearEnd : programme::WindowKind::MidYear;
    auto const window = programme::find_window(tx, kind, covenant.year, member.id);
    return window ? std::optional{window->last_day} : std::nullopt;
}

// What is wrong with one entry; its fields end in the target's ref.
void check_entry(TargetResult const& target, Period period, Entry const& entry, Error& error)
{
    auto const field = "value_" + entry.target;
    auto const& before = target.at(period);
    if (before.version != entry.version && !is_same(before, entry)) {
        error.kind = Kind::Conflict;
        error.problems.push_back({"organisation.error.changed",
                                  {{"mine", shown(entry)}, {"theirs", shown(before)}},
                                  field});
        return;
    }
    if (is_garbled(entry.value.text) || is_garbled(entry.note))
        error.problems.push_back({"error.garbled", {}, field});
    if (target.kind == "text" && !entry.value.text.empty() && !entry.reached)
        error.problems.push_back({"covenant.error.reached", {}, "reached_" + entry.target});
}

bool all_given(std::vector<TargetResult> const& results, Period period)
{
    return std::all_of(results.begin(), results.end(), [&](TargetResult const& each) {
        return each.at(period).is_given();
    });
}

}  // namespace

Result<Reporting> reporting(Act& act,
                            std::string const& ref,
                            std::string const& unit,
                            Period period)
{
    auto covenant = find_covenant(act.tx, act.actor, ref);
    if (!covenant) return not_found();
    auto const* member = covenant->member(unit);
    if (member == nullptr) return not_found();
    if (!act.actor.may(Permission::WriteScores, member->path)) return denied();
    if (!covenant->in_force) return failure(Kind::Refused, "covenant.error.not-in-force");
    if (is_shown(*covenant, period)) return failure(Kind::Refused, "covenant.error.period-closed");
    auto const copy = *member;
    return Reporting{*std::move(covenant), copy};
}

std::string shown(Outcome const& outcome)
{
    if (outcome.value.number) return figure_text(*outcome.value.number);
    return outcome.value.text;
}

std::string shown(Entry const& entry)
{
    return entry.value.number ? figure_text(*entry.value.number) : entry.value.text;
}

bool is_same(Outcome const& outcome, Entry const& entry)
{
    return outcome.value == entry.value && outcome.reached == entry.reached &&
           outcome.note == entry.note;
}

void store_entry(Act& act, Reporting const& who, Period period, Entry const& entry, bool late)
{
    auto const reached = organisation::flag(entry.reached);
    act.tx.execute(
        "INSERT INTO covenant_result (ref, covenant_id, target_ref, unit_id, period, value,"
        " value_text, reached, note, late, entered_by, entered_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
        " ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (covenant_id, target_ref, unit_id, period) DO"
        " UPDATE SET value = excluded.value, value_text = excluded.value_text, reached ="
        " excluded.reached, note = excluded.note, late = excluded.late, entered_by ="
        " excluded.entered_by, entered_on = excluded.entered_on, version ="
        " covenant_result.version + 1",
        {random_token(10),
         who.covenant.id,
         entry.target,
         who.member.id,
         name_of(period),
         entry.value.number,
         entry.value.text,
         reached,
         entry.note,
         late ? 1 : 0,
         act.actor.name,
         to_iso(act.today())});
}

TargetResult const* target_named(std::vector<TargetResult> const& results, std::string_view ref)
{
    auto const found = std::find_if(results.begin(), results.end(), [&](TargetResult const& each) {
        return each.target == ref;
    });
    return found == results.end() ? nullptr : &*found;
}

std::vector<TargetResult> results_of(storage::Transaction& tx,
                                     Covenant const& covenant,
                                     std::int64_t unit_id)
{
    auto results = targets_in_force(tx, covenant, unit_id);
    for (auto& given : given_in(tx, covenant)) {
        if (given.unit_id != unit_id) continue;
        for (auto& result : results) {
            if (result.target != given.target) continue;
            set_percent(result, given.outcome);
            result.at(given.period) = std::move(given.outcome);
            break;
        }
    }
    return results;
}

std::vector<TargetResult> block_results(storage::Transaction& tx, Covenant const& covenant)
{
    auto results = targets_in_force(tx, covenant, std::nullopt);
    auto const given = given_in(tx, covenant);
    std::map<std::string, std::ptrdiff_t> asked;
    for (auto const& member : covenant.members) {
        for (auto const& each : targets_in_force(tx, covenant, member.id)) ++asked[each.target];
    }
    for (auto& result : results) {
        if (result.kind != "number") continue;
        roll_up(result, Period::MidYear, given, asked[result.target]);
        roll_up(result, Period::Year, given, asked[result.target]);
    }
    return results;
}

bool has_reported(storage::Transaction& tx,
                  Covenant const& covenant,
                  Member const& member,
                  Period period)
{
    auto const results = results_of(tx, covenant, member.id);
    return !results.empty() && all_given(results, period);
}

bool is_met(TargetResult const& result, Period period)
{
    auto const& outcome = result.at(period);
    if (result.kind == "text") return outcome.reached.value_or(false);
    return outcome.percent && *outcome.percent >= kFull;
}

bool is_behind(TargetResult const& result, Period period)
{
    auto const& outcome = result.at(period);
    if (!outcome.is_given()) return false;
    if (period == Period::Year) return !is_met(result, period);
    if (result.kind == "text") return !outcome.reached.value_or(true);
    if (!outcome.percent) return false;
    return *outcome.percent < (result.better == "low" ? kFull : kFull / 2);
}

std::optional<std::int64_t> mean_percent(std::vector<TargetResult> const& results, Period period)
{
    std::int64_t sum = 0;
    std::int64_t weights = 0;
    for (auto const& result : results) {
        auto const& outcome = result.at(period);
        std::optional<std::int64_t> reached = outcome.percent;
        if (result.kind == "text" && outcome.reached) reached = *outcome.reached ? kFull : 0;
        if (!reached) continue;
        // Weights above a million would not fit beside the per cents; nobody weighs so finely.
        auto const weight = std::min(result.weight, 1'000'000 * kOne);
        sum += std::min(*reached, kFull) / 100 * weight;
        weights += weight;
    }
    if (weights == 0) return std::nullopt;
    return sum / weights * 100;
}

bool is_shown(Covenant const& covenant, Period period)
{
    if (covenant.closed_on) return true;
    return period == Period::MidYear && covenant.mid_year_on;
}

bool may_see(access::Actor const& actor,
             Covenant const& covenant,
             Member const& member,
             Period period)
{
    if (!covenant.in_force) return false;
    return oversees(actor, covenant) || acts_for(actor, member) ||
           (is_shown(covenant, period) && may_read(actor, covenant));
}

Result<void> enter_results(Act& act, EnterResults const& command)
{
    auto const who = TD_TRY(reporting(act, command.ref, command.unit, command.period));
    auto const before = results_of(act.tx, who.covenant, who.member.id);
    if (before.empty()) return failure(Kind::Refused, "covenant.error.no-targets");
    Error error;
    for (auto const& entry : command.entries) {
        auto const* target = target_named(before, entry.target);
        if (target == nullptr) return not_found();
        check_entry(*target, command.period, entry, error);
    }
    if (!error.problems.empty()) return error;
    auto const last = last_day(act.tx, who.covenant, who.member, command.period);
    bool const late = last && act.today() > *last;
    json::object old_values, new_values;
    for (auto const& entry : command.entries) {
        auto const* target = target_named(before, entry.target);
        auto const& outcome = target->at(command.period);
        if (is_same(outcome, entry)) continue;
        // What was in time stays so when it is put right later.
        store_entry(act, who, command.period, entry, outcome.version == 0 ? late : outcome.late);
        old_values[target->content] = shown(outcome);
        new_values[target->content] = shown(entry);
    }
    if (new_values.empty()) return {};
    new_values["unit"] = who.member.code;
    new_values["period"] = name_of(command.period);
    auto const subject = "covenant:" + who.covenant.ref;
    audit::record(act,
                  {.what = "covenant.result",
                   .subject = subject,
                   .before = &old_values,
                   .after = &new_values,
                   .unit_path = who.member.path});
    if (has_reported(act.tx, who.covenant, who.member, command.period))
        results_given(act, who.covenant, command.period, who.member.id);
    return {};
}

}  // namespace thidua::covenant
