#include "covenant/passage.h"

#include "base/text.h"
#include "covenant/editions.h"
#include "covenant/results.h"
#include "covenant/tasks.h"
#include "organisation/acts.h"
#include "organisation/rows.h"
#include "programme/windows.h"

#include <boost/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

// The covenant at the version seen, in one of the states the step begins in.
Result<Covenant> at_step(Act& act, Step const& command, std::initializer_list<State> from)
{
    auto covenant = TD_TRY(covenant_to_draft(act, command.ref, command.version));
    if (std::find(from.begin(), from.end(), covenant.state) == from.end())
        return failure(Kind::Refused, "covenant.error.step");
    return covenant;
}

Result<std::string> required_reason(Step const& command)
{
    auto reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "reason");
    if (is_garbled(reason)) return bad_input("error.garbled", {}, "reason");
    return reason;
}

void move_to(Act& act,
             Covenant const& covenant,
             State state,
             std::string_view what,
             std::string const& reason = {})
{
    act.tx.execute("UPDATE covenant SET state = ?2 WHERE id = ?1", {covenant.id, name_of(state)});
    json::object after{{"state", name_of(state)}};
    if (!reason.empty()) after["reason"] = reason;
    finish(act, what, covenant, {{"state", name_of(covenant.state)}}, after);
}

std::optional<Date> last_day_to_sign(storage::Transaction& tx, Covenant const& covenant)
{
    auto const window = programme::find_block_window(
        tx, programme::WindowKind::Covenant, covenant.year, covenant.block_id);
    return window ? std::optional{window->last_day} : std::nullopt;
}

// What is needed and missing, all at once.
Result<void> check_ready(storage::Transaction& tx, Covenant const& covenant, Date today)
{
    Error error{.kind = Kind::Refused};
    for (auto const& check : readiness(tx, covenant, today)) {
        if (check.done || !check.needed) continue;
        error.problems.push_back(
            {"covenant.missing." + check.key, {{"units", organisation::name_some(check.units)}}});
    }
    if (!error.problems.empty()) return error;
    return {};
}

// After an amendment only those whom the new targets leave something to report.
void ask_who_has_not_reported(Act& act, Covenant const& signed_one)
{
    auto const covenant = find_covenant(act.tx, signed_one.ref).value();
    auto const period = covenant.mid_year_on ? Period::Year : Period::MidYear;
    for (auto const& member : covenant.members) {
        if (!has_reported(act.tx, covenant, member, period))
            ask_for_results(act, covenant, period, member);
    }
}

State stage_of(Covenant const& covenant)
{
    return covenant.mid_year_on ? State::MidYear : State::InForce;
}

}  // namespace

Result<void> ask_opinions(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::Draft}));
    if (covenant.theme.empty() && items_of(act.tx, covenant).empty())
        return failure(Kind::Refused, "covenant.error.nothing-to-ask");
    for (auto const& member : covenant.members) ask_for_opinion(act, covenant, member);
    move_to(act, covenant, State::Opinions, "covenant.opinions");
    return {};
}

Result<void> give_opinion(Act& act, GiveOpinion const& command)
{
    auto const covenant = find_covenant(act.tx, act.actor, command.ref);
    if (!covenant) return not_found();
    auto const* member = covenant->member(command.unit);
    if (member == nullptr) return not_found();
    if (!acts_for(act.actor, *member)) return denied();
    if (covenant->state != State::Opinions)
        return failure(Kind::Refused, "covenant.error.no-opinions");
    if (!command.agrees && tidy(command.text).empty())
        return bad_input("covenant.error.remarks", {}, "answer");
    if (is_garbled(command.text)) return bad_input("error.garbled", {}, "answer");
    auto const* const verdict = command.agrees ? "agree" : "remarks";
    act.tx.execute(
        "INSERT INTO covenant_unit (covenant_id, unit_id, opinion, opinion_text, opinion_by,"
        " opinion_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (covenant_id, unit_id) DO UPDATE"
        " SET opinion = excluded.opinion, opinion_text = excluded.opinion_text, opinion_by ="
        " excluded.opinion_by, opinion_on = excluded.opinion_on",
        {covenant->id, member->id, verdict, command.text, act.actor.name, to_iso(act.today())});
    opinion_given(act, *covenant, *member);
    auto const subject = "covenant:" + covenant->ref;
    json::object const after{{"unit", member->code}, {"opinion", verdict}, {"text", command.text}};
    audit::record(act,
                  {.what = "covenant.opinion",
                   .subject = subject,
                   .after = &after,
                   .unit_path = member->path});
    return {};
}

Result<void> declare_ready(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::Draft, State::Opinions}));
    TD_CHECK(check_ready(act.tx, covenant, act.today()));
    for (auto const& member : covenant.members) opinion_given(act, covenant, member);
    move_to(act, covenant, State::Ready, "covenant.ready");
    return {};
}

