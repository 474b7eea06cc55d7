// The life of a movement: its states, the steps between them, who may take each. The one table that
// acts, pages and tests read.
#pragma once

#include "access/actor.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace thidua::movement {

enum class State {
    Draft,
    Opinions,   // Addressed units are asked what they think.
    Submitted,  // Waits for the second person.
    Approved,
    Launched,
    Reviewed,  // The final review is held.
    Closed,
    Cancelled,  // Never launched.
};
std::string_view name_of(State state);  // "draft"
State state_named(std::string_view name);  // Throws std::logic_error for an unknown name.

enum class Step {
    AskOpinions,
    Submit,
    Return,
    Approve,
    Launch,
    Order,  // A surge: approved and launched by one order.
    InterimReview,
    FinalReview,
    Close,
    Cancel,
};
std::string_view name_of(Step step);  // "ask-opinions"
std::optional<Step> step_named(std::string_view name);
std::span<Step const> all_steps();

struct Transition {
    State from;
    Step step;
    State to;
    access::Permission permission;  // Over the unit that owns the movement.
    bool second_person = false;     // Another account than who drafted or submitted it.
    bool needs_reason = false;
    bool surge_only = false;
};
std::span<Transition const> transitions();
// Null where the step is not possible from there.
Transition const* find_transition(State from, Step step, bool surge);
// In the order of the table.
std::vector<Transition> steps_from(State from, bool surge);

// Text, period and owner may be written.
bool is_editable(State state);
// It runs: results, visits and reviews are entered.
bool is_running(State state);
bool is_over(State state);

}  // namespace thidua::movement
