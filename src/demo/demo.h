// The fictional organisation that shows everything: deterministic from its seed and day.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "storage/database.h"

#include <cstdint>

namespace thidua::demo {

struct Options {
    int scale = 1;                      // 1: 3,600 people; n times as many people and awards
    std::uint64_t seed = 1;
    Date as_of = *make_date(2025, 12, 1);
};

// Fills an empty, migrated database. Refused "demo.not-empty" when it holds any unit or account.
// Leaves setting "demo.as-of", by which serve runs on that day's calendar.
Result<void> fill(storage::Database& db, Options const& options);

}  // namespace thidua::demo
