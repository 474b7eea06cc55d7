// The steps of a movement's life.
#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "movement/movement.h"
#include "movement/parts.h"
#include "movement/store.h"
#include "movement/target.h"
#include "movement/visit.h"

#include <algorithm>

namespace thidua::movement {

namespace json = boost::json;

namespace {

std::string submitted_task(Movement const& movement) { return "movement:submitted:" + movement.ref; }
std::string opinion_task(Movement const& movement, organisation::Unit const& unit)
{
    return "movement:opinion:" + movement.ref + ':' + unit.code;
}

Args named(Movement const& movement)
{
    return {{"code", movement.code}, {"name", movement.text.name}};
}

Result<Transition> transition_for(Act& act, Movement const& movement, Step step)
{
    auto const* transition = find_transition(movement.state, step, movement.is_surge());
    if (transition == nullptr) {
        return failure(Kind::Refused,
                       "movement.error.step." + std::string{name_of(movement.state)},
                       {{"code", movement.code}});
    }
    if (!act.actor.may(transition->permission, movement.owner.path)) return denied();
    auto const& first = step == Step::Order ? movement.entered_by : movement.submitted_by;
    if (transition->second_person && act.actor.name == first)
        return failure(Kind::Refused, "movement.error.second-person");
    return *transition;
}

struct Answers {
    int asked = 0, missing = 0;
    bool past_due = true;
};
Answers answers_of(Act& act, Movement const& movement)
{
    Answers answers;
    for (auto const& opinion : opinions_of(act.tx, movement.id)) {
        ++answers.asked;
        if (!opinion.answer.empty()) continue;
        ++answers.missing;
        if (opinion.due_on >= act.today()) answers.past_due = false;
    }
    return answers;
}

// A draft goes on without opinions, or before they are in, only with a reason.
void check_submission(Act& act, Movement const& movement, TakeStep const& command, Complaints& wrong)
{
    if (!tidy(command.reason).empty()) return;
    auto const answers = answers_of(act, movement);
    if (answers.asked == 0) wrong.add("movement.error.no-opinions", "reason");
    else if (answers.missing > 0 && !answers.past_due)
        wrong.add("movement.error.opinions-missing",
                  "reason",
                  {{"missing", std::to_string(answers.missing)}});
}

void check_paper(Act& act, Paper const& paper, Complaints& wrong)
{
    wrong.required(paper.number, "paper_number");
    wrong.required(paper.signer, "paper_signer");
    if (!paper.dated) wrong.add("error.required", "paper_date");
    else if (*paper.dated > act.today()) wrong.add("movement.error.dated-later", "paper_date");
}

void check_day(Act& act, Movement const& movement, Date day, Complaints& wrong)
{
    if (day > act.today()) wrong.add("movement.error.day-ahead", "day");
    auto const earliest = movement.launched_on ? movement.launched_on : movement.paper.dated;
    if (earliest && day < *earliest)
        wrong.add("movement.error.day-before", "day", {{"day", to_vietnamese(*earliest)}});
}

void check_review(TakeStep const& command, Complaints& wrong)
{
    wrong.required(command.text, "text");
    if (command.step == Step::FinalReview) wrong.required(command.result, "result");
}

// Nothing stays open: what has no result is listed, and ended as not reported where that is meant.
void check_closing(Act& act, Movement const& movement, TakeStep const& command, Complaints& wrong)
{
    if (command.lapse_open) return;
    auto const open = open_shares(act.tx, movement.id);
    if (open.count > 0) {
        wrong.add(
            "movement.error.open-targets",
            "lapse_open",
            {{"count", std::to_string(open.count)}, {"names", organisation::name_some(open.some)}});
    }
    if (auto const visits = open_visits(act.tx, movement.id); visits > 0)
        wrong.add("movement.error.open-visits", "lapse_open", {{"count", std::to_string(visits)}});
}

Result<void> check_step(Act& act,
                        Movement const& movement,
                        Transition const& transition,
                        TakeStep const& command)
{
    Complaints wrong;
    auto const day = command.day.value_or(act.today());
    if (transition.needs_reason) wrong.required(command.reason, "reason");
    switch (transition.step) {
    case Step::Submit: check_submission(act, movement, command, wrong); break;
    case Step::Approve: check_paper(act, command.paper, wrong); break;
    case Step::Order:
        check_paper(act, command.paper, wrong);
        check_day(act, movement, day, wrong);
        break;
    case Step::Launch: check_day(act, movement, day, wrong); break;
    case Step::InterimReview:
    case Step::FinalReview:
        check_day(act, movement, day, wrong);
        check_review(command, wrong);
        break;
    case Step::Close: check_closing(act, movement, command, wrong); break;
    case Step::AskOpinions:
    case Step::Return:
    case Step::Cancel: break;
    }
    return wrong.check();
}

Result<void> keep_review(Act& act, Movement const& movement, TakeStep const& command, Date day)
{
    auto const* kind = command.step == Step::FinalReview ? "final" : "interim";
    act.tx.execute(
        "INSERT INTO movement_review (ref, movement_id, kind, held_on, text, result, entered_by, "
        "entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {random_token(8),
         movement.id,
         kind,
         to_iso(day),
         command.text,
         command.result,
         act.actor.name,
         act.now.seconds});
    if (command.file) {
        files::NewFile file;
        file.owner = owner_of(movement);
        file.name = command.file->filename;
        file.unit_path = movement.owner.path;
        TD_TRY(files::store(act, file, *command.file));
    }
    return {};
}

// Who runs the units directly below the owner hears of the launch.
void announce(Act& act, Movement const& movement)
{
    std::vector<std::string> paths;
    auto rows = act.tx.query(
        "SELECT path FROM unit WHERE parent_id = ?1 AND valid_to IS NULL ORDER BY code_key",
        {movement.owner.id});
    while (rows.next()) paths.push_back(rows.string(0));
    for (auto const& path : paths) {
        inbox::notify(act,
                      {.to = {.permission = Permission::WriteRegistrations, .unit_path = path},
                       .dedup = "movement:launched:" + movement.ref + ':' + path,
                       .sentence = "movement.notice.launched",
                       .args = named(movement),
                       .link = page_of(movement)});
    }
}

void tell_writers(Act& act, Movement const& movement, std::string sentence, std::string reason = {})
{
    auto args = named(movement);
    args.emplace_back("reason", std::move(reason));
    inbox::notify(
        act,
        {.to = {.permission = Permission::WriteMovements, .unit_path = movement.owner.path},
         .dedup = "movement:passage:" + movement.ref,
         .sentence = std::move(sentence),
         .args = std::move(args),
         .link = page_of(movement)});
}

void end_questions(Act& act, Movement const& movement)
{
    for (auto const& opinion : opinions_of(act.tx, movement.id))
        inbox::complete(act, opinion_task(movement, opinion.unit));
}

void tell(Act& act, Movement const& movement, TakeStep const& command)
{
    if (command.step != Step::Submit) inbox::complete(act, submitted_task(movement));
    switch (command.step) {
    case Step::Submit:
        end_questions(act, movement);
        inbox::assign(act,
                      {.to = {.permission = Permission::ApproveMovements,
                              .unit_path = movement.owner.path,
                              .except_account = act.actor.account},
                       .dedup = submitted_task(movement),
                       .sentence = "movement.task.approve",
                       .args = named(movement),
                       .link = page_of(movement)});
        break;
    case Step::Return:
    case Step::Cancel:
        end_questions(act, movement);
        tell_writers(act,
                     movement,
                     "movement.notice." + std::string{name_of(command.step)},
                     tidy(command.reason));
        break;
    case Step::Approve: tell_writers(act, movement, "movement.notice.approve"); break;
    case Step::Launch:
    case Step::Order: announce(act, movement); break;
    case Step::AskOpinions:
    case Step::InterimReview:
    case Step::FinalReview:
    case Step::Close: break;
    }
}

void apply(Act& act, Movement& movement, Transition const& transition, TakeStep const& command)
{
    auto const day = command.day.value_or(act.today());
    movement.state = transition.to;
    if (transition.step == Step::Submit) movement.submitted_by = act.actor.name;
    if (transition.step == Step::Approve || transition.step == Step::Order)
        movement.paper = command.paper;
    if (transition.to == State::Launched && !movement.launched_on) movement.launched_on = day;
    if (transition.step == Step::Close) {
        lapse_open_shares(act, movement.id);
        close_open_visits(act, movement.id);
    }
    update_state(act.tx, movement);
    insert_step(act, movement, transition, day, command.reason);
}

json::object audited(TakeStep const& command, Transition const& transition, Date day)
{
    json::object after{{"state", name_of(transition.to)}, {"day", to_iso(day)}};
    if (!command.reason.empty()) after["reason"] = command.reason;
    if (!command.paper.number.empty()) after["number"] = command.paper.number;
    if (!command.result.empty()) after["result"] = command.result;
    return after;
}

std::vector<organisation::Unit> units_to_ask(Act& act,
                                             Movement const& movement,
                                             std::vector<std::string> const& codes,
                                             Complaints& wrong)
{
    std::vector<organisation::Unit> units;
    if (codes.empty()) wrong.add("movement.error.no-units", "units");
    for (auto const& code : codes) {
        auto const unit = organisation::find_unit(act.tx, act.actor, code);
        if (!unit || !access::covers(movement.owner.path, unit->path)) {
            wrong.add("movement.error.unit-below",
                      "units",
                      {{"unit", code}, {"owner", movement.owner.name}});
            continue;
        }
        units.push_back(*unit);
    }
    return units;
}

}  // namespace

