#include "block/states.h"

#include <array>

namespace thidua::block {
namespace {

using enum State;

constexpr std::array<std::string_view, kStateCount> kNames{"draft",
                                                           "self",
                                                           "cross",
                                                           "explain",
                                                           "meeting",
                                                           "voted",
                                                           "verified",
                                                           "decided",
                                                           "shown",
                                                           "published"};

constexpr Transition kTransitions[] = {
    {"open-self", Draft, Self, Taker::Leader, true},
    {"start-cross", Self, Cross, Taker::Leader, true},
    {"start-explain", Cross, Explain, Taker::Leader, true},
    {"start-meeting", Explain, Meeting, Taker::Leader},
    {"close-meeting", Meeting, Voted, Taker::Leader},
    {"verify", Voted, Verified, Taker::Office},
    {"decide", Verified, Decided, Taker::Council},
    {"show", Decided, Shown, Taker::Office, true},
    {"publish", Shown, Published, Taker::Council},
    {"back-to-self", Cross, Self, Taker::Leader, true, true},
    {"back-to-cross", Explain, Cross, Taker::Leader, true, true},
    {"back-to-explain", Meeting, Explain, Taker::Leader, true, true},
    {"vote-again", Verified, Meeting, Taker::Office, false, true},
};

}  // namespace

std::string_view name_of(State state) { return kNames[static_cast<std::size_t>(state)]; }

std::optional<State> state_named(std::string_view name)
{
    for (int i = 0; i < kStateCount; ++i) {
        if (kNames[static_cast<std::size_t>(i)] == name) return static_cast<State>(i);
    }
    return std::nullopt;
}

std::span<Transition const> transitions() { return kTransitions; }

Transition const* transition_named(std::string_view step)
{
    for (auto const& each : kTransitions) {
        if (each.step == step) return &each;
    }
    return nullptr;
}

}  // namespace thidua::block
