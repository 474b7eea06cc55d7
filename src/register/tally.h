// award_tally: valid awards counted by day, award, kind of subject, marking, frozen unit, sex and
// direct worker, so that a summary of any size reads few rows. Whoever changes awards takes them out
// before the change and puts them in after it, in the same transaction. Only awards in state
// 'valid' count: taking out before a revocation and putting in after it leaves them out.
#pragma once

#include "storage/database.h"

#include <cstdint>

namespace thidua::registry {

void tally_import(storage::Transaction& tx, std::int64_t import_id);
void untally_import(storage::Transaction& tx, std::int64_t import_id);

void tally_decision(storage::Transaction& tx, std::int64_t decision_id);
void untally_decision(storage::Transaction& tx, std::int64_t decision_id);

void tally_award(storage::Transaction& tx, std::int64_t award_id);
void untally_award(storage::Transaction& tx, std::int64_t award_id);

// Counts everything anew; for repair, tests and generators.
void rebuild_tally(storage::Transaction& tx);

// How many cells of the tally differ from a fresh count; 0 when all is well.
std::int64_t tally_errors(storage::Transaction& tx);

}  // namespace thidua::registry
