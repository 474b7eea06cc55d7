#include "movement/registration.h"

#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "movement/parts.h"
#include "movement/registration_store.h"
#include "programme/windows.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace thidua::movement {

namespace json = boost::json;

namespace {

using programme::WindowKind;
using enum RegistrationState;

constexpr int kFirstYear = 1990;

constexpr std::array kTransitions{
    RegistrationTransition{RegistrationState::Draft, RegistrationStep::Submit, Submitted},
    RegistrationTransition{Returned, RegistrationStep::Submit, Submitted},
    RegistrationTransition{Submitted, RegistrationStep::Approve, Approved},
    RegistrationTransition{Submitted, RegistrationStep::Return, Returned},
    RegistrationTransition{Submitted, RegistrationStep::Withdraw, Withdrawn},
    RegistrationTransition{Approved, RegistrationStep::Withdraw, Withdrawn},
};

std::string owner_of(Registration const& registration)
{
    return "registration:" + registration.ref;
}
std::string page_of(Registration const& registration)
{
    return "/registrations/" + registration.ref;
}
std::string task_of(Registration const& registration)
{
    return "registration:submitted:" + registration.ref;
}
Args named(Registration const& registration)
{
    return {{"unit", registration.unit.name}, {"year", std::to_string(registration.year)}};
}

void leave_line(Act& act,
                std::string_view what,
                Registration const& registration,
                json::object const& after)
{
    auto const subject = owner_of(registration);
    audit::record(act,
                  {.what = what,
                   .subject = subject,
                   .after = &after,
                   .unit_path = registration.unit.path});
}

Result<Registration> registration_to_write(Act& act, std::string const& ref, std::int64_t version)
{
    auto registration = find_registration(act.tx, act.actor, ref);
    if (!registration) return not_found();
    if (!act.actor.may(Permission::WriteRegistrations, registration->unit.path)) return denied();
    if (registration->version != version) return failure(Kind::Conflict, "error.conflict");
    return *std::move(registration);
}

Error wrong_state(Registration const& registration)
{
    return failure(Kind::Refused,
                   "registration.error.state." + std::string{name_of(registration.state)},
                   named(registration));
}

void copy_lines(Act& act, Registration const& registration)
{
    auto const before = act.tx.text(
        "SELECT ref FROM registration WHERE unit_id = ?1 AND year = ?2 AND state <> 'withdrawn'",
        {registration.unit.id, registration.year - 1});
    if (!before) return;
    auto const last = find_registration(act.tx, act.actor, *before);
    if (!last) return;
    std::vector<TypedRow> rows;
    for (auto const& line : lines_of(act.tx, *last)) {
        if (!line.withdrawn_on)
            rows.push_back({0, line.code, "", line.title, line.form, "", line.exemplar ? "x" : ""});
    }
    for (auto const& row : resolve(act.tx, registration.unit, rows, act.today())) {
        if (row.problems.empty()) put_line(act.tx, registration, row);
    }
}

// Every row's problems, each with the number of its row, at the form's one field.
Result<void> check_rows(std::vector<ReadRow> const& rows)
{
    Error error;
    for (auto const& row : rows) {
        for (auto problem : row.problems) {
            problem.args.emplace_back("row", std::to_string(row.typed.row));
            problem.field = "rows";
            error.problems.push_back(std::move(problem));
        }
    }
    if (error.problems.empty()) return {};
    return error;
}

Result<void> check_window(Act& act, Registration& registration)
{
    auto const window = programme::find_window(
        act.tx, WindowKind::Registration, registration.year, registration.unit.id);
    if (!window) return {};
    if (act.today() < window->opens) {
        return failure(Kind::Refused,
                       "registration.error.early",
                       {{"day", to_vietnamese(window->opens)}});
    }
    if (!registration.submitted_on) {
        registration.last_day = window->last_day;
        registration.late = act.today() > window->last_day;
    }
    return {};
}

Result<void> submit(Act& act, Registration& registration)
{
    auto const lines = lines_of(act.tx, registration);
    bool const some = std::any_of(lines.begin(), lines.end(), [](RegisteredLine const& line) {
        return !line.withdrawn_on;
    });
    if (!some) return failure(Kind::Refused, "registration.error.empty", named(registration));
    TD_CHECK(check_window(act, registration));
    if (!registration.submitted_on) registration.submitted_on = act.today();
    registration.submitted_by = act.actor.name;
    registration.people = count_people(act.tx, registration.unit.path, act.today());
    programme::window_done(
        act, WindowKind::Registration, registration.year, registration.unit.id);
    inbox::assign(act,
                  {.to = {.permission = Permission::ApproveRegistrations,
                          .unit_path = approving_path(act.tx, registration.unit),
                          .except_account = act.actor.account},
                   .dedup = task_of(registration),
                   .sentence = "registration.task.approve",
                   .args = named(registration),
                   .link = page_of(registration)});
    return {};
}

void tell_unit(Act& act, Registration const& registration, std::string sentence)
{
    auto args = named(registration);
    args.emplace_back("reason", tidy(registration.reason));
    inbox::notify(act,
                  {.to = {.permission = Permission::WriteRegistrations,
                          .unit_path = registration.unit.path},
                   .dedup = "registration:decided:" + registration.ref,
                   .sentence = std::move(sentence),
                   .args = std::move(args),
                   .link = page_of(registration)});
}

Result<void> decide(Act& act, Registration& registration, DecideRegistration const& command)
{
    bool const returns = command.step == RegistrationStep::Return;
    if (!may_decide(act.tx, act.actor, registration)) return denied();
    if (registration.submitted_by == act.actor.name)
        return failure(Kind::Refused, "registration.error.second-person");
    if (returns && tidy(command.reason).empty()) return bad_input("error.required", {}, "reason");
    registration.decided_on = act.today();
    registration.decided_by = act.actor.name;
    registration.reason = returns ? command.reason : "";
    inbox::complete(act, task_of(registration));
    if (returns)
        programme::window_undone(
            act, WindowKind::Registration, registration.year, registration.unit.id);
    tell_unit(act, registration, returns ? "registration.notice.returned" : "registration.notice.approved");
    return {};
}

Result<void> withdraw(Act& act, Registration& registration, DecideRegistration const& command)
{
    if (tidy(command.reason).empty()) return bad_input("error.required", {}, "reason");
    registration.reason = command.reason;
    inbox::complete(act, task_of(registration));
    programme::window_undone(
        act, WindowKind::Registration, registration.year, registration.unit.id);
    return {};
}

}  // namespace

