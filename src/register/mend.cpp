#include "register/mend.h"

#include "base/random.h"
#include "base/text.h"
#include "register/freeze.h"
#include "register/papers.h"
#include "register/release.h"
#include "register/store.h"
#include "register/tally.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::registry {

namespace {

using access::Marking;
using access::Permission;

constexpr std::string_view kProposed = "proposed";
constexpr std::string_view kConfirmed = "confirmed";
constexpr std::string_view kRefused = "refused";

constexpr std::string_view kSelectCorrection =
    "SELECT c.id, c.ref, c.award_id, c.decision_id, c.before, c.after, c.reason, c.state, c.proposed_by, c.proposed_at,"
    " c.answered_by, c.answered_at, c.answer, c.paper_id, c.version FROM correction c";

Correction read_correction(storage::Rows const& rows)
{
    Correction correction{.id = rows.integer(0),
                          .ref = rows.string(1),
                          .award_id = rows.maybe_integer(2),
                          .decision_id = rows.integer(3),
                          .before = values_from(rows.text(4)),
                          .after = values_from(rows.text(5)),
                          .reason = rows.string(6),
                          .state = rows.string(7),
                          .proposed_by = rows.string(8),
                          .proposed_at = Instant{rows.integer(9)},
                          .answered_by = rows.string(10),
                          .answer = rows.string(12),
                          .paper_id = rows.maybe_integer(13),
                          .version = rows.integer(14)};
    if (auto const at = rows.maybe_integer(11)) correction.answered_at = Instant{*at};
    return correction;
}

std::vector<Correction> read_corrections(storage::Rows rows)
{
    std::vector<Correction> list;
    while (rows.next()) list.push_back(read_correction(rows));
    return list;
}

// Corrections whose paper and, where there is one, award the actor may read.
std::string select_seen(access::Actor const& actor)
{
    return std::string{kSelectCorrection} +
           " JOIN decision d ON d.id = c.decision_id WHERE " + sql_sees_decision(actor) +
           " AND (c.award_id IS NULL OR EXISTS (SELECT 1 FROM award a JOIN unit u ON u.id = a.unit_id"
           " WHERE a.id = c.award_id AND " + sql_sees_award(actor) + "))";
}

std::string serialized(Values const& values) { return boost::json::serialize(to_json(values)); }

void insert_correction(audit::Act& act, Correction& correction)
{
    correction.ref = random_token();
    auto const answered_at = correction.answered_at ? std::optional{correction.answered_at->seconds} : std::nullopt;
    correction.id = act.tx.insert(
        "INSERT INTO correction (ref, award_id, decision_id, before, after, reason, state, proposed_by, proposed_at,"
        " answered_by, answered_at, answer, paper_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id",
        {correction.ref, correction.award_id, correction.decision_id, serialized(correction.before),
         serialized(correction.after), correction.reason, correction.state, correction.proposed_by,
         correction.proposed_at.seconds, correction.answered_by, answered_at, correction.answer, correction.paper_id});
}

// What one correction is about: a paper, and where the correction names one, an award of it.
struct Target {
    Decision decision;
    std::optional<Award> award;

