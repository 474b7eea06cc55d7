// For what has to be gone once it is deleted, such as secret ballots after their count.
#pragma once

#include "storage/database.h"

namespace thidua::storage {

// To be called before the rows are deleted in `tx`. SQLite then overwrites what the transaction
// deletes and, after the commit, writes its log back and empties it; while somebody still reads an
// older state, that is done after a later commit. PostgreSQL keeps deleted rows until it vacuums
// and in its own logs: docs/guide/bo-phieu.md says what an administrator can do.
void erase_for_good(Transaction& tx);

}  // namespace thidua::storage
