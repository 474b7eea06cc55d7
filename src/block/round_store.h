// SQL of rounds and their sheets; no rights are asked here.
#pragma once

#include "block/round.h"

namespace thidua::block {

// Of a year, or of all for 0.
std::vector<Round> all_rounds(storage::Transaction& tx, int year);
std::vector<int> years_with_rounds(storage::Transaction& tx);  // Ascending.

// A step that was taken, in order.
struct Step {
    std::string step, state, reason, by;
    std::optional<std::string> closes_on;  // ISO
    std::int64_t at = 0;
};
std::vector<Step> steps_of(storage::Transaction& tx, Round const& round);

void insert_round(storage::Transaction& tx, Round& round);
// State, closing day, scale, crossing, threshold, resolution and appeals; the version moves on.
void update_round(storage::Transaction& tx, Round& round);
void insert_step(audit::Act& act,
                 Round const& round,
                 std::string_view step,
                 State from,
                 std::string_view reason);
// A sheet for every member that has none; people in service counted anew.
void make_sheets(storage::Transaction& tx, Round const& round);
void put_scorers(storage::Transaction& tx,
                 std::int64_t sheet_id,
                 std::vector<std::int64_t> const& scorers);
// Sheets nobody is to cross-score.
std::vector<std::string> units_without_scorers(storage::Transaction& tx, Round const& round);

}  // namespace thidua::block