Result<void> reopen(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::Ready, State::Signing}));
    auto const reason = TD_TRY(required_reason(command));
    if (covenant.state == State::Signing) {
        auto const edition = edition_to_sign(act.tx, covenant).value();
        set_edition_state(act.tx, edition, "withdrawn");
        for (auto const& party : parties_of(act.tx, edition))
            signing_settled(act, covenant, edition, party.unit_id);
    }
    move_to(act, covenant, State::Draft, "covenant.reopen", reason);
    return {};
}

Result<void> open_signing(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::Ready}));
    TD_CHECK(check_ready(act.tx, covenant, act.today()));
    auto const edition = freeze(act, covenant, last_day_to_sign(act.tx, covenant));
    for (auto const& member : covenant.members) ask_to_sign(act, covenant, edition, member);
    move_to(act, covenant, State::Signing, "covenant.open-signing");
    return {};
}

void put_in_force(Act& act, Covenant const& covenant, std::string const& missing_why)
{
    auto const edition = edition_to_sign(act.tx, covenant).value();
    if (covenant.in_force) {
        set_edition_state(
            act.tx, find_edition(act.tx, covenant, *covenant.in_force).value(), "superseded");
    }
    act.tx.execute(
        "UPDATE covenant_edition SET state = 'in-force', in_force_on = ?2, missing_why = ?3 WHERE"
        " id = ?1",
        {edition.id, to_iso(act.today()), missing_why});
    act.tx.execute("UPDATE covenant SET in_force = ?2, amends_why = '' WHERE id = ?1",
                   {covenant.id, edition.number});
    ask_who_has_not_reported(act, covenant);
    json::object const body{{"covenant", covenant.ref},
                            {"block", covenant.block_name},
                            {"year", covenant.year},
                            {"edition", edition.number},
                            {"hash", edition.hash},
                            {"on", to_iso(act.today())}};
    audit::publish(act, "covenant.in-force", body);
    move_to(act, covenant, stage_of(covenant), "covenant.in-force", missing_why);
}

Result<void> bring_into_force(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::Signing}));
    auto const edition = edition_to_sign(act.tx, covenant).value();
    auto const parties = parties_of(act.tx, edition);
    auto const signed_by = std::count_if(
        parties.begin(), parties.end(), [](Party const& each) { return each.state == "signed"; });
    if (signed_by == 0) return failure(Kind::Refused, "covenant.error.nobody-signed");
    std::string reason;
    if (signed_by < std::ssize(parties)) reason = TD_TRY(required_reason(command));
    put_in_force(act, covenant, reason);
    return {};
}

Result<void> amend(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::InForce, State::MidYear}));
    auto const reason = TD_TRY(required_reason(command));
    act.tx.execute("UPDATE covenant SET amends_why = ?2 WHERE id = ?1", {covenant.id, reason});
    act.tx.execute(
        "UPDATE covenant_unit SET opinion = '', opinion_text = '', opinion_by = '', opinion_on ="
        " NULL WHERE covenant_id = ?1",
        {covenant.id});
    move_to(act, covenant, State::Draft, "covenant.amend", reason);
    return {};
}

Result<void> drop_amendment(Act& act, Step const& command)
{
    auto const covenant =
        TD_TRY(at_step(act, command, {State::Draft, State::Opinions, State::Ready}));
    if (!covenant.in_force) return failure(Kind::Refused, "covenant.error.no-amendment");
    restore(act, covenant, find_edition(act.tx, covenant, *covenant.in_force).value());
    for (auto const& member : covenant.members) opinion_given(act, covenant, member);
    act.tx.execute("UPDATE covenant SET amends_why = '' WHERE id = ?1", {covenant.id});
    move_to(act, covenant, stage_of(covenant), "covenant.drop-amendment");
    return {};
}

Result<void> close_mid_year(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::InForce}));
    act.tx.execute("UPDATE covenant SET mid_year_on = ?2 WHERE id = ?1",
                   {covenant.id, to_iso(act.today())});
    results_settled(act, covenant, Period::MidYear);
    ask_for_results(act, covenant, Period::Year);
    move_to(act, covenant, State::MidYear, "covenant.mid-year");
    return {};
}

Result<void> close(Act& act, Step const& command)
{
    auto const covenant = TD_TRY(at_step(act, command, {State::InForce, State::MidYear}));
    act.tx.execute("UPDATE covenant SET closed_on = ?2 WHERE id = ?1",
                   {covenant.id, to_iso(act.today())});
    results_settled(act, covenant, Period::MidYear);
    results_settled(act, covenant, Period::Year);
    move_to(act, covenant, State::Closed, "covenant.close");
    return {};
}

}  // namespace thidua::covenant
