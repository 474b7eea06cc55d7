// SQL of paper totals, waiting shares and minutes; no rights are asked here.
#pragma once

#include "voting/counting.h"

namespace thidua::voting {

void replace_totals(storage::Transaction& tx,
                    Session const& session,
                    int teller,
                    PaperTotals const& totals);
void set_waiting(storage::Transaction& tx, Session const& session, int teller, Instant until);
void insert_minutes(storage::Transaction& tx, Session const& session, Minutes const& minutes);

}  // namespace thidua::voting