    Marking marking() const { return award ? std::max(award->marking, decision.marking) : decision.marking; }
    std::int64_t version() const { return award ? award->version : decision.version; }
};

void leave_line(audit::Act& act, std::string_view what, Target const& target, Correction const& correction)
{
    auto const marking = target.marking();
    auto const before = audited(act.tx, to_json(correction.before), marking);
    auto const after = audited(act.tx, to_json(correction.after), marking);
    auto const part = target.award ? target.award->unit_path : part_of_decision(act.tx, target.decision.id, marking);
    audit::record(act, {.what = what,
                        .subject = "decision:" + target.decision.ref,
                        .before = &before,
                        .after = &after,
                        .unit_path = part,
                        .marking = marking});
}

// May the actor do this to everything that changes?
bool may_over(audit::Act& act, Permission permission, Target const& target)
{
    if (target.award) return act.actor.may(permission, target.award->unit_path);
    return may_over_all(act.tx, act.actor, permission, target.decision);
}

Result<Target> find_target(audit::Act& act, std::string const& ref, std::string const& award_ref)
{
    auto decision = find_decision(act.tx, act.actor, ref);
    if (!decision) return not_found();
    Target target{std::move(*decision), std::nullopt};
    if (award_ref.empty()) return target;
    target.award = find_award(act.tx, act.actor, target.decision.id, award_ref);
    if (!target.award) return not_found();
    return target;
}

Values values_of(storage::Transaction& tx, Target const& target)
{
    return target.award ? registry::values_of(tx, *target.award) : registry::values_of(target.decision);
}

Error objected(Problem problem) { return Error{Kind::BadInput, {std::move(problem)}, {}}; }

// The award as it would be; not stored.
Result<Award> changed_award(audit::Act& act, Target const& target, Values const& typed)
{
    auto award = *target.award;
    TD_CHECK(apply(act.tx, act.actor, award, typed));
    award.marking = std::max(award.marking, target.decision.marking);
    if (auto problem = objection(act.tx, award)) return objected(std::move(*problem));
    return award;
}

// The paper as it would be, with its number and day still its own.
Result<Decision> changed_decision(audit::Act& act, Target const& target, Values const& typed)
{
    auto decision = target.decision;
    TD_CHECK(apply(act.actor, decision, typed));
    if (decision.decided_on > act.today()) return bad_input("register.decision.in-future", {}, "decided_on");
    for (auto const& other : decisions_numbered(act.tx, decision.number, decision.authority, decision.decided_on)) {
        if (other.id == decision.id || !act.actor.may_read(other.marking)) continue;
        if (other.decided_on == decision.decided_on && other.marking != decision.marking) continue;
        return bad_input(other.decided_on == decision.decided_on ? "register.decision.exists" : "register.decision.other-day",
                         {{"number", other.number}, {"date", to_vietnamese(other.decided_on)}}, "number");
    }
    return decision;
}

// An award of a paper whose day or marking has changed.
Result<void> follow_paper(audit::Act& act, Award& award, Decision const& decision)
{
    if (award.decided_on != decision.decided_on) {
        award.decided_on = decision.decided_on;
        award.frozen = freeze(act.tx, award.subject_kind, award.subject_id, award.decided_on, stated_in(award.frozen));
    }
    bool const is_known = act.actor.may_read(award.marking);
    award.marking = std::max(award.marking, decision.marking);
    // What the actor may not know of follows in silence.
    if (auto problem = objection(act.tx, award); problem && is_known) return objected(std::move(*problem));
    return {};
}

void publish_change(audit::Act& act, std::string_view type, Decision const& decision, Award const& award)
{
    audit::publish(act, type, {{"decision", decision.ref}, {"award", award.ref}});
}

void store_award(audit::Act& act, Decision const& decision, Award const& old, Award award)
{
    untally_award(act.tx, award.id);
    award.checked_by.clear();
    award.checked_at.reset();
    bool const was_public = old.released;
    if (award.marking != Marking::Thuong || award.state == kWithdrawn) award.released = false;
    update_award(act.tx, award);
    tally_award(act.tx, award.id);
    if (!award.released && award.state == kValid && award.marking == Marking::Thuong) note_additions(act.tx, decision.id);
    if (was_public)
        publish_change(act, award.released ? "register.award.correct" : "register.award.withhold", decision, old);
}

Result<void> store_decision(audit::Act& act, Decision decision, std::string_view reason)
{
    auto awards = awards_of(act.tx, decision.id);
    for (auto& award : awards) TD_CHECK(follow_paper(act, award, decision));
    untally_decision(act.tx, decision.id);
    if (decision.marking != Marking::Thuong) {
        if (decision.is_released()) drop_from_public(act, decision, reason);
        decision.wants_public = false;
    }
    update_decision(act.tx, decision);
    for (auto& award : awards) {
        if (!decision.is_released()) award.released = false;
        update_award(act.tx, award);
    }
    tally_decision(act.tx, decision.id);
    if (decision.is_released()) audit::publish(act, "register.decision.correct", {{"decision", decision.ref}});
    return {};
}

// Stores the new values; everything was checked when they were typed, and is checked again now.
Result<void> carry_out(audit::Act& act, Target const& target, Correction const& correction)
{
    if (target.award) {
        auto const award = TD_TRY(changed_award(act, target, correction.after));
        store_award(act, target.decision, *target.award, award);
        return {};
    }
    auto const decision = TD_TRY(changed_decision(act, target, correction.after));
    return store_decision(act, decision, correction.reason);
}

// What the command would change, checked; neither stored nor carried out.
Result<Correction> drafted(audit::Act& act, Target const& target, CorrectEntry const& command)
{
    auto const present = values_of(act.tx, target);
    if (target.version() != command.version) {
        Error stale = failure(Kind::Conflict, "register.stale");
        for (auto const& [field, value] : difference(present, command.values).before)
            stale.problems.push_back({"register.stale-field", {{"theirs", value}, {"yours", command.values.at(field)}}, field});
        return stale;
    }
    // Only what differs is applied: a form sends every field, and a new subject brings facts of its own.
    auto const typed = difference(present, command.values).after;
    auto wanted = Target{target.decision, std::nullopt};
    if (target.award) wanted.award = TD_TRY(changed_award(act, target, typed));
    else wanted.decision = TD_TRY(changed_decision(act, target, typed));
    if (!target.award)
        for (auto& award : awards_of(act.tx, target.decision.id)) TD_CHECK(follow_paper(act, award, wanted.decision));
    auto changes = difference(present, values_of(act.tx, wanted));
    if (changes.after.empty()) return bad_input("register.correction.nothing-changed");
    Correction correction;
    if (target.award) correction.award_id = target.award->id;
    correction.decision_id = target.decision.id;
    correction.before = std::move(changes.before);
    correction.after = std::move(changes.after);
    correction.reason = tidy(command.reason);
    correction.proposed_by = act.actor.name;
    correction.proposed_at = act.now;
    return correction;
}

bool has_open_proposal(storage::Transaction& tx, Correction const& correction)
{
    return tx.integer("SELECT id FROM correction WHERE decision_id = ?1 AND COALESCE(award_id, 0) = ?2 AND state = ?3",
                      {correction.decision_id, correction.award_id.value_or(0), kProposed})
        .has_value();
}

}  // namespace

