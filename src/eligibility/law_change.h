// What a changed rule pack would do to everybody: the verdicts it turns.
#pragma once

#include "legal/packs.h"

namespace thidua::eligibility {

// Asks every standard that differs between the two books about everybody it reaches, as on the last
// 31 December of its regime (or the last day there is), and lists the answers that part. Nobody's
// rights are asked: who shows the list asks them of each line. Unmarked records only.
std::vector<legal::Difference> law_differences(storage::Transaction& tx,
                                               legal::Comparison const& comparison);

}  // namespace thidua::eligibility
