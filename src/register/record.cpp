#include "register/record.h"

#include "base/text.h"
#include "register/collisions.h"
#include "register/store.h"
#include "register/tally.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::registry {

namespace {

using access::Marking;
using access::Permission;

boost::json::object facts_of(Decision const& decision, std::size_t awards)
{
    return {{"number", decision.number},
            {"decided_on", to_iso(decision.decided_on)},
            {"authority", decision.authority},
            {"kind", decision.kind},
            {"title", decision.title},
            {"marking", access::name_of(decision.marking)},
            {"wants_public", decision.wants_public},
            {"awards", awards}};
}

// `marking`: the highest of what the act wrote, so that a line tells nobody of marked awards.
void leave_line(audit::Act& act, std::string_view what, Decision const& decision, std::size_t awards, Marking marking)
{
    auto const after = audited(act.tx, facts_of(decision, awards), marking);
    auto const part = part_of_decision(act.tx, decision.id, marking);
    audit::record(act, {.what = what,
                        .subject = "decision:" + decision.ref,
                        .after = &after,
                        .unit_path = part,
                        .marking = marking});
}

// What stands in the register under the number and authority of a new paper, that year.
struct Known {
    std::optional<Decision> same;     // The very paper, if the actor may know of it.
    std::vector<Decision> hidden;     // What the actor may not know of.
    std::optional<Decision> other_day;
};

Known known_papers(audit::Act& act, Decision const& paper)
{
    Known known;
    for (auto& decision : decisions_numbered(act.tx, paper.number, paper.authority, paper.decided_on)) {
        if (!act.actor.may_read(decision.marking)) known.hidden.push_back(std::move(decision));
        else if (decision.decided_on != paper.decided_on) known.other_day = std::move(decision);
        else if (!known.same || decision.marking == paper.marking) known.same = std::move(decision);
    }
    return known;
}

void queue_hidden(audit::Act& act, Decision const& entered, std::vector<Decision> const& hidden)
{
    for (auto const& met : hidden) {
        queue_collision(act, {.kind = met.decided_on == entered.decided_on ? "paper" : "number",
                              .decision_id = entered.id,
                              .award_id = std::nullopt,
                              .met_decision_id = met.id,
                              .met_award_id = std::nullopt,
                              .marking = met.marking});
    }
}

Error one_day_only(Decision const& other)
{
    return bad_input("register.decision.other-day",
                     {{"number", other.number}, {"date", to_vietnamese(other.decided_on)}}, "decided_on");
}

// The same award to the same subject that stands already.
struct Twin {
    std::int64_t award_id = 0;
    std::int64_t decision_id = 0;
    std::string number;
    access::Marking marking = access::Marking::Thuong;
};

std::vector<Twin> twins(storage::Transaction& tx, Award const& award)
{
    std::vector<Twin> list;
    for (auto rows = tx.query("SELECT a.id, a.decision_id, d.number, a.marking FROM award a JOIN decision d ON d.id = a.decision_id"
                              " WHERE a.subject_kind = ?1 AND a.subject_id = ?2 AND a.award = ?3 AND a.mode = ?4"
                              " AND COALESCE(a.year, 0) = ?5 AND a.state = 'valid' ORDER BY a.decided_on, a.id",
                              {award.subject_kind, award.subject_id, award.award, award.mode,
                               award.year.year.value_or(0)});
         rows.next();)
        list.push_back({rows.integer(0), rows.integer(1), rows.string(2), static_cast<access::Marking>(rows.integer(3))});
    return list;
}

// Stores the entries of one act under a decision that is stored already.
class Recording {
public:
    Recording(audit::Act& act, Decision const& decision, bool is_new) : act_(act), decision_(decision), is_new_(is_new) {}

    // Nothing is written when a line is wrong or a warning is not confirmed. Answers the highest marking written.
    Result<Marking> run(std::span<RecipientLine const> lines, bool confirmed)
    {
        auto entries = TD_TRY(resolve(act_, decision_, lines));
        for (std::size_t i = 0; i < entries.size(); ++i) compare_with_register(entries[i], lines[i].line);
        if (!errors_.problems.empty()) return errors_;
        TD_CHECK(ask_about_warnings(entries, confirmed));
        auto highest = decision_.marking;
        bool adds_unmarked = false;
        for (auto& entry : entries) {
            store(entry);
            highest = std::max(highest, entry.award.marking);
            adds_unmarked = adds_unmarked || entry.award.marking == Marking::Thuong;
        }
        if (adds_unmarked && !is_new_) note_additions(act_.tx, decision_.id);
        return highest;
    }

private:
    void compare_with_register(Entry& entry, int line)
    {
        for (auto const& twin : twins(act_.tx, entry.award)) {
            Args args{{"line", std::to_string(line)}, {"number", twin.number}};
            if (!act_.actor.may_read(twin.marking)) continue;
            if (twin.decision_id == decision_.id)
                errors_.problems.push_back({"register.line.already-there", std::move(args), "recipients"});
            else entry.warnings.push_back({"register.line.other-decision", std::move(args), "confirm"});
        }
    }

    static Result<void> ask_about_warnings(std::vector<Entry> const& entries, bool confirmed)
    {
        Error error;
        for (auto const& entry : entries)
            error.problems.insert(error.problems.end(), entry.warnings.begin(), entry.warnings.end());
        if (confirmed || error.problems.empty()) return {};
        return error;
    }

    void store(Entry& entry)
    {
        auto const met = twins(act_.tx, entry.award);
        insert_award(act_.tx, entry.award, decision_, entry.subject_code);
        tally_award(act_.tx, entry.award.id);
        for (auto const& twin : met) {
            if (act_.actor.may_read(twin.marking)) continue;
            queue_collision(act_, {.kind = "award",
                                   .decision_id = decision_.id,
                                   .award_id = entry.award.id,
                                   .met_decision_id = twin.decision_id,
                                   .met_award_id = twin.award_id,
                                   .marking = twin.marking});
        }
    }