std::string_view name_of(RegistrationState state)
{
    switch (state) {
    case RegistrationState::Draft: return "draft";
    case Submitted: return "submitted";
    case Approved: return "approved";
    case Returned: return "returned";
    case Withdrawn: return "withdrawn";
    }
    throw std::logic_error("a state of a registration without a name");
}

std::string_view name_of(RegistrationStep step)
{
    switch (step) {
    case RegistrationStep::Submit: return "submit";
    case RegistrationStep::Approve: return "approve";
    case RegistrationStep::Return: return "return";
    case RegistrationStep::Withdraw: return "withdraw";
    }
    throw std::logic_error("a step of a registration without a name");
}

std::optional<RegistrationStep> registration_step_named(std::string_view name)
{
    using enum RegistrationStep;
    for (auto const step : {Submit, Approve, Return, Withdraw}) {
        if (name_of(step) == name) return step;
    }
    return std::nullopt;
}

std::span<RegistrationTransition const> registration_transitions() { return kTransitions; }

RegistrationTransition const* find_transition(RegistrationState from, RegistrationStep step)
{
    for (auto const& each : kTransitions) {
        if (each.from == from && each.step == step) return &each;
    }
    return nullptr;
}

bool is_open(RegistrationState state) { return state == RegistrationState::Draft || state == Returned; }

std::string sql_registrations_of(access::Actor const& actor)
{
    return "(" + access::sql_in_scopes(actor.scopes(Permission::ReadMovements), "u.path") + " OR " +
           access::sql_in_scopes(actor.scopes(Permission::WriteRegistrations), "u.path") + ")";
}

std::string approving_path(storage::Transaction& tx, organisation::Unit const& unit)
{
    auto const above = unit.parent_id ? organisation::unit_by_id(tx, *unit.parent_id) : std::nullopt;
    return above ? above->path : unit.path;
}

bool may_decide(storage::Transaction& tx,
                access::Actor const& actor,
                Registration const& registration)
{
    return actor.may(Permission::ApproveRegistrations, approving_path(tx, registration.unit));
}

Result<std::string> start_registration(Act& act, StartRegistration const& command)
{
    Complaints wrong;
    auto const unit = organisation::find_unit(act.tx, act.actor, command.unit);
    if (!unit) wrong.add("movement.error.unit", "unit", {{"unit", command.unit}});
    if (command.year < kFirstYear || command.year > act.today().year() + 1)
        wrong.add("error.year", "year");
    TD_CHECK(wrong.check());
    if (!act.actor.may(Permission::WriteRegistrations, unit->path)) return denied();
    if (registration_of(act.tx, unit->id, command.year)) {
        return bad_input("registration.error.exists",
                         {{"unit", unit->name}, {"year", std::to_string(command.year)}},
                         "unit");
    }
    Registration registration;
    registration.ref = random_token(10);
    registration.unit = *unit;
    registration.year = command.year;
    registration.calendar = programme::calendar_of(act.tx, command.year, unit->id);
    insert_registration(act, registration);
    if (command.copy_last_year) copy_lines(act, registration);
    leave_line(act,
               "registration.start",
               registration,
               {{"unit", unit->code}, {"year", command.year}, {"copied", command.copy_last_year}});
    return registration.ref;
}

