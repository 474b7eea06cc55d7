#include "movement/life.h"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace thidua::movement {

namespace {

using access::Permission;

constexpr std::array kStates{
    std::pair{State::Draft, std::string_view{"draft"}},
    std::pair{State::Opinions, std::string_view{"opinions"}},
    std::pair{State::Submitted, std::string_view{"submitted"}},
    std::pair{State::Approved, std::string_view{"approved"}},
    std::pair{State::Launched, std::string_view{"launched"}},
    std::pair{State::Reviewed, std::string_view{"reviewed"}},
    std::pair{State::Closed, std::string_view{"closed"}},
    std::pair{State::Cancelled, std::string_view{"cancelled"}},
};

constexpr std::array kStepNames{
    std::pair{Step::AskOpinions, std::string_view{"ask-opinions"}},
    std::pair{Step::Submit, std::string_view{"submit"}},
    std::pair{Step::Return, std::string_view{"return"}},
    std::pair{Step::Approve, std::string_view{"approve"}},
    std::pair{Step::Launch, std::string_view{"launch"}},
    std::pair{Step::Order, std::string_view{"order"}},
    std::pair{Step::InterimReview, std::string_view{"interim-review"}},
    std::pair{Step::FinalReview, std::string_view{"final-review"}},
    std::pair{Step::Close, std::string_view{"close"}},
    std::pair{Step::Cancel, std::string_view{"cancel"}},
};

constexpr std::array kSteps{Step::AskOpinions,
                            Step::Submit,
                            Step::Return,
                            Step::Approve,
                            Step::Launch,
                            Step::Order,
                            Step::InterimReview,
                            Step::FinalReview,
                            Step::Close,
                            Step::Cancel};

constexpr auto kWrite = Permission::WriteMovements;
constexpr auto kApprove = Permission::ApproveMovements;

constexpr std::array kTransitions{
    Transition{State::Draft, Step::AskOpinions, State::Opinions, kWrite},
    Transition{State::Draft, Step::Submit, State::Submitted, kWrite},
    Transition{State::Draft, Step::Order, State::Launched, kApprove, true, true, true},
    Transition{State::Draft, Step::Cancel, State::Cancelled, kWrite, false, true},
    Transition{State::Opinions, Step::Submit, State::Submitted, kWrite},
    Transition{State::Opinions, Step::Return, State::Draft, kWrite, false, true},
    Transition{State::Opinions, Step::Cancel, State::Cancelled, kWrite, false, true},
    Transition{State::Submitted, Step::Approve, State::Approved, kApprove, true},
    Transition{State::Submitted, Step::Return, State::Draft, kApprove, false, true},
    Transition{State::Submitted, Step::Cancel, State::Cancelled, kApprove, false, true},
    Transition{State::Approved, Step::Launch, State::Launched, kApprove},
    Transition{State::Approved, Step::Cancel, State::Cancelled, kApprove, false, true},
    Transition{State::Launched, Step::InterimReview, State::Launched, kWrite},
    Transition{State::Launched, Step::FinalReview, State::Reviewed, kWrite},
    Transition{State::Reviewed, Step::Close, State::Closed, kApprove},
};

}  // namespace

std::string_view name_of(State state)
{
    for (auto const& [each, name] : kStates) {
        if (each == state) return name;
    }
    throw std::logic_error("a state of a movement without a name");
}

State state_named(std::string_view name)
{
    for (auto const& [state, each] : kStates) {
        if (each == name) return state;
    }
    throw std::logic_error("no state of a movement: " + std::string{name});
}

std::string_view name_of(Step step)
{
    for (auto const& [each, name] : kStepNames) {
        if (each == step) return name;
    }
    throw std::logic_error("a step of a movement without a name");
}

std::optional<Step> step_named(std::string_view name)
{
    for (auto const& [step, each] : kStepNames) {
        if (each == name) return step;
    }
    return std::nullopt;
}

std::span<Step const> all_steps() { return kSteps; }

std::span<Transition const> transitions() { return kTransitions; }

Transition const* find_transition(State from, Step step, bool surge)
{
    for (auto const& each : kTransitions) {
        if (each.from == from && each.step == step && (surge || !each.surge_only)) return &each;
    }
    return nullptr;
}

std::vector<Transition> steps_from(State from, bool surge)
{
    std::vector<Transition> steps;
    for (auto const& each : kTransitions) {
        if (each.from == from && (surge || !each.surge_only)) steps.push_back(each);
    }
    return steps;
}

bool is_editable(State state) { return state == State::Draft; }
bool is_running(State state) { return state == State::Launched || state == State::Reviewed; }
bool is_over(State state) { return state == State::Closed || state == State::Cancelled; }

}  // namespace thidua::movement
