#include "block/outcome_acts.h"

#include "base/random.h"
#include "base/text.h"
#include "block/proposals.h"
#include "block/round_store.h"
#include "block/sight.h"
#include "block/typed.h"
#include "inbox/inbox.h"
#include "organisation/block.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using scoring::Place;

void leave_line(audit::Act& act,
                std::string_view what,
                Round const& round,
                json::object const& after)
{
    auto const subject = "score-round:" + round.ref;
    audit::record(
        act, {.what = what, .subject = subject, .after = &after, .unit_path = round.owner_path});
}

bool any_tied(std::vector<Place> const& places)
{
    return std::any_of(places.begin(), places.end(), [](Place const& each) { return each.tied; });
}

// Places the Council typed, over those of the verification. BadInput where two units share one or a
// place lies beyond the number of units.
Result<std::vector<Place>> with_typed(std::vector<Place> places, Resolve const& command)
{
    for (auto const& [unit, text] : command.places) {
        if (tidy(text).empty()) continue;
        auto const typed = parse_typed(tidy(text));
        auto const found = std::find_if(
            places.begin(), places.end(), [&](Place const& each) { return each.unit == unit; });
        if (found == places.end()) return not_found();
        auto const most = static_cast<scoring::Amount>(places.size()) * scoring::kOne;
        if (!typed || *typed < scoring::kOne || *typed > most || *typed % scoring::kOne != 0)
            return bad_input("block.error.place", {{"unit", unit}}, "place." + unit);
        found->place = static_cast<int>(*typed / scoring::kOne);
        found->tied = false;
        found->parted_by = "council";
    }
    std::set<int> taken;
    for (auto const& place : places) {
        if (place.place != 0 && !taken.insert(place.place).second)
            return bad_input(
                "block.error.place-twice", {{"place", std::to_string(place.place)}}, "reason");
    }
    return places;
}

}  // namespace

Result<Outcome> current_outcome(storage::Transaction& tx, Round const& round)
{
    return outcome_of(scale_by_id(tx, round.scale_id).value().read(), round, sheets_of(tx, round));
}

Result<Round> resolve(audit::Act& act, Resolve const& command)
{
    auto round = find_round(act.tx, command.round);
    if (!round) return not_found();
    auto const sight = sight_of(act.actor, *round);
    if (!sees(*round, sight)) return not_found();
    if (!sight.council) return denied();
    bool const corrects = round->state == State::Shown;
    if (round->state != State::Verified && !corrects)
        return failure(Kind::Refused, "block.error.not-verified");
    if (round->version != command.version)
        return failure(Kind::Conflict, "block.error.round-changed", {{"block", round->block_name}});
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "reason");
    auto base = fixed_places(act.tx, *round, "verified");
    if (corrects) base = TD_TRY(current_outcome(act.tx, *round)).verified;
    auto const places = TD_TRY(with_typed(std::move(base), command));
    fix_places(act.tx, *round, corrects ? "corrected" : "decided", places);
    round->resolution = "council";
    round->resolution_reason = reason;
    round->resolution_paper = tidy(command.paper);
    update_round(act.tx, *round);
    leave_line(act,
               "block.round.resolve",
               *round,
               {{"reason", reason}, {"paper", round->resolution_paper}});
    return *round;
}

Result<void> decision_stands(audit::Act& act, Round const& round)
{
    auto const verified = fixed_places(act.tx, round, "verified");
    if (!fixed_places(act.tx, round, "decided").empty()) return {};
    if (any_tied(verified)) return failure(Kind::Refused, "block.error.tied");
    bool const moved = !moves(fixed_places(act.tx, round, "block"), verified).empty();
    if (moved) return failure(Kind::Refused, "block.error.moved");
    return {};
}

Result<void> freeze(audit::Act& act, Round const& round)
{
    if (fixed_places(act.tx, round, "decided").empty())
        fix_places(act.tx, round, "decided", fixed_places(act.tx, round, "verified"));
    return {};
}

std::vector<Appeal> appeals_of(storage::Transaction& tx, Round const& round)
{
    std::vector<Appeal> list;
    auto rows = tx.query(
        "SELECT a.ref, s.unit_id, a.text, a.by_name, a.at, a.state, a.answer, a.answered_by, "
        "a.answered_at, a.version FROM score_appeal a JOIN score_sheet s ON s.id = a.sheet_id "
        "WHERE s.round_id = ?1 ORDER BY a.id",
        {round.id});
    while (rows.next()) {
        auto const* unit = round.member(rows.integer(1));
        if (unit == nullptr) continue;
        list.push_back({rows.string(0),
                        *unit,
                        rows.string(2),
                        rows.string(3),
                        rows.integer(4),
                        rows.string(5),
                        rows.string(6),
                        rows.string(7),
                        rows.maybe_integer(8),
                        rows.integer(9)});
    }
    return list;
}