Result<std::string> propose_correction(audit::Act& act, CorrectEntry const& command)
{
    if (!act.actor.may(Permission::MendRegister)) return denied();
    auto const target = TD_TRY(find_target(act, command.ref, command.award));
    if (!may_over(act, Permission::MendRegister, target)) return denied();
    auto correction = TD_TRY(drafted(act, target, command));
    if (correction.reason.empty()) return bad_input("register.reason-missing", {}, "reason");
    if (has_open_proposal(act.tx, correction)) return failure(Kind::Refused, "register.correction.one-at-a-time");
    correction.state = kProposed;
    insert_correction(act, correction);
    leave_line(act, "register.correction.propose", target, correction);
    return correction.ref;
}

Result<void> answer_correction(audit::Act& act, AnswerCorrection const& command)
{
    if (!act.actor.may(Permission::ReleaseRegister)) return denied();
    auto found = read_corrections(act.tx.query(select_seen(act.actor) + " AND c.ref = ?1", {command.ref}));
    if (found.empty()) return not_found();
    auto const& correction = found.front();
    Target target{*decision_by_id(act.tx, correction.decision_id), std::nullopt};
    if (correction.award_id) target.award = award_by_id(act.tx, *correction.award_id);
    if (!may_over(act, Permission::ReleaseRegister, target)) return denied();
    if (correction.state != kProposed || correction.version != command.version)
        return failure(Kind::Conflict, "register.stale");
    if (correction.proposed_by == act.actor.name) return failure(Kind::Refused, "register.correction.second-person");
    auto const answer = tidy(command.answer);
    if (!command.accept && answer.empty()) return bad_input("register.reason-missing", {}, "answer");
    if (command.accept) {
        auto const present = values_of(act.tx, target);
        for (auto const& [field, value] : correction.before)
            if (present.at(field) != value) return failure(Kind::Refused, "register.correction.overtaken");
        TD_CHECK(carry_out(act, target, correction));
    }
    act.tx.execute("UPDATE correction SET state = ?2, answered_by = ?3, answered_at = ?4, answer = ?5,"
                   " version = version + 1 WHERE id = ?1",
                   {correction.id, command.accept ? kConfirmed : kRefused, act.actor.name, act.now.seconds, answer});
    leave_line(act, command.accept ? "register.correction.confirm" : "register.correction.refuse", target, correction);
    return {};
}

