// The shape of rule packs as a JSON Schema (law/pack.schema.json), for editors and other programs,
// checked here before a pack from outside is read.
#pragma once

#include "law/book.h"

namespace thidua::law {

// The first place where the file departs from the schema, as an error with file, line and cause.
// What a schema cannot say (unknown awards, gaps in time) is for the readers.
Result<void> check_schema(PackFile const& file);

}  // namespace thidua::law