Result<void> ask_opinions(Act& act, AskOpinions const& command)
{
    auto movement =
        TD_TRY(movement_for(act, command.ref, Permission::WriteMovements, command.version));
    auto const transition = TD_TRY(transition_for(act, movement, Step::AskOpinions));
    Complaints wrong;
    auto const units = units_to_ask(act, movement, command.units, wrong);
    if (!command.due_on) wrong.add("error.required", "due_on");
    else if (*command.due_on < act.today()) wrong.add("movement.error.due-past", "due_on");
    TD_CHECK(wrong.check());
    json::array codes;
    for (auto const& unit : units) {
        act.tx.execute(
            "INSERT INTO movement_opinion (movement_id, unit_id, asked_on, due_on) "
            "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (movement_id, unit_id) DO UPDATE SET "
            "asked_on = excluded.asked_on, due_on = excluded.due_on, answer = '', "
            "answered_by = '', answered_at = NULL",
            {movement.id, unit.id, to_iso(act.today()), to_iso(*command.due_on)});
        codes.push_back(json::value(unit.code));
        inbox::assign(act,
                      {.to = {.permission = Permission::WriteMovements, .unit_path = unit.path},
                       .dedup = opinion_task(movement, unit),
                       .sentence = "movement.task.opinion",
                       .args = named(movement),
                       .link = page_of(movement),
                       .deadline = command.due_on});
    }
    movement.state = transition.to;
    update_state(act.tx, movement);
    insert_step(act, movement, transition, act.today(), "");
    json::object const after{{"units", std::move(codes)}, {"due_on", to_iso(*command.due_on)}};
    leave_line(act, "movement.ask-opinions", movement, nullptr, &after);
    return {};
}

