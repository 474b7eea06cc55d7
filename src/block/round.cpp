#include "block/round.h"

#include "base/text.h"
#include "block/round_store.h"
#include "block/sheet.h"
#include "block/sight.h"
#include "block/typed.h"
#include "organisation/block.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;

void leave_line(audit::Act& act,
                std::string_view what,
                Round const& round,
                json::object const& after)
{
    auto const subject = "score-round:" + round.ref;
    audit::record(
        act, {.what = what, .subject = subject, .after = &after, .unit_path = round.owner_path});
}

// A round that its leader or a planner changes, as the command saw it.
Result<Round> round_to_change(audit::Act& act, std::string const& ref, std::int64_t version)
{
    auto round = find_round(act.tx, ref);
    if (!round) return not_found();
    auto const sight = sight_of(act.actor, *round);
    if (!sees(*round, sight)) return not_found();
    if (!sight.lead.any() && !sight.planner) return denied();
    if (round->version != version)
        return failure(Kind::Conflict, "block.error.round-changed", {{"block", round->block_name}});
    return std::move(*round);
}

Result<std::int64_t> scale_for(audit::Act& act, std::string const& ref, std::int64_t block_id)
{
    auto const scale = find_scale(act.tx, ref);
    if (!scale) return bad_input("block.error.scale", {}, "scale");
    if (scale->state != kAdopted)
        return bad_input("block.error.scale-not-adopted", {{"name", scale->name}}, "scale");
    if (scale->block_id && *scale->block_id != block_id)
        return bad_input("block.error.scale-of-other", {{"block", scale->block_name}}, "scale");
    return scale->id;
}

Result<void> set_rules(Round& round, std::string const& crossing, std::string const& threshold)
{
    if (crossing != "assigned" && crossing != "all")
        return bad_input("error.choice", {}, "crossing");
    auto const amount = parse_typed(tidy(threshold));
    if (!amount || *amount < 0) return bad_input("block.error.points", {}, "threshold");
    round.crossing = crossing;
    round.threshold = *amount;
    return {};
}

void let_all_score(storage::Transaction& tx, Round const& round)
{
    for (auto const& sheet : sheets_of(tx, round)) {
        std::vector<std::int64_t> others;
        for (auto const& member : round.members) {
            if (member.unit_id != sheet.unit.unit_id) others.push_back(member.unit_id);
        }
        put_scorers(tx, sheet.id, others);
    }
}

void let_none_score(storage::Transaction& tx, Round const& round)
{
    for (auto const& sheet : sheets_of(tx, round)) put_scorers(tx, sheet.id, {});
}

Error too_late(Round const& round, char const* field)
{
    return failure(Kind::Refused,
                   std::string{"block.error.round-begun-"} + field,
                   {{"block", round.block_name}},
                   field);
}

json::object rules_logged(storage::Transaction& tx, Round const& round)
{
    auto const scale = scale_by_id(tx, round.scale_id).value();
    return {{"scale", scale.name + " " + std::to_string(scale.number)},
            {"crossing", round.crossing},
            {"threshold", scoring::to_text(round.threshold)}};
}

}  // namespace

Member const* Round::member(std::string_view unit_code) const
{
    auto const found = std::find_if(
        members.begin(), members.end(), [&](Member const& each) { return each.code == unit_code; });
    return found == members.end() ? nullptr : &*found;
}

Member const* Round::member(std::int64_t unit_id) const
{
    auto const found = std::find_if(members.begin(), members.end(), [&](Member const& each) {
        return each.unit_id == unit_id;
    });
    return found == members.end() ? nullptr : &*found;
}

std::string Round::year_text() const
{
    auto const first = std::to_string(year);
    return calendar == "school" ? first + "-" + std::to_string(year + 1) : first;
}

std::vector<Round> rounds_of(storage::Transaction& tx, access::Actor const& actor, int year)
{
    auto list = all_rounds(tx, year);
    std::erase_if(list, [&](Round const& round) { return !sees(round, sight_of(actor, round)); });
    return list;
}

Result<Round> open_round(audit::Act& act, OpenRound const& command)
{
    auto const block = organisation::find_block(act.tx, act.actor, command.block);
    if (!block) return bad_input("block.error.block", {}, "block");
    Round round;
    round.block_id = block->id;
    round.year = command.year;
    round.calendar = command.calendar;
    round.period = command.period;
    if (round.calendar != "calendar" && round.calendar != "school")
        return bad_input("error.choice", {}, "calendar");
    if (round.period != "year" && round.period != "mid")
        return bad_input("error.choice", {}, "period");
    auto const members = members_of(act.tx, block->id, command.year);
    if (!lead_of(act.actor, members).any() &&
        !act.actor.may(Permission::PlanYear, owner_path(act.tx, block->id)))
        return denied();
    if (members.size() < 2)
        return bad_input("block.error.no-members",
                         {{"block", block->name}, {"year", std::to_string(command.year)}},
                         "year");
    if (act.tx.integer("SELECT 1 FROM score_round WHERE block_id = ?1 AND year = ?2 AND period = "
                       "?3",
                       {block->id, command.year, command.period}))
        return failure(Kind::Refused, "block.error.round-exists", {{"block", block->name}});
    round.scale_id = TD_TRY(scale_for(act, command.scale, block->id));
    TD_CHECK(set_rules(round, command.crossing, command.threshold));
    insert_round(act.tx, round);
    make_sheets(act.tx, round);
    auto stored = find_round(act.tx, round.ref).value();
    if (stored.crossing == "all") let_all_score(act.tx, stored);
    leave_line(act,
               "block.round.open",
               stored,
               {{"block", stored.block_name}, {"year", stored.year}, {"period", stored.period}});
    return stored;
}