Result<void> make_appeal(audit::Act& act, MakeAppeal const& command)
{
    constexpr std::size_t kRefLength = 10;
    auto const round = find_round(act.tx, command.round);
    if (!round || !sees(*round, sight_of(act.actor, *round))) return not_found();
    auto const sheet = find_sheet(act.tx, *round, command.unit);
    if (!sheet) return not_found();
    if (!act.actor.may(Permission::SignForUnit, sheet->unit.path)) return denied();
    if (round->state != State::Shown) return failure(Kind::Refused, "block.error.no-appeals");
    if (round->appeals_until && act.today() > *round->appeals_until)
        return failure(Kind::Refused,
                       "block.error.appeal-late",
                       {{"day", to_vietnamese(*round->appeals_until)}});
    auto const text = tidy(command.text);
    if (text.empty()) return bad_input("error.required", {}, "text");
    auto const ref = random_token(kRefLength);
    act.tx.execute(
        "INSERT INTO score_appeal (ref, sheet_id, text, by_name, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        {ref, sheet->id, text, act.actor.name, act.now.seconds});
    inbox::assign(act,
                  {.to = {.permission = Permission::VerifyScores, .unit_path = round->owner_path},
                   .dedup = "block:appeal:" + ref,
                   .sentence = "block.task.appeal",
                   .args = {{"unit", sheet->unit.name}, {"block", round->block_name}},
                   .link = "/scoring/" + round->ref + "/appeals"});
    leave_line(act, "block.appeal.make", *round, {{"unit", sheet->unit.code}, {"text", text}});
    return {};
}

Result<void> answer_appeal(audit::Act& act, AnswerAppeal const& command)
{
    auto const round = find_round(act.tx, command.round);
    if (!round) return not_found();
    auto const sight = sight_of(act.actor, *round);
    if (!sees(*round, sight)) return not_found();
    if (!sight.office) return denied();
    auto const list = appeals_of(act.tx, *round);
    auto const appeal = std::find_if(
        list.begin(), list.end(), [&](Appeal const& each) { return each.ref == command.appeal; });
    if (appeal == list.end()) return not_found();
    if (appeal->version != command.version) return failure(Kind::Conflict, "error.conflict");
    if (appeal->state != "waiting" || round->state != State::Shown)
        return failure(Kind::Refused, "block.error.appeal-answered");
    auto const answer = tidy(command.answer);
    if (answer.empty()) return bad_input("error.required", {}, "answer");
    act.tx.execute(
        "UPDATE score_appeal SET state = ?2, answer = ?3, answered_by = ?4, answered_at "
        "= ?5, version = version + 1 WHERE ref = ?1",
        {appeal->ref,
         command.upheld ? "upheld" : "rejected",
         answer,
         act.actor.name,
         act.now.seconds});
    inbox::complete(act, "block:appeal:" + appeal->ref);
    inbox::notify(act,
                  {.to = {.permission = Permission::SignForUnit, .unit_path = appeal->unit.path},
                   .dedup = "block:appeal-answer:" + appeal->ref,
                   .sentence = "block.notice.appeal",
                   .args = {{"block", round->block_name}, {"year", round->year_text()}},
                   .link = "/scoring/" + round->ref + "/appeals"});
    leave_line(act,
               "block.appeal.answer",
               *round,
               {{"unit", appeal->unit.code}, {"upheld", command.upheld}, {"answer", answer}});
    return {};
}

Result<void> appeals_answered(storage::Transaction& tx, Round const& round)
{
    for (auto const& appeal : appeals_of(tx, round)) {
        if (appeal.state == "waiting")
            return failure(Kind::Refused, "block.error.appeals-open", {{"unit", appeal.unit.name}});
    }
    if (!fixed_places(tx, round, "corrected").empty()) return {};
    auto const now = TD_TRY(current_outcome(tx, round));
    if (!moves(fixed_places(tx, round, "verified"), now.verified).empty())
        return failure(Kind::Refused, "block.error.correct-first");
    return {};
}

Result<void> published(audit::Act& act, Round const& round)
{
    auto places = fixed_places(act.tx, round, "corrected");
    if (places.empty()) places = fixed_places(act.tx, round, "decided");
    TD_CHECK(propose(act, round, places));
    if (round.period != "year") return {};
    // The Council's decision writes the places, whoever keeps the block's members otherwise.
    auto actor = act.actor;
    actor.grants.push_back({Permission::WriteOrganisation, "/"});
    actor.grants.push_back({Permission::ReadOrganisation, "/"});
    audit::Act as_council{act.tx, actor, act.now, act.request};
    for (auto const& place : places) {
        auto const* unit = round.member(place.unit);
        if (unit == nullptr || place.place == 0) continue;
        auto const version =
            act.tx.integer("SELECT version FROM block WHERE id = ?1", {round.block_id});
        organisation::SetBlockMember const command{
            round.block_ref, round.year, unit->code, unit->role, place.place, version.value_or(0)};
        TD_CHECK(organisation::set_block_member(as_council, command));
    }
    return {};
}

}  // namespace thidua::block