Result<std::string> paste_rows(Act& act, PasteRows const& command)
{
    auto const registration = find_registration(act.tx, act.actor, command.ref);
    if (!registration) return not_found();
    if (!act.actor.may(Permission::WriteRegistrations, registration->unit.path)) return denied();
    if (!is_open(registration->state)) return wrong_state(*registration);
    auto const ref = random_token(10);
    act.tx.execute("DELETE FROM registration_paste WHERE registration_id = ?1", {registration->id});
    act.tx.execute(
        "INSERT INTO registration_paste (ref, registration_id, rows, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5)",
        {ref, registration->id, to_text(command.rows), act.actor.name, act.now.seconds});
    return ref;
}

std::optional<std::vector<TypedRow>> pasted_rows(storage::Transaction& tx,
                                                 Registration const& registration,
                                                 std::string_view paste)
{
    auto const text = tx.text(
        "SELECT rows FROM registration_paste WHERE registration_id = ?1 AND ref = ?2",
        {registration.id, paste});
    return text ? std::optional{rows_in(*text)} : std::nullopt;
}

Result<void> enter_rows(Act& act, EnterRows const& command)
{
    auto const registration = TD_TRY(registration_to_write(act, command.ref, command.version));
    if (!is_open(registration.state)) return wrong_state(registration);
    auto const rows = resolve(act.tx, registration.unit, command.rows, act.today());
    TD_CHECK(check_rows(rows));
    json::array subjects;
    for (auto const& row : rows) {
        put_line(act.tx, registration, row);
        subjects.push_back(json::value(row.subject.code));
    }
    act.tx.execute("DELETE FROM registration_paste WHERE registration_id = ?1", {registration.id});
    update_registration(act.tx, registration);
    leave_line(act, "registration.enter", registration, {{"subjects", std::move(subjects)}});
    return {};
}

Result<void> drop_line(Act& act, DropLine const& command)
{
    auto const registration = TD_TRY(registration_to_write(act, command.ref, command.version));
    auto const lines = lines_of(act.tx, registration);
    auto const line = std::find_if(lines.begin(), lines.end(), [&](RegisteredLine const& each) {
        return each.ref == command.line && !each.withdrawn_on;
    });
    if (line == lines.end()) return not_found();
    if (registration.state == Withdrawn) return wrong_state(registration);
    if (!is_open(registration.state) && tidy(command.reason).empty())
        return bad_input("error.required", {}, "line_reason");
    if (is_open(registration.state)) {
        act.tx.execute("DELETE FROM registration_line WHERE id = ?1", {line->id});
    } else {
        act.tx.execute(
            "UPDATE registration_line SET withdrawn_on = ?2, withdrawn_by = ?3, withdrawn_reason = "
            "?4 WHERE id = ?1",
            {line->id, to_iso(act.today()), act.actor.name, command.reason});
    }
    update_registration(act.tx, registration);
    leave_line(act,
               "registration.drop-line",
               registration,
               {{"subject", line->code}, {"title", line->title}, {"reason", command.reason}});
    return {};
}

Result<void> decide_registration(Act& act, DecideRegistration const& command)
{
    auto found = find_registration(act.tx, act.actor, command.ref);
    if (!found) return not_found();
    auto& registration = *found;
    bool const decides = command.step == RegistrationStep::Approve ||
                         command.step == RegistrationStep::Return;
    if (!decides && !act.actor.may(Permission::WriteRegistrations, registration.unit.path))
        return denied();
    if (registration.version != command.version) return failure(Kind::Conflict, "error.conflict");
    auto const* transition = find_transition(registration.state, command.step);
    if (transition == nullptr) return wrong_state(registration);
    switch (command.step) {
    case RegistrationStep::Submit: TD_CHECK(submit(act, registration)); break;
    case RegistrationStep::Approve:
    case RegistrationStep::Return: TD_CHECK(decide(act, registration, command)); break;
    case RegistrationStep::Withdraw: TD_CHECK(withdraw(act, registration, command)); break;
    }
    registration.state = transition->to;
    update_registration(act.tx, registration);
    leave_line(act,
               "registration.step." + std::string{name_of(command.step)},
               registration,
               {{"state", name_of(transition->to)},
                {"late", registration.late},
                {"reason", command.reason}});
    return {};
}

}  // namespace thidua::movement
