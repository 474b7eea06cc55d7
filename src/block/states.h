// The way of a score round, in one table: which step leads where, who takes it, and what it needs.
// Nothing leads back from what was shown.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace thidua::block {

enum class State {
    Draft,      // Members, scale and scorers are being settled.
    Self,       // Units score themselves.
    Cross,      // Units score each other.
    Explain,    // Units explain or accept each difference.
    Meeting,    // The meeting fixes the block score and votes.
    Voted,      // The block's ranking stands; the standing office verifies.
    Verified,   // Both rankings stand; the Council decides.
    Decided,    // Frozen.
    Shown,      // The block sees; units may appeal.
    Published,  // Everyone who reads movements sees; the places are facts.
};
inline constexpr int kStateCount = static_cast<int>(State::Published) + 1;
std::string_view name_of(State state);  // "draft"
std::optional<State> state_named(std::string_view name);

enum class Taker { Leader, Office, Council };

struct Transition {
    std::string_view step;
    State from, to;
    Taker taker;
    bool wants_day = false;     // The last day of the stage it opens.
    bool wants_reason = false;  // It leads back.
};
std::span<Transition const> transitions();
Transition const* transition_named(std::string_view step);

}  // namespace thidua::block
