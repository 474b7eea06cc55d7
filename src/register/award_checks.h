// What can be wrong between rows: one number with two dates, the same award twice; in the file, and
// against what the register holds (as far as the actor may know of it).
#pragma once

#include "register/import_awards.h"

#include <vector>

namespace thidua::registry {

void check_against_each_other(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft>& drafts);
void check_against_register(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft>& drafts);

}  // namespace thidua::registry
