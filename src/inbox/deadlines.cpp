#include "inbox/deadlines.h"

namespace thidua::inbox {

bool set_deadline(audit::Act& act, std::string_view dedup, Date last_day)
{
    return act.tx.execute(
               "UPDATE inbox_item SET deadline = ?2 WHERE dedup = ?1 AND done_at IS NULL",
               {dedup, to_iso(last_day)}) > 0;
}

bool is_open(storage::Transaction& tx, std::string_view dedup)
{
    return tx.integer("SELECT 1 FROM inbox_item WHERE dedup = ?1 AND done_at IS NULL", {dedup})
        .has_value();
}

}  // namespace thidua::inbox
