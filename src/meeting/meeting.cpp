#include "meeting/meeting.h"

#include "audit/canonical.h"
#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "meeting/store.h"
#include "organisation/acts.h"
#include "organisation/council.h"
#include "organisation/lookup.h"
#include "programme/heads.h"
#include "programme/paper.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::meeting {
namespace {

using access::Permission;

constexpr std::string_view kQuorumSetting = "meeting.quorum-percent";

// Collects what is wrong with a form.
class Problems {
public:
    void add(std::string key, std::string field, Args args = {})
    {
        error_.problems.push_back({std::move(key), std::move(args), std::move(field)});
    }
    void need(std::string const& value, std::string const& field)
    {
        if (value.empty()) add("error.required", field);
        if (is_garbled(value)) add("error.garbled", field);
    }
    void need_time(std::string const& value, std::string const& field)
    {
        auto const digit = [&](std::size_t at) { return value[at] >= '0' && value[at] <= '9'; };
        bool const shaped = value.size() == 5 && value[2] == ':' && digit(0) && digit(1) &&
                            digit(3) && digit(4);
        if (!shaped || value.substr(0, 2) > "23" || value.substr(3) > "59")
            add("meeting.error.time", field);
    }
    Result<void> check() const
    {
        if (!error_.problems.empty()) return error_;
        return {};
    }

private:
    Error error_;
};

std::string page_of(Meeting const& meeting) { return "/meetings/" + meeting.ref; }

// The body's own place in the tree, for readers of the audit log.
std::string unit_path(Meeting const& meeting)
{
    if (meeting.is_of_council()) return meeting.body_path;
    return meeting.attendees.empty() ? "/" : meeting.attendees.front().path;
}

void leave_line(audit::Act& act,
                std::string_view what,
                Meeting const& meeting,
                boost::json::object const& after)
{
    auto const subject = "meeting:" + meeting.ref;
    auto const path = unit_path(meeting);
    audit::record(act, {.what = what, .subject = subject, .after = &after, .unit_path = path});
}

Result<Meeting> meeting_to_change(audit::Act& act, std::string_view ref, std::int64_t version)
{
    auto meeting = find_meeting(act.tx, act.actor, ref);
    if (!meeting) return not_found();
    if (!may_run(act.tx, act.actor, *meeting)) return denied();
    if (meeting->version != version) return organisation::stale({});
    if (!meeting->is_open()) return failure(Kind::Refused, "meeting.error.closed");
    return *std::move(meeting);
}

void check_plan(Problems& problems, Plan const& plan, int year, bool council)
{
    bool const known = std::find(kKinds.begin(), kKinds.end(), plan.kind) != kKinds.end();
    if (!known && !(council && plan.kind == kReview)) problems.add("error.choice", "kind");
    auto const& urgencies = programme::kUrgencies;
    if (!plan.urgency.empty() &&
        std::find(urgencies.begin(), urgencies.end(), plan.urgency) == urgencies.end())
        problems.add("error.choice", "urgency");
    problems.need(plan.title, "title");
    problems.need(plan.place, "place");
    problems.need(trim(plan.agenda).empty() ? "" : plan.agenda, "agenda");
    problems.need_time(plan.starts, "starts");
    if (plan.day < make_date(year - 1, 10, 1).value() ||
        plan.day > make_date(year + 1, 6, 30).value())
        problems.add("meeting.error.far-day", "day", {{"year", std::to_string(year)}});
}

void take(Meeting& meeting, Plan const& plan)
{
    meeting.kind = plan.kind;
    meeting.title = plan.title;
    meeting.day = plan.day;
    meeting.starts = plan.starts;
    meeting.place = plan.place;
    meeting.guests = plan.guests;
    meeting.agenda = plan.agenda;
    meeting.urgency = plan.urgency;
}

boost::json::object audited(Meeting const& meeting)
{
    return {{"block", meeting.block_name},
            {"kind", meeting.kind},
            {"title", meeting.title},
            {"day", to_iso(meeting.day)},
            {"starts", meeting.starts},
            {"place", meeting.place}};
}

inbox::Recipient recipient_of(Attendee const& attendee)
{
    if (attendee.account != 0) return {.account = attendee.account};
    return {.permission = Permission::WriteMovements, .unit_path = attendee.path};
}

std::string attendee_key(Attendee const& attendee)
{
    if (attendee.account != 0) return "account-" + std::to_string(attendee.account);
    return std::to_string(attendee.unit_id);
}

void tell(audit::Act& act, Meeting const& meeting, std::string const& sentence)
{
    for (auto const& unit : meeting.attendees) {
        inbox::notify(act,
                      {.to = recipient_of(unit),
                       .dedup = "meeting:" + meeting.ref + ":" + attendee_key(unit),
                       .sentence = sentence,
                       .args = {{"title", meeting.title},
                                {"day", to_iso(meeting.day)},
                                {"starts", meeting.starts},
                                {"place", meeting.place},
                                {"unit", unit.name}},
                       .link = page_of(meeting)});
    }
}

// The task of who runs the meeting: to call it, to hold it, then its minutes; each takes the place
// of the one before.
std::string task_key(Meeting const& meeting) { return "meeting-run:" + meeting.ref; }

std::vector<inbox::Recipient> runners(audit::Act& act, Meeting const& meeting)
{
    if (meeting.is_of_council())
        return {{.permission = Permission::PlanYear, .unit_path = meeting.body_path}};
    for (auto const& member : programme::members_of(act.tx, meeting.block_id, meeting.year)) {
        if (member.role == "head")
            return {{.permission = Permission::LeadBlock, .unit_path = member.path}};
    }
    return {};
}

void give_task(audit::Act& act, Meeting const& meeting)
{
    bool const held = meeting.state == kHeld;
    std::string const what = held ? "minutes" : meeting.state == kCalled ? "hold" : "call";
    for (auto const& to : runners(act, meeting)) {
        inbox::assign(act,
                      {.to = to,
                       .dedup = task_key(meeting),
                       .sentence = "meeting.task." + what,
                       .args = {{"title", meeting.title},
                                {"day", to_iso(meeting.day)},
                                {"starts", meeting.starts}},
                       .link = page_of(meeting),
                       .deadline = held ? std::optional<Date>{} : meeting.day});
    }
}

void drop_signatures(Meeting& meeting)
{
    meeting.chair_signature = {};
    meeting.secretary_signature = {};
}

Result<void> check_presence(Meeting const& meeting, EnterAttendance const& command)
{
    Problems problems;
    for (auto const& unit : meeting.attendees) {
        auto const said = std::find_if(command.units.begin(),
                                       command.units.end(),
                                       [&](Presence const& each) { return each.unit == unit.code; });
        Args const name{{"unit", unit.name}};
        if (said == command.units.end() || said->presence.empty()) {
            problems.add("meeting.error.presence", "presence-" + unit.code, name);
        } else if (said->presence == "absent") {
            if (said->reason.empty())
                problems.add("meeting.error.absence-reason", "reason-" + unit.code, name);
        } else if (said->presence == "represented" && unit.account == 0) {
            if (said->who.empty())
                problems.add("meeting.error.representative", "who-" + unit.code, name);
        } else if (said->presence != "present") {
            problems.add("error.choice", "presence-" + unit.code);
        }
    }
    return problems.check();
}

Result<void> check_minutes(WriteMinutes const& command)
{
    Problems problems;
    problems.need(command.chair, "chair");
    problems.need(command.secretary, "secretary");
    problems.need(command.content, "content");
    problems.need(command.conclusions, "conclusions");
    problems.need_time(command.ends, "ends");
    return problems.check();
}

void take(Meeting& meeting, WriteMinutes const& command)
{
    meeting.number = command.number;
    meeting.chair = command.chair;
    meeting.secretary = command.secretary;
    meeting.content = command.content;
    meeting.opinions = command.opinions;
    meeting.conclusions = command.conclusions;
    meeting.ends = command.ends;
}

Meeting new_meeting(audit::Act& act, Plan const& plan, int year)
{
    Meeting meeting;
    meeting.ref = random_token(10);
    meeting.year = year;
    meeting.state = kPlanned;
    meeting.quorum_percent = quorum_percent(act.tx);
    take(meeting, plan);
    return meeting;
}

// Each once.
void add_person(Meeting& meeting, organisation::NamedAccount const& account)
{
    for (auto const& each : meeting.attendees) {
        if (each.account == account.account) return;
    }
    meeting.attendees.push_back(
        {.code = account.name, .name = account.display_name, .account = account.account});
}

void freeze(audit::Act& act, Meeting& meeting)
{
    meeting.state = kSigned;
    meeting.hash = sha256_hex(signed_text(meeting));
    audit::publish(act,
                   "meeting.sign",
                   {{"meeting", meeting.ref},
                    {"block", meeting.block_ref},
                    {"body", meeting.block_name},
                    {"day", to_iso(meeting.day)},
                    {"hash", meeting.hash}});
}

}  // namespace

