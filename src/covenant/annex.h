// The annex of a unit that joined after the text was laid before the others: its own plans at the
// targets of the edition. Canonical JSON and its SHA-256, signed together with the text; neither
// ever changes.
#pragma once

#include "covenant/editions.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::covenant {

struct Annex {
    std::int64_t unit_id = 0;
    std::string content;
    std::string hash;
    std::string opened_by;
    Date opened_on;
};
std::optional<Annex> annex_of(storage::Transaction& tx,
                              Edition const& edition,
                              std::int64_t unit_id);

struct OwnPlan {
    std::string target;  // Ref.
    Plan plan;           // Not set: the unit does not owe this one.
};

// The targets of the frozen text, with the plans of the block and (by code) of units.
std::vector<Target> edition_targets(Edition const& edition);
// What a newcomer owes where nobody says otherwise: the block's plans but sums, which are the
// others' work already.
std::vector<OwnPlan> usual_plans(Edition const& edition);

// Writes the annex, and the plans in columns; those of the working text too, so that an amendment
// carries them on. BadInput "covenant.error.no-own-plans" where none is set, "error.choice" for a
// target the text does not have.
Result<void> write_annex(Act& act,
                         Covenant const& covenant,
                         Edition const& edition,
                         Member const& member,
                         std::vector<OwnPlan> const& plans);
// The working text that was put back to the edition gets the annexes' plans again.
void restore_annexes(Act& act, Covenant const& covenant, Edition const& edition);

}  // namespace thidua::covenant