Changeable changeable(State state)
{
    return {state == State::Draft, state <= State::Self, state <= State::Cross};
}

Result<Round> edit_round(audit::Act& act, EditRound const& command)
{
    auto round = TD_TRY(round_to_change(act, command.ref, command.version));
    auto const before = round;
    auto const open = changeable(round.state);
    TD_CHECK(set_rules(round, command.crossing, command.threshold));
    auto const scale = scale_by_id(act.tx, round.scale_id).value();
    if (command.scale != scale.ref) {
        if (!open.scale) return too_late(round, "scale");
        round.scale_id = TD_TRY(scale_for(act, command.scale, round.block_id));
    }
    if (round.crossing != before.crossing && !open.crossing) return too_late(round, "crossing");
    if (round.threshold != before.threshold && !open.threshold) return too_late(round, "threshold");
    if (round.state == State::Draft) make_sheets(act.tx, round);
    update_round(act.tx, round);
    auto stored = find_round(act.tx, round.ref).value();
    if (stored.crossing == "all") let_all_score(act.tx, stored);
    if (stored.crossing == "assigned" && before.crossing == "all") let_none_score(act.tx, stored);
    auto const old_rules = rules_logged(act.tx, before);
    auto const new_rules = rules_logged(act.tx, stored);
    audit::record(act,
                  {.what = "block.round.edit",
                   .subject = "score-round:" + stored.ref,
                   .before = &old_rules,
                   .after = &new_rules,
                   .unit_path = stored.owner_path});
    return stored;
}

Result<Round> assign_scorers(audit::Act& act, AssignScorers const& command)
{
    constexpr std::size_t kMostScorers = 3;
    auto round = TD_TRY(round_to_change(act, command.ref, command.version));
    if (round.state > State::Self) return failure(Kind::Refused, "block.error.crossing-begun");
    if (round.crossing == "all") return failure(Kind::Refused, "block.error.all-score");
    auto const sheet = find_sheet(act.tx, round, command.unit);
    if (!sheet) return not_found();
    std::vector<std::int64_t> scorers;
    json::array codes;
    for (auto const& code : command.scorers) {
        auto const* member = round.member(code);
        if (member == nullptr)
            return bad_input("block.error.no-member", {{"unit", code}}, "scorers");
        if (member->unit_id == sheet->unit.unit_id)
            return bad_input("block.error.own-scorer", {{"unit", member->name}}, "scorers");
        scorers.push_back(member->unit_id);
        codes.push_back(json::value(code));
    }
    if (scorers.empty() || scorers.size() > kMostScorers)
        return bad_input("block.error.scorer-count", {}, "scorers");
    put_scorers(act.tx, sheet->id, scorers);
    update_round(act.tx, round);
    leave_line(
        act, "block.round.scorers", round, {{"unit", command.unit}, {"scorers", std::move(codes)}});
    return round;
}

Result<Round> extend_stage(audit::Act& act, ExtendStage const& command)
{
    auto round = TD_TRY(round_to_change(act, command.ref, command.version));
    if (!round.closes_on || round.state >= State::Meeting)
        return failure(Kind::Refused, "block.error.no-window");
    auto const day = parse_date(command.closes_on);
    if (!day) return bad_input("error.date", {}, "closes_on");
    if (*day < act.today()) return bad_input("block.error.day-past", {}, "closes_on");
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "reason");
    auto const before = to_iso(*round.closes_on);
    round.closes_on = *day;
    update_round(act.tx, round);
    insert_step(act, round, "extend", round.state, reason);
    leave_line(act,
               "block.round.extend",
               round,
               {{"before", before}, {"closes_on", to_iso(*day)}, {"reason", reason}});
    return round;
}

bool may_take(access::Actor const& actor, Round const& round, Transition const& transition)
{
    if (round.state != transition.from) return false;
    auto const sight = sight_of(actor, round);
    switch (transition.taker) {
    case Taker::Leader: return sight.lead.any();
    case Taker::Office: return sight.office;
    case Taker::Council: return sight.council;
    }
    return false;
}

}  // namespace thidua::block
