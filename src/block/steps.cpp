// The steps of a round: rights and state by the table, then what each step asks for and does.
#include "base/text.h"
#include "block/outcome_acts.h"
#include "block/results.h"
#include "block/round_store.h"
#include "block/sight.h"
#include "block/tasks.h"
#include "inbox/inbox.h"
#include "organisation/acts.h"

#include <boost/json.hpp>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using scoring::Column;

class Stepper {
public:
    Stepper(audit::Act& act,
            Round& round,
            Transition const& transition,
            FigureSources const& sources,
            std::string reason)
        : act_(act),
          round_(round),
          transition_(transition),
          sources_(sources),
          reason_(std::move(reason))
    {}

    // What must hold before the step is taken.
    Result<void> check()
    {
        switch (transition_.to) {
        case State::Cross: return transition_.from == State::Self ? scorers_stand() : ok();
        case State::Voted:
        case State::Verified: return sheets_score();
        case State::Decided: return decision_stands(act_, round_);
        case State::Published: return appeals_answered(act_.tx, round_);
        case State::Draft:
        case State::Self:
        case State::Explain:
        case State::Meeting:
        case State::Shown: return {};
        }
        return {};
    }

    // What follows from it; the round is in its new state already.
    Result<void> follow()
    {
        end_tasks();
        switch (transition_.to) {
        case State::Self: return open_self();
        case State::Cross: return open_cross();
        case State::Explain: return open_explaining();
        case State::Meeting: return begin_meeting();
        case State::Voted: return fix(Column::Block, "block");
        case State::Verified: return verified();
        case State::Decided: return freeze(act_, round_);
        case State::Shown: return shown();
        case State::Published: return published(act_, round_);
        case State::Draft: return {};
        }
        return {};
    }

private:
    static Result<void> ok() { return {}; }

    Result<void> scorers_stand()
    {
        auto const missing = units_without_scorers(act_.tx, round_);
        if (missing.empty()) return {};
        return failure(
            Kind::Refused, "block.error.no-scorers", {{"units", organisation::name_some(missing)}});
    }

    Result<Outcome> outcome() { return current_outcome(act_.tx, round_); }

    Result<void> sheets_score()
    {
        auto const own = outcome();
        return own ? Result<void>{} : own.error();
    }

    void end_tasks()
    {
        for (auto const& member : round_.members) {
            inbox::complete(act_, self_task(round_, member));
            inbox::complete(act_, "block:explain:" + round_.ref + ":" + member.code);
            for (auto const& scorer : round_.members)
                inbox::complete(act_, cross_task(round_, member, scorer));
        }
        for (auto const* what : {"meeting:", "verify:", "decide:"})
            inbox::complete(act_, std::string{"block:"} + what + round_.ref);
    }

    Result<void> open_self()
    {
        auto const scale = scale_by_id(act_.tx, round_.scale_id).value().read();
        for (auto const& sheet : sheets_of(act_.tx, round_)) {
            refresh_figures(act_, round_, sheet, scale, sources_);
            if (!sheet.sent_at) assign_self(act_, round_, sheet.unit);
        }
        return {};
    }

    Result<void> open_cross()
    {
        auto const scale = scale_by_id(act_.tx, round_.scale_id).value().read();
        for (auto const& sheet : sheets_of(act_.tx, round_)) {
            refresh_figures(act_, round_, sheet, scale, sources_);
            for (auto const& scorer : scorers_of(act_.tx, round_, sheet.id)) {
                if (!scorer.sent_at) assign_cross(act_, round_, sheet.unit, scorer.unit);
            }
        }
        // Who has nothing to score owes nothing.
        for (auto const& member : round_.members) settle_cross_window(act_, round_, member);
        return {};
    }

    Result<void> open_explaining()
    {
        auto const own = outcome();
        if (!own) return own.error();
        for (auto const& score : own->scores) {
            auto const found = gaps(score, round_.threshold);
            auto const* unit = round_.member(score.unit);
            if (found.empty() || unit == nullptr) continue;
            inbox::assign(
                act_,
                {.to = {.permission = Permission::SignForUnit, .unit_path = unit->path},
                 .dedup = "block:explain:" + round_.ref + ":" + unit->code,
                 .sentence = "block.task.explain",
                 .args = {{"count", std::to_string(found.size())}, {"year", round_.year_text()}},
                 .link = unit_page(*unit) + "/explain",
                 .deadline = round_.closes_on});
        }
        return {};
    }

    Result<void> begin_meeting()
    {
        for (auto const& member : round_.members) {
            if (member.role != "head") continue;
            inbox::assign(
                act_,
                {.to = {.permission = Permission::LeadBlock, .unit_path = member.path},
                 .dedup = "block:meeting:" + round_.ref,
                 .sentence = "block.task.meeting",
                 .args = {{"block", round_.block_name}, {"year", round_.year_text()}},
                 .link = "/scoring/" + round_.ref});
        }
        return forget_verification();
    }

