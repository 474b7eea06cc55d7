// Meetings of a block in a year, called by who leads it and attended by its units, or of a council,
// called by who plans the year and attended by persons; minuted, signed by chair and secretary, then
// unchangeable.
#pragma once

#include "files/files.h"
#include "organisation/block.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::meeting {

inline constexpr std::array<std::string_view, 5> kKinds{
    "preparatory", "launch", "thematic", "mid-year", "year-end"};

// Of a council besides: whom and what to commend.
inline constexpr std::string_view kReview = "review";

inline constexpr std::string_view kPlanned = "planned";
inline constexpr std::string_view kCalled = "called";
inline constexpr std::string_view kHeld = "held";  // attendance is entered, minutes are drafted
inline constexpr std::string_view kSigned = "signed";
inline constexpr std::string_view kCancelled = "cancelled";

// More than this share of the members makes a quorum: our proposal until the office sets its own.
inline constexpr int kProposedQuorumPercent = 50;
int quorum_percent(storage::Transaction& tx);
// Right PlanYear over everything. 0 to 99; holds for meetings planned from now on.
Result<void> set_quorum_percent(audit::Act& act, std::int64_t percent);

// A unit of the block, or a person of the council.
struct Attendee {
    std::int64_t unit_id = 0;  // 0: a person
    std::string code;          // of the unit; the log-in name of a person
    std::string name, path;
    std::string presence;  // "", present, represented (units only), absent
    std::string who;
    std::string reason;
    std::int64_t account = 0;  // 0: a unit
};

struct Signature {
    std::int64_t account = 0;
    std::string by;
    std::optional<Instant> at;
};

struct Meeting {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t block_id = 0;  // 0: of a council
    std::string block_ref;
    std::string block_name;  // or the council's
    std::string body_unit;   // code of the unit whose council it is
    std::string body_path;   // where block or council belong, "/" for none
    int year = 0;
    std::string kind, title;
    Date day;
    std::string starts, place;
    std::string guests, agenda;  // one a line
    std::string state, cancel_reason;
    std::string urgency;
    int quorum_percent = kProposedQuorumPercent;
    std::string number, chair, secretary, content, opinions, conclusions, ends;
    Signature chair_signature, secretary_signature;
    std::string hash;
    std::int64_t version = 1;
    std::vector<Attendee> attendees;  // head of the block first, then by code; persons by name

    // Members who came or sent somebody.
    std::int64_t came() const;
    // Absent ones included; nothing has to be rounded: came × 100 > members × percent.
    bool has_quorum() const;
    bool is_of_council() const { return block_id == 0; }
    bool is_open() const { return state != kSigned && state != kCancelled; }
};

// Who may run a block's meetings of a year: LeadBlock over the unit that is its head or a deputy.
bool may_run(storage::Transaction& tx,
             access::Actor const& actor,
             std::int64_t block_id,
             int year);

// The same of any meeting; a council's: PlanYear over the unit whose council it is.
bool may_run(storage::Transaction& tx, access::Actor const& actor, Meeting const& meeting);

struct Plan {
    std::string kind, title;
    Date day;
    std::string starts, place, guests, agenda;
    std::string urgency = {};  // of the invitation: one of programme::kUrgencies, "" for none
};
struct PlanMeeting {
    std::string block;  // ref
    int year = 0;
    Plan plan;
};
// Its attendees are the block's members of the year.
Result<std::string> plan_meeting(audit::Act& act, PlanMeeting const& command);

struct PlanCouncil {
    std::string name;  // of the council
    std::string unit;  // code of the unit whose council it is
    int year = 0;
    std::vector<std::string> persons;  // log-in names
    Plan plan;
};
// Its attendees are the persons named, at least two.
Result<std::string> plan_council(audit::Act& act, PlanCouncil const& command);

struct EditMeeting {
    std::string ref;
    Plan plan;
    std::int64_t version = 0;
};
// Until the minutes are drafted; who was called is told again.
Result<void> edit_meeting(audit::Act& act, EditMeeting const& command);

struct OnMeeting {
    std::string ref;
    std::int64_t version = 0;
};
// Invites the units.
Result<void> call_meeting(audit::Act& act, OnMeeting const& command);

struct CancelMeeting {
    std::string ref, reason;
    std::int64_t version = 0;
};
Result<void> cancel_meeting(audit::Act& act, CancelMeeting const& command);

struct AttachPaper {
    std::string ref;
    std::string name, bytes;
};
Result<void> attach_paper(audit::Act& act, AttachPaper const& command);

struct Presence {
    std::string unit;      // code of the attendee
    std::string presence;  // present, represented, absent
    std::string who, reason;
};
struct EnterAttendance {
    std::string ref;
    std::vector<Presence> units;
    std::int64_t version = 0;
};
// On the day or after it, for everyone at once. An absence needs a reason, a representation a name.
Result<void> enter_attendance(audit::Act& act, EnterAttendance const& command);

struct WriteMinutes {
    std::string ref;
    std::string number, chair, secretary, content, opinions, conclusions, ends;
    std::int64_t version = 0;
};
// After the attendance. A signature given before falls away: it was for another text.
Result<void> write_minutes(audit::Act& act, WriteMinutes const& command);

struct SignMinutes {
    std::string ref;
    bool as_chair = false;  // else as secretary
    std::int64_t version = 0;
};
// Chair and secretary are two accounts. With the second signature the minutes are frozen, and their
// hash is published.
Result<void> sign_minutes(audit::Act& act, SignMinutes const& command);

// Of blocks the actor may see meetings of: of a member unit (ReadMovements) or where they plan the
// year; of councils one is asked to, once called, or plans or decides over. Newest first; block_id 0 and year 0 are all.
std::vector<Meeting> meetings(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::int64_t block_id = 0,
                              int year = 0);
std::optional<Meeting> find_meeting(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref);
// What was signed, in canonical form; for checking the hash.
std::string signed_text(Meeting const& meeting);
// "meeting:ref", the owner of its papers.
std::string files_owner(Meeting const& meeting);

}  // namespace thidua::meeting
