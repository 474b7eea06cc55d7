// SQL of movements; no rights are asked here.
#pragma once

#include "movement/movement.h"

namespace thidua::movement {

// Of `movement m JOIN unit o ON o.id = m.owner_unit_id`; read by movement_of.
extern std::string const kMovementColumns;
extern std::string const kMovementTables;
Movement movement_of(storage::Rows const& rows);

// The widest unit the actor has the right over; the top of the tree for the whole.
std::optional<organisation::Unit> widest_unit(storage::Transaction& tx,
                                              access::Actor const& actor,
                                              Permission permission);
// Codes of the units directly below, as a form takes them: whom one usually asks and spreads to.
std::string codes_below(storage::Transaction& tx,
                        organisation::Unit const& owner,
                        std::string_view between);

// PT-2025-004: the next of the year.
std::string next_code(storage::Transaction& tx, int year);
// Fills in the id.
void insert_movement(Act& act, Movement& movement);
void update_text(storage::Transaction& tx, Movement const& movement);
void replace_superiors(storage::Transaction& tx,
                       std::int64_t movement,
                       std::vector<Superior> const& superiors);
// State, paper, launch day, who submitted; the version moves on.
void update_state(storage::Transaction& tx, Movement const& movement);
void insert_step(Act& act,
                 Movement const& movement,
                 Transition const& transition,
                 Date day,
                 std::string const& reason);

}  // namespace thidua::movement