Result<void> give_opinion(Act& act, GiveOpinion const& command)
{
    auto const movement = find_movement(act.tx, act.actor, command.ref);
    if (!movement) return not_found();
    auto const asked = opinions_of(act.tx, movement->id);
    auto const found = std::find_if(asked.begin(), asked.end(), [&](Opinion const& each) {
        return each.unit.code == command.unit;
    });
    if (found == asked.end()) return not_found();
    if (!act.actor.may(Permission::WriteMovements, found->unit.path)) return denied();
    if (movement->state != State::Opinions)
        return failure(Kind::Refused, "movement.error.opinions-over", {{"code", movement->code}});
    Complaints wrong;
    wrong.choice(command.answer, opinions(), "answer");
    if (command.answer != "agree") wrong.required(command.text, "opinion");
    TD_CHECK(wrong.check());
    act.tx.execute(
        "UPDATE movement_opinion SET answer = ?3, text = ?4, answered_by = ?5, answered_at = ?6 "
        "WHERE movement_id = ?1 AND unit_id = ?2",
        {movement->id,
         found->unit.id,
         command.answer,
         command.text,
         act.actor.name,
         act.now.seconds});
    inbox::complete(act, opinion_task(*movement, found->unit));
    json::object const after{
        {"unit", found->unit.code}, {"answer", command.answer}, {"text", command.text}};
    leave_line(act, "movement.opinion", *movement, nullptr, &after);
    return {};
}

Result<void> take_step(Act& act, TakeStep const& command)
{
    auto movement =
        TD_TRY(movement_for(act, command.ref, Permission::ReadMovements, command.version));
    if (command.step == Step::AskOpinions) return bad_input("error.choice", {}, "step");
    auto const transition = TD_TRY(transition_for(act, movement, command.step));
    TD_CHECK(check_step(act, movement, transition, command));
    auto const day = command.day.value_or(act.today());
    if (command.step == Step::InterimReview || command.step == Step::FinalReview)
        TD_CHECK(keep_review(act, movement, command, day));
    json::object const before{{"state", name_of(transition.from)}};
    apply(act, movement, transition, command);
    tell(act, movement, command);
    auto const after = audited(command, transition, day);
    leave_line(act,
               "movement.step." + std::string{name_of(command.step)},
               movement,
               &before,
               &after);
    return {};
}

}  // namespace thidua::movement
