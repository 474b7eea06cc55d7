// For what has to be gone once it is deleted, such as secret ballots after their count.
#pragma once

#include "storage/database.h"

#include <string>

namespace thidua::storage {

// To be called before the rows are deleted in `tx`. SQLite then overwrites what the transaction
// deletes and, after the commit, writes its log back and empties it; while somebody still reads an
// older state, that is done after a later commit. On PostgreSQL nothing: a deleted row stays on the
// disk until some later vacuum, `erase_table` is for what may not.
void erase_for_good(Transaction& tx);

// Empties `table`, to which no other table may refer: once `tx` is committed no data file holds what
// lay in it. PostgreSQL gives it a new file and cuts the old one to nothing; the act then runs
// alone, so its body may run twice. Whoever keeps some of the rows reads them before and puts them
// back. PostgreSQL's log (pg_wal), its archive and its standbys keep what was written as long as
// they are kept: docs/guide/bo-phieu.md says so to the administrator.
void erase_table(Transaction& tx, std::string const& table);

}  // namespace thidua::storage
