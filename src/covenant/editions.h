// Freezing and reading editions: inside this folder.
#pragma once

#include "covenant/passage.h"

namespace thidua::covenant {

// Writes the next edition of the working text with its parties and plans, to be signed by
// `last_day`.
Edition freeze(Act& act, Covenant const& covenant, std::optional<Date> last_day);
// Makes the working text what the edition says.
void restore(Act& act, Covenant const& covenant, Edition const& edition);
void set_edition_state(storage::Transaction& tx, Edition const& edition, std::string_view state);

// A unit that is asked to sign an edition, and where it stands.
struct Party {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    bool joined_later = false;
    Date joined_on;
    std::string state;  // waiting, signed, refused
};
// Those who were there first, in the block's order; then who joined later, by day.
std::vector<Party> parties_of(storage::Transaction& tx, Edition const& edition);

}  // namespace thidua::covenant
