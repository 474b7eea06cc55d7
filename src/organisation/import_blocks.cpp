#include "organisation/import_kinds.h"

namespace thidua::organisation {

Result<void> import_blocks(ImportRun&) { return {}; }
Result<void> import_facts(ImportRun&) { return {}; }

}  // namespace thidua::organisation