std::int64_t Meeting::came() const
{
    return std::count_if(attendees.begin(), attendees.end(), [](Attendee const& each) {
        return each.presence == "present" || each.presence == "represented";
    });
}

bool Meeting::has_quorum() const
{
    constexpr std::int64_t kWhole = 100;
    return came() * kWhole > std::ssize(attendees) * quorum_percent;
}

int quorum_percent(storage::Transaction& tx)
{
    auto const text = audit::setting(tx, kQuorumSetting);
    return text ? std::stoi(*text) : kProposedQuorumPercent;
}

Result<void> set_quorum_percent(audit::Act& act, std::int64_t percent)
{
    if (!act.actor.may(Permission::PlanYear, "/")) return denied();
    if (percent < 0 || percent > 99) return bad_input("meeting.error.percent", {}, "percent");
    boost::json::object const before{{"percent", quorum_percent(act.tx)}};
    audit::set_setting(act.tx, kQuorumSetting, std::to_string(percent));
    boost::json::object const after{{"percent", percent}};
    audit::record(act,
                  {.what = "meeting.quorum",
                   .subject = "meeting:quorum",
                   .before = &before,
                   .after = &after,
                   .unit_path = "/"});
    return {};
}

bool may_run(storage::Transaction& tx, access::Actor const& actor, std::int64_t block_id, int year)
{
    auto const members = programme::members_of(tx, block_id, year);
    return std::any_of(members.begin(), members.end(), [&](auto const& member) {
        return member.role != "member" && actor.may(Permission::LeadBlock, member.path);
    });
}

