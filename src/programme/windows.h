// Windows of the emulation year: from which day to which a kind of work is done, per programme, and
// which unit has done it. Later folders ask find_window before they take an entry and call
// window_done when a unit's work is in.
#pragma once

#include "audit/audit.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::programme {

enum class WindowKind { Registration, Covenant, MidYear, SelfScore, CrossScore, YearEnd, Dossiers };
inline constexpr std::array kWindowKinds{WindowKind::Registration,
                                         WindowKind::Covenant,
                                         WindowKind::MidYear,
                                         WindowKind::SelfScore,
                                         WindowKind::CrossScore,
                                         WindowKind::YearEnd,
                                         WindowKind::Dossiers};
std::string_view name_of(WindowKind kind);  // "registration", "mid-year", …
std::optional<WindowKind> window_kind(std::string_view name);

// What an entry of that day is.
enum class Timeliness {
    Early,   // the window has not opened
    InTime,
    Late,    // after the last day: refused or kept and flagged, as keeps_late() says
};
// Registrations, covenants, reports and dossiers that come late are kept and marked; scores are not
// taken any more.
bool keeps_late(WindowKind kind);

// Days before the last one on which those who have not done their work are reminded: our proposal,
// each window may say another; 0 reminds nobody.
inline constexpr int kUsualReminderDays = 7;
inline constexpr int kMostReminderDays = 60;

struct Window {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t programme_id = 0;
    WindowKind kind = WindowKind::Registration;
    int year = 0;
    std::string calendar;  // calendar, school
    Date opens;
    Date planned_last_day;  // As first planned.
    Date last_day;          // After extensions, those for the asked unit taken in; inclusive.
    std::int64_t version = 1;
    int remind_days = kUsualReminderDays;

    Timeliness on(Date day) const;
    bool is_extended() const { return last_day != planned_last_day; }
};

// "school" for a unit that an issued school-year programme of that year names, or that lies below
// one; "calendar" for every other.
std::string calendar_of(storage::Transaction& tx, int year, std::int64_t unit_id);

// The window that holds for a unit: of the issued programme nearest above it (its own counts) on the
// unit's calendar that has one of this kind; covenants and scores of a block keep to the calendar
// year whatever calendar its units follow. Nothing where the office has set none: then nothing
// hinders and nothing is late.
std::optional<Window> find_window(storage::Transaction& tx,
                                  WindowKind kind,
                                  int year,
                                  std::int64_t unit_id);
// The same for a block: of the programmes of its owner (without one, of the top of the tree) and
// above.
std::optional<Window> find_block_window(storage::Transaction& tx,
                                        WindowKind kind,
                                        int year,
                                        std::int64_t block_id);

// The unit's work of that kind is in: its task is done, and late or not is kept from the first time.
// Nothing happens without a window.
void window_done(audit::Act& act, WindowKind kind, int year, std::int64_t unit_id);
// It was returned or withdrawn: the unit owes it again.
void window_undone(audit::Act& act, WindowKind kind, int year, std::int64_t unit_id);

// Reports and dossiers that came outside the program; what units do inside it marks itself.
bool is_marked_by_hand(WindowKind kind);
struct MarkDone {
    std::string window;  // ref
    std::string unit;    // code of one that owes it
    Date received_on;    // late or not by this day
    bool take_back = false;
};
// Right PlanYear over the programme's owner. The first day that was entered stays until it is taken
// back.
Result<void> mark_done(audit::Act& act, MarkDone const& command);

struct Extension {
    std::optional<std::int64_t> unit_id;
    std::string unit_code;  // "" for everybody
    std::string unit_name;
    Date old_last_day;
    Date new_last_day;
    std::string reason;
    std::string entered_by;
    Instant entered_at;
};
std::vector<Extension> extensions_of(storage::Transaction& tx, std::int64_t window_id);

// One unit that owes a window's work.
struct Due {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    Date last_day;
    std::optional<Date> done_on;
    bool late = false;  // Done late; for what is not done ask last_day.
};
// By code. Registration, reports and dossiers are owed by the units right below the programme's
// owner (a school year: by those it names); covenants and scores by the members of the owner's
// blocks of that year.
std::vector<Due> dues_of(storage::Transaction& tx, std::int64_t window_id);

}  // namespace thidua::programme