    // A second vote begins from the block's own figures again.
    Result<void> forget_verification()
    {
        if (transition_.from != State::Verified) return {};
        round_.resolution = "revote";
        round_.resolution_reason = reason_;
        update_round(act_.tx, round_);
        tell_leaders("block.notice.vote-again");
        return {};
    }

    Result<void> fix(Column column, std::string_view name)
    {
        auto const own = outcome();
        if (!own) return own.error();
        fix_places(act_.tx, round_, name, column == Column::Block ? own->block : own->verified);
        if (column != Column::Block) return {};
        inbox::assign(
            act_,
            {.to = {.permission = Permission::VerifyScores, .unit_path = round_.owner_path},
             .dedup = "block:verify:" + round_.ref,
             .sentence = "block.task.verify",
             .args = {{"block", round_.block_name}, {"year", round_.year_text()}},
             .link = "/scoring/" + round_.ref});
        return {};
    }

    Result<void> verified()
    {
        TD_CHECK(fix(Column::Verified, "verified"));
        auto const moved = moves(fixed_places(act_.tx, round_, "block"),
                                 fixed_places(act_.tx, round_, "verified"));
        inbox::assign(
            act_,
            {.to = {.permission = Permission::DecideResults, .unit_path = round_.owner_path},
             .dedup = "block:decide:" + round_.ref,
             .sentence = moved.empty() ? "block.task.decide" : "block.task.decide-moved",
             .args = {{"block", round_.block_name}, {"year", round_.year_text()}},
             .link = "/scoring/" + round_.ref + "/ranking"});
        if (!moved.empty()) tell_leaders("block.notice.moved");
        for (auto const& each : moved) {
            if (auto const* unit = round_.member(each.unit))
                tell(*unit, "block.notice.place-moved");
        }
        return {};
    }

    Result<void> shown()
    {
        round_.appeals_until = round_.closes_on;
        update_round(act_.tx, round_);
        for (auto const& member : round_.members) tell(member, "block.notice.shown");
        return {};
    }

    std::string unit_page(Member const& unit) const
    {
        return "/scoring/" + round_.ref + "/units/" + unit.code;
    }

    void tell(Member const& unit, std::string const& sentence)
    {
        inbox::notify(act_,
                      {.to = {.permission = Permission::WriteScores, .unit_path = unit.path},
                       .dedup = sentence + ":" + round_.ref + ":" + unit.code,
                       .sentence = sentence,
                       .args = {{"block", round_.block_name},
                                {"unit", unit.name},
                                {"year", round_.year_text()}},
                       .link = unit_page(unit)});
    }

    void tell_leaders(std::string const& sentence)
    {
        for (auto const& member : round_.members) {
            if (member.role != "head") continue;
            inbox::notify(act_,
                          {.to = {.permission = Permission::LeadBlock, .unit_path = member.path},
                           .dedup = sentence + ":" + round_.ref,
                           .sentence = sentence,
                           .args = {{"block", round_.block_name}, {"year", round_.year_text()}},
                           .link = "/scoring/" + round_.ref + "/ranking"});
        }
    }

    audit::Act& act_;
    Round& round_;
    Transition const& transition_;
    FigureSources const& sources_;
    std::string reason_;
};

Result<std::optional<Date>> day_for(audit::Act const& act,
                                    Transition const& transition,
                                    std::string const& typed)
{
    if (!transition.wants_day) return std::optional<Date>{};
    auto const day = parse_date(typed);
    if (!day) return bad_input("error.date", {}, "closes_on");
    if (*day < act.today()) return bad_input("block.error.day-past", {}, "closes_on");
    return day;
}

}  // namespace

Result<Round> take_step(audit::Act& act, TakeStep const& command, FigureSources const& sources)
{
    auto round = find_round(act.tx, command.ref);
    auto const* transition = transition_named(command.step);
    if (!round || transition == nullptr) return not_found();
    auto const sight = sight_of(act.actor, *round);
    if (!sees(*round, sight)) return not_found();
    if (round->version != command.version)
        return failure(Kind::Conflict, "block.error.round-changed", {{"block", round->block_name}});
    if (round->state != transition->from)
        return failure(Kind::Refused, "block.error.step-from-elsewhere");
    if (!may_take(act.actor, *round, *transition)) return denied();
    auto const day = TD_TRY(day_for(act, *transition, command.closes_on));
    auto const reason = tidy(command.reason);
    if (transition->wants_reason && reason.empty())
        return bad_input("error.required", {}, "reason");
    Stepper stepper{act, *round, *transition, sources, reason};
    TD_CHECK(stepper.check());
    round->state = transition->to;
    round->closes_on = day;
    update_round(act.tx, *round);
    insert_step(act, *round, transition->step, transition->from, reason);
    TD_CHECK(stepper.follow());
    auto const subject = "score-round:" + round->ref;
    json::object const before{{"state", name_of(transition->from)}};
    json::object const after{{"state", name_of(transition->to)}, {"reason", reason}};
    audit::record(act,
                  {.what = "block.round.step",
                   .subject = subject,
                   .before = &before,
                   .after = &after,
                   .unit_path = round->owner_path});
    return find_round(act.tx, round->ref).value();
}

}  // namespace thidua::block