bool may_run(storage::Transaction& tx, access::Actor const& actor, Meeting const& meeting)
{
    if (meeting.is_of_council()) return actor.may(Permission::PlanYear, meeting.body_path);
    return may_run(tx, actor, meeting.block_id, meeting.year);
}

std::string files_owner(Meeting const& meeting) { return "meeting:" + meeting.ref; }

Result<std::string> plan_meeting(audit::Act& act, PlanMeeting const& command)
{
    auto const block = organisation::find_block(act.tx, act.actor, command.block);
    if (!block) return not_found();
    if (!may_run(act.tx, act.actor, block->id, command.year)) return denied();
    Problems problems;
    check_plan(problems, command.plan, command.year, false);
    TD_CHECK(problems.check());
    auto meeting = new_meeting(act, command.plan, command.year);
    meeting.block_id = block->id;
    meeting.block_name = block->name;
    for (auto const& member : programme::members_of(act.tx, block->id, command.year))
        meeting.attendees.push_back({member.unit_id, member.code, member.name, member.path, {}, {}, {}});
    meeting.id = insert(act.tx, meeting);
    give_task(act, meeting);
    leave_line(act, "meeting.plan", meeting, audited(meeting));
    return meeting.ref;
}

Result<std::string> plan_council(audit::Act& act, PlanCouncil const& command)
{
    Problems problems;
    problems.need(command.name, "body");
    auto const unit = organisation::find_unit(act.tx, command.unit);
    if (!unit) problems.add("meeting.error.unit", "body_unit");
    check_plan(problems, command.plan, command.year, true);
    auto meeting = new_meeting(act, command.plan, command.year);
    meeting.block_name = command.name;
    for (auto const& name : command.persons) {
        auto const account = organisation::active_account(act.tx, name);
        if (account) {
            add_person(meeting, *account);
        } else {
            problems.add("meeting.error.person", "persons", {{"name", name}});
        }
    }
    if (meeting.attendees.size() < 2) problems.add("meeting.error.few-persons", "persons");
    TD_CHECK(problems.check());
    meeting.body_unit = unit->code;
    meeting.body_path = unit->path;
    if (!may_run(act.tx, act.actor, meeting)) return denied();
    meeting.id = insert(act.tx, meeting);
    give_task(act, meeting);
    leave_line(act, "meeting.plan", meeting, audited(meeting));
    return meeting.ref;
}

Result<void> edit_meeting(audit::Act& act, EditMeeting const& command)
{
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (meeting.state == kHeld) return failure(Kind::Refused, "meeting.error.held");
    Problems problems;
    check_plan(problems, command.plan, meeting.year, meeting.is_of_council());
    TD_CHECK(problems.check());
    take(meeting, command.plan);
    update(act.tx, meeting);
    give_task(act, meeting);
    if (meeting.state == kCalled) tell(act, meeting, "meeting.notice.changed");
    leave_line(act, "meeting.edit", meeting, audited(meeting));
    return {};
}

Result<void> call_meeting(audit::Act& act, OnMeeting const& command)
{
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (meeting.state != kPlanned) return failure(Kind::Refused, "meeting.error.called");
    meeting.state = kCalled;
    update(act.tx, meeting);
    give_task(act, meeting);
    tell(act, meeting, "meeting.notice.called");
    leave_line(act, "meeting.call", meeting, audited(meeting));
    return {};
}

Result<void> cancel_meeting(audit::Act& act, CancelMeeting const& command)
{
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (meeting.state == kHeld) return failure(Kind::Refused, "meeting.error.held");
    if (command.reason.empty()) return bad_input("error.required", {}, "reason");
    bool const was_called = meeting.state == kCalled;
    meeting.state = kCancelled;
    meeting.cancel_reason = command.reason;
    update(act.tx, meeting);
    inbox::complete(act, task_key(meeting));
    if (was_called) tell(act, meeting, "meeting.notice.cancelled");
    leave_line(act, "meeting.cancel", meeting, {{"reason", command.reason}});
    return {};
}