    audit::Act& act_;
    Decision const& decision_;
    bool is_new_;
    Error errors_;
};

// Papers are found by what they award: one that awards nothing is entered by those who may do so everywhere.
Result<void> check_entering(audit::Act const& act, std::size_t recipients)
{
    if (!act.actor.may(Permission::WriteRegister)) return denied();
    if (recipients == 0 && !act.actor.may(Permission::WriteRegister, "/"))
        return bad_input("register.line.none", {}, "recipients");
    return {};
}

}  // namespace

boost::json::object audited(storage::Transaction& tx, boost::json::object fields, access::Marking marking)
{
    if (marking == access::Marking::Thuong) return fields;
    for (auto& field : fields)
        field.value() = audit::hashed(tx, std::string{field.key()} + "=" + boost::json::serialize(field.value()));
    return fields;
}

Result<Decision> checked_paper(audit::Act& act, PaperFields const& fields)
{
    Error error;
    auto complain = [&](std::string field, std::string key) { error.problems.push_back({std::move(key), {}, std::move(field)}); };
    Decision decision;
    decision.number = tidy(fields.number);
    if (decision.number.empty()) complain("number", "register.decision.number-missing");
    auto const decided_on = parse_date(fields.decided_on);
    if (!decided_on) complain("decided_on", "register.bad-date");
    else if (*decided_on > act.today()) complain("decided_on", "register.decision.in-future");
    decision.decided_on = decided_on.value_or(Date{});
    auto const authority = tidy(fields.authority);
    decision.authority = terms::code_of("authority", authority).value_or(authority);
    if (authority.empty()) complain("authority", "register.decision.authority-missing");
    decision.title = tidy(fields.title);
    auto const marking = tidy(fields.marking);
    auto const code = terms::code_of("marking", marking);
    if (!marking.empty() && !code) complain("marking", "register.decision.unknown-marking");
    decision.marking = access::marking_of(code.value_or(""));
    if (!act.actor.may_read(decision.marking)) complain("marking", "register.decision.marking-above");
    decision.wants_public = fields.wants_public;
    if (decision.wants_public && decision.marking > access::Marking::Thuong)
        complain("wants_public", "register.decision.marked-not-public");
    decision.entered_by = act.actor.name;
    decision.entered_at = act.now;
    if (!error.problems.empty()) return error;
    return decision;
}

Result<Decision> enter_ordering_paper(audit::Act& act, PaperFields const& fields, std::string_view kind,
                                      Decision const& corrected, Marking highest)
{
    auto const read = [&]() -> Result<Decision> {
        auto paper = TD_TRY(checked_paper(act, fields));
        if (paper.decided_on < corrected.decided_on) return bad_input("register.decision.before-corrected", {}, "decided_on");
        if (paper.marking > highest) return bad_input("register.decision.marked-above-corrected", {}, "marking");
        paper.kind = kind;
        paper.corrects_id = corrected.id;
        auto const known = known_papers(act, paper);
        if (known.same) {
            if (known.same->kind == kind) return *known.same;
            return failure(Kind::Refused, "register.decision.other-kind", {{"number", known.same->number}}, "number");
        }
        if (known.other_day) return one_day_only(*known.other_day);
        insert_decision(act.tx, paper);
        queue_hidden(act, paper, known.hidden);
        leave_line(act, "register.decision.record", paper, 0, paper.marking);
        return paper;
    };
    auto paper = read();
    if (paper) return paper;
    auto error = paper.error();
    for (auto& problem : error.problems)
        if (!problem.field.empty()) problem.field = "paper_" + problem.field;
    return error;
}

Result<Recorded> record_decision(audit::Act& act, RecordDecision const& command)
{
    TD_CHECK(check_entering(act, command.recipients.size()));
    auto decision = TD_TRY(checked_paper(act, command.paper));
    auto const known = known_papers(act, decision);
    if (known.other_day) return one_day_only(*known.other_day);
    bool const is_new = !known.same;
    if (known.same) {
        // A paper of the same marking that awards others than the actor may see is joined; any other is shown.
        bool const is_seen = find_decision(act.tx, act.actor, known.same->ref).has_value();
        if (is_seen || known.same->marking != decision.marking || known.same->kind != kCommend)
            return failure(Kind::Refused, "register.decision.exists",
                           {{"number", known.same->number}, {"date", to_vietnamese(known.same->decided_on)}}, "number");
        decision = *known.same;
    } else {
        insert_decision(act.tx, decision);
        queue_hidden(act, decision, known.hidden);
    }
    auto const marking = TD_TRY(Recording(act, decision, is_new).run(command.recipients, command.confirmed));
    leave_line(act, "register.decision.record", decision, command.recipients.size(), marking);
    return Recorded{decision.ref, std::ssize(command.recipients)};
}

Result<Recorded> add_recipients(audit::Act& act, AddRecipients const& command)
{
    if (!act.actor.may(Permission::WriteRegister)) return denied();
    auto const decision = find_decision(act.tx, act.actor, command.ref);
    if (!decision) return not_found();
    if (decision->kind != kCommend) return failure(Kind::Refused, "register.decision.awards-nothing");
    if (command.recipients.empty()) return bad_input("register.line.none", {}, "recipients");
    auto const marking = TD_TRY(Recording(act, *decision, false).run(command.recipients, command.confirmed));
    leave_line(act, "register.decision.add-recipients", *decision, command.recipients.size(), marking);
    return Recorded{decision->ref, std::ssize(command.recipients)};
}

}  // namespace thidua::registry
