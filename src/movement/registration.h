// Registrations (đăng ký thi đua): what a unit and its people set out to reach in a year. The unit
// writes and submits, the level above approves or returns. Late ones are kept and marked, withdrawn
// ones kept with their reason. The law warns where an award is out of reach and hinders nobody.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "movement/registration_rows.h"
#include "organisation/lookup.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

enum class RegistrationState { Draft, Submitted, Approved, Returned, Withdrawn };
std::string_view name_of(RegistrationState state);  // "draft"
enum class RegistrationStep { Submit, Approve, Return, Withdraw };
std::string_view name_of(RegistrationStep step);  // "submit"
std::optional<RegistrationStep> registration_step_named(std::string_view name);

struct RegistrationTransition {
    RegistrationState from;
    RegistrationStep step;
    RegistrationState to;
};
std::span<RegistrationTransition const> registration_transitions();
RegistrationTransition const* find_transition(RegistrationState from, RegistrationStep step);
// Lines are entered and dropped.
bool is_open(RegistrationState state);

struct Registration {
    std::int64_t id = 0;
    std::string ref;
    organisation::Unit unit;
    int year = 0;
    std::string calendar;  // calendar, school
    RegistrationState state = RegistrationState::Draft;
    std::int64_t people = 0;  // In the unit: today while open, as submitted afterwards.
    std::optional<Date> submitted_on;
    std::string submitted_by;
    std::optional<Date> last_day;
    bool late = false;
    std::optional<Date> decided_on;
    std::string decided_by;
    std::string reason;
    std::int64_t version = 1;
};

struct RegisteredLine {
    std::int64_t id = 0;
    std::string ref;
    std::string kind;  // person, unit
    std::int64_t subject = 0;
    std::string code, name;
    std::string title, form;  // Codes of the award catalogue, "" for none.
    std::string initiative;
    bool exemplar = false;
    std::optional<Date> withdrawn_on;
    std::string withdrawn_reason;
};

struct StartRegistration {
    std::string unit;  // Code; permission WriteRegistrations over it.
    int year = 0;
    bool copy_last_year = false;  // Lines of the year before whose subjects are still there.
};
// The new one's ref. One a unit and year, unless the first was withdrawn.
Result<std::string> start_registration(Act& act, StartRegistration const& command);

// Keeps rows as they came, for the preview; nothing is registered yet. The paste's ref.
struct PasteRows {
    std::string ref;
    std::vector<TypedRow> rows;
};
Result<std::string> paste_rows(Act& act, PasteRows const& command);
std::optional<std::vector<TypedRow>> pasted_rows(storage::Transaction& tx,
                                                 Registration const& registration,
                                                 std::string_view paste);

// Enters rows: a subject that is registered already gets the new ones' values. All or none.
struct EnterRows {
    std::string ref;
    std::vector<TypedRow> rows;
    std::int64_t version = 0;
};
Result<void> enter_rows(Act& act, EnterRows const& command);

// While open the line goes; afterwards it is kept as withdrawn, with the reason.
struct DropLine {
    std::string ref, line;
    std::string reason;
    std::int64_t version = 0;
};
Result<void> drop_line(Act& act, DropLine const& command);

struct DecideRegistration {
    std::string ref;
    RegistrationStep step = RegistrationStep::Submit;
    std::string reason;  // Return, withdraw.
    std::int64_t version = 0;
};
// Submit and withdraw: WriteRegistrations over the unit. Approve and return: ApproveRegistrations
// over the unit above, and another person than who submitted it.
Result<void> decide_registration(Act& act, DecideRegistration const& command);

// SQL condition on `unit u`: whose registrations the actor may read.
std::string sql_registrations_of(access::Actor const& actor);
std::optional<Registration> find_registration(storage::Transaction& tx,
                                              access::Actor const& actor,
                                              std::string_view ref);
// Units first, then people by given name.
std::vector<RegisteredLine> lines_of(storage::Transaction& tx, Registration const& registration);
// The path that approves: of the unit above, or the unit's own at the top.
std::string approving_path(storage::Transaction& tx, organisation::Unit const& unit);
bool may_decide(storage::Transaction& tx,
                access::Actor const& actor,
                Registration const& registration);
// Staff in service in the unit and below.
std::int64_t count_people(storage::Transaction& tx, std::string_view unit_path, Date on);

// For scores and nominations, which ask for rights themselves.
struct RegistrationFact {
    std::optional<Date> submitted_on;
    bool late = false;
    bool approved = false;
    std::string state;
};
// Nothing where the unit registered nothing, or took all of it back.
std::optional<RegistrationFact> registration_of(storage::Transaction& tx,
                                                std::int64_t unit_id,
                                                int year);
// In a submitted or approved registration of the year, the line not withdrawn.
bool is_registered(storage::Transaction& tx,
                   std::string_view subject_kind,
                   std::int64_t subject_id,
                   int year,
                   std::string_view award);

}  // namespace thidua::movement
