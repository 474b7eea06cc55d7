// The year's programme of a body: theme, grounds, content, tasks, windows. A draft is changed
// freely; once issued every change is an amendment with a reason, and the old value stays.
#pragma once

#include "organisation/lookup.h"
#include "programme/windows.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::programme {

inline constexpr std::string_view kCalendarYear = "calendar";
inline constexpr std::string_view kSchoolYear = "school";
inline constexpr std::string_view kDraft = "draft";
inline constexpr std::string_view kIssued = "issued";

struct Programme {
    std::int64_t id = 0;
    std::string ref;
    organisation::Unit owner;
    int year = 0;
    std::string calendar;
    std::string theme;
    std::string grounds;  // One a line.
    std::string content;
    std::string state;
    std::string number;
    std::optional<Date> dated;
    std::string signer;
    std::int64_t version = 1;
    std::vector<organisation::Unit> units;  // Of a school year: who follows it.

    bool is_issued() const { return state == kIssued; }
};

// Right PlanYear over the owner is asked by every act here.
struct CreateProgramme {
    std::string owner;  // code
    int year = 0;
    std::string calendar = std::string{kCalendarYear};
    std::string theme, grounds, content;
    std::vector<std::string> units = {};  // codes, of a school year
};
Result<std::string> create_programme(audit::Act& act, CreateProgramme const& command);

// A draft for the year after, tasks and windows moved by twelve months, done marks left behind.
struct CopyProgramme {
    std::string ref;
    int year = 0;
};
Result<std::string> copy_programme(audit::Act& act, CopyProgramme const& command);

struct EditProgramme {
    std::string ref;
    std::string theme, grounds, content;
    std::vector<std::string> units = {};
    std::string reason;  // Needed once issued.
    std::int64_t version = 0;
};
Result<void> edit_programme(audit::Act& act, EditProgramme const& command);

struct IssueProgramme {
    std::string ref;
    std::string number, signer;
    Date dated;
    std::int64_t version = 0;
};
// Windows and tasks have effect from here on; those open already are told to the units at once.
Result<void> issue_programme(audit::Act& act, IssueProgramme const& command);

struct SetWindow {
    std::string ref;  // of the programme
    WindowKind kind = WindowKind::Registration;
    Date opens, last_day;
    std::string reason;        // Needed once issued.
    std::int64_t version = 0;  // of the programme
    int remind_days = kUsualReminderDays;
};
// Adds or replaces; after the window was told to the units only extend_window changes its last day.
Result<void> set_window(audit::Act& act, SetWindow const& command);

struct ExtendWindow {
    std::string ref;  // of the programme
    WindowKind kind = WindowKind::Registration;
    Date last_day;
    std::string unit;  // code; "" for everybody
    std::string reason;
    std::int64_t version = 0;  // of the programme
};
// Only to a later day; also after the window has closed.
Result<void> extend_window(audit::Act& act, ExtendWindow const& command);

struct Task {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t programme_id = 0;
    std::string content;
    std::string unit_code, unit_name, unit_path;
    Date due;
    std::optional<Date> done_on;
    std::string done_note, done_by;
    bool dropped = false;
    std::int64_t version = 1;
};
struct PutTask {
    std::string programme;  // ref
    std::string ref;        // "" for a new one
    std::string content;
    std::string unit;  // code
    Date due;
    std::string reason;        // Needed once the programme is issued.
    std::int64_t version = 0;  // of the task; 0 for a new one
};
Result<std::string> put_task(audit::Act& act, PutTask const& command);
struct DropTask {
    std::string ref;
    std::string reason;
    std::int64_t version = 0;
};
// A draft's task goes; an issued programme's stays and says that it was dropped.
Result<void> drop_task(audit::Act& act, DropTask const& command);
struct FinishTask {
    std::string ref;
    Date done_on;
    std::string note;
    std::int64_t version = 0;
};
// By who plans, or by WriteMovements over the unit that does it. A day that is not given away in
// advance: not after today.
Result<void> finish_task(audit::Act& act, FinishTask const& command);

struct Amendment {
    std::string what, subject, old_value, new_value, reason, entered_by;
    Instant entered_at;
};

// Issued ones of bodies above or below a unit the actor may read movements of; drafts only where
// they may plan. The nearest year first, then by the owner's place in the tree.
std::vector<Programme> programmes(storage::Transaction& tx, access::Actor const& actor);
std::optional<Programme> find_programme(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view ref);
bool may_plan(access::Actor const& actor, Programme const& programme);
std::vector<Task> tasks_of(storage::Transaction& tx, std::int64_t programme_id);
std::optional<Task> find_task(storage::Transaction& tx, std::string_view ref);
std::vector<Window> windows_of(storage::Transaction& tx, std::int64_t programme_id);
// Newest first.
std::vector<Amendment> amendments_of(storage::Transaction& tx, std::int64_t programme_id);

}  // namespace thidua::programme