Result<void> attach_paper(audit::Act& act, AttachPaper const& command)
{
    auto const meeting = find_meeting(act.tx, act.actor, command.ref);
    if (!meeting) return not_found();
    if (!may_run(act.tx, act.actor, *meeting)) return denied();
    if (!meeting->is_open()) return failure(Kind::Refused, "meeting.error.closed");
    TD_TRY(files::store(act,
                        {.owner = files_owner(*meeting),
                         .name = command.name,
                         .unit_path = unit_path(*meeting)},
                        command.bytes));
    return {};
}

Result<void> enter_attendance(audit::Act& act, EnterAttendance const& command)
{
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (act.today() < meeting.day) return failure(Kind::Refused, "meeting.error.before-day");
    TD_CHECK(check_presence(meeting, command));
    boost::json::object after;
    for (auto& unit : meeting.attendees) {
        auto const& said = *std::find_if(command.units.begin(),
                                         command.units.end(),
                                         [&](Presence const& each) { return each.unit == unit.code; });
        unit.presence = said.presence;
        unit.who = said.who;
        unit.reason = said.presence == "absent" ? said.reason : "";
        update(act.tx, meeting, unit);
        after[unit.code] = said.presence;
    }
    meeting.state = kHeld;
    drop_signatures(meeting);
    update(act.tx, meeting);
    give_task(act, meeting);
    leave_line(act, "meeting.attendance", meeting, after);
    return {};
}

Result<void> write_minutes(audit::Act& act, WriteMinutes const& command)
{
    if (auto const now = find_meeting(act.tx, act.actor, command.ref);
        now && may_run(act.tx, act.actor, *now) &&
        now->version != command.version) {
        return organisation::stale({{"content", command.content, now->content},
                                    {"opinions", command.opinions, now->opinions},
                                    {"conclusions", command.conclusions, now->conclusions}});
    }
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (meeting.state != kHeld) return failure(Kind::Refused, "meeting.error.no-attendance");
    TD_CHECK(check_minutes(command));
    if (command.ends <= meeting.starts) return bad_input("meeting.error.ends-before", {}, "ends");
    take(meeting, command);
    drop_signatures(meeting);
    update(act.tx, meeting);
    leave_line(act,
               "meeting.minutes",
               meeting,
               {{"chair", meeting.chair},
                {"secretary", meeting.secretary},
                {"conclusions", meeting.conclusions}});
    return {};
}

Result<void> sign_minutes(audit::Act& act, SignMinutes const& command)
{
    auto meeting = TD_TRY(meeting_to_change(act, command.ref, command.version));
    if (meeting.conclusions.empty()) return failure(Kind::Refused, "meeting.error.no-minutes");
    auto& mine = command.as_chair ? meeting.chair_signature : meeting.secretary_signature;
    auto const& other = command.as_chair ? meeting.secretary_signature : meeting.chair_signature;
    if (mine.at) return failure(Kind::Refused, "meeting.error.signed-already");
    if (other.at && other.by == act.actor.name)
        return failure(Kind::Refused, "meeting.error.two-people");
    mine = {act.actor.account, act.actor.name, act.now};
    if (other.at) {
        freeze(act, meeting);
        inbox::complete(act, task_key(meeting));
    }
    update(act.tx, meeting);
    leave_line(act,
               "meeting.sign",
               meeting,
               {{"as", command.as_chair ? "chair" : "secretary"}, {"hash", meeting.hash}});
    return {};
}

std::string signed_text(Meeting const& meeting)
{
    boost::json::array units;
    for (auto const& unit : meeting.attendees) {
        units.push_back({{"unit", unit.code},
                         {"presence", unit.presence},
                         {"who", unit.who},
                         {"reason", unit.reason}});
    }
    boost::json::object body{{"block", meeting.block_ref},
                                   {"year", meeting.year},
                                   {"kind", meeting.kind},
                                   {"title", meeting.title},
                                   {"day", to_iso(meeting.day)},
                                   {"starts", meeting.starts},
                                   {"ends", meeting.ends},
                                   {"place", meeting.place},
                                   {"agenda", meeting.agenda},
                                   {"number", meeting.number},
                                   {"chair", meeting.chair},
                                   {"secretary", meeting.secretary},
                                   {"content", meeting.content},
                                   {"opinions", meeting.opinions},
                                   {"conclusions", meeting.conclusions},
                                   {"units", std::move(units)}};
    if (meeting.is_of_council()) body["council"] = meeting.block_name;
    return audit::canonical_json(body);
}

}  // namespace thidua::meeting