Result<std::string> correct_by_paper(audit::Act& act, CorrectByPaper const& command)
{
    if (!act.actor.may(Permission::MendRegister)) return denied();
    auto const target = TD_TRY(find_target(act, command.entry.ref, command.entry.award));
    if (!may_over(act, Permission::MendRegister, target)) return denied();
    auto correction = TD_TRY(drafted(act, target, command.entry));
    auto const paper = TD_TRY(enter_ordering_paper(act, command.paper, kCorrect, target.decision, target.marking()));
    if (has_open_proposal(act.tx, correction)) return failure(Kind::Refused, "register.correction.one-at-a-time");
    correction.state = kProposed;
    correction.paper_id = paper.id;
    insert_correction(act, correction);
    leave_line(act, "register.decision.correct-by-paper", target, correction);
    return paper.ref;
}

Result<std::string> revoke_awards(audit::Act& act, RevokeAwards const& command)
{
    if (!act.actor.may(Permission::MendRegister)) return denied();
    auto const decision = find_decision(act.tx, act.actor, command.ref);
    if (!decision) return not_found();
    if (command.awards.empty()) return bad_input("register.revoke.none-chosen", {}, "awards");
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("register.reason-missing", {}, "reason");
    std::vector<Award> awards;
    for (auto const& ref : command.awards) {
        auto award = find_award(act.tx, act.actor, decision->id, ref);
        if (!award) return not_found();
        if (!act.actor.may(Permission::MendRegister, award->unit_path)) return denied();
        if (award->state != kValid)
            return failure(Kind::Refused, "register.revoke.not-valid", {{"name", award->frozen.subject_name}});
        awards.push_back(std::move(*award));
    }
    auto const lowest = std::ranges::min(awards, {}, &Award::marking).marking;
    auto const paper = TD_TRY(enter_ordering_paper(act, command.paper, kRevoke, *decision, lowest));
    for (auto& award : awards) {
        untally_award(act.tx, award.id);
        award.state = kRevoked;
        award.revoked_by_id = paper.id;
        award.revoke_reason = reason;
        update_award(act.tx, award);
        if (award.released) publish_change(act, "register.award.revoke", *decision, award);
        auto const marking = std::max(award.marking, decision->marking);
        auto const before = audited(act.tx, {{"state", kValid}}, marking);
        auto const after = audited(
            act.tx, {{"state", kRevoked}, {"award", award.ref}, {"paper", paper.number}, {"reason", reason}}, marking);
        audit::record(act, {.what = "register.award.revoke",
                            .subject = "decision:" + decision->ref,
                            .before = &before,
                            .after = &after,
                            .unit_path = award.unit_path,
                            .marking = marking});
    }
    return paper.ref;
}

std::vector<Correction> open_corrections(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                         std::int64_t offset)
{
    return read_corrections(tx.query(select_seen(actor) + " AND c.state = ?1 ORDER BY c.id LIMIT ?2 OFFSET ?3",
                                     {kProposed, limit, offset}));
}

std::int64_t count_open_corrections(storage::Transaction& tx, access::Actor const& actor)
{
    return *tx.integer("SELECT count(*) FROM (" + select_seen(actor) + " AND c.state = ?1) c", {kProposed});
}

std::vector<Correction> corrections_of(storage::Transaction& tx, access::Actor const& actor, std::int64_t decision_id)
{
    return read_corrections(tx.query(select_seen(actor) + " AND c.decision_id = ?1 ORDER BY c.id DESC", {decision_id}));
}

}  // namespace thidua::registry
