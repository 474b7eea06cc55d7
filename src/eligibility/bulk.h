// Everybody's history from the register straight into the sweeping evaluator's columns: a few scans
// over whole tables, nothing asked per person. The same records as record.h reads, for installations
// of a size where a record per person is too much to hold.
#pragma once

#include "access/actor.h"
#include "law/columns.h"
#include "storage/database.h"

#include <cstdint>
#include <vector>

namespace thidua::eligibility {

struct Loaded {
    law::Columns columns;
    std::vector<std::int64_t> ids;  // Of the person at each place of the columns, ascending.
};

// Staff and others alike, whoever was not merged into another entry. `received` says which cases
// are still looked into; awards and initiatives marked above `clearance` are left out, and without
// discipline measures and cases are.
Loaded load_persons(storage::Transaction& tx,
                    access::Marking clearance,
                    int newest_year,
                    Date received,
                    bool with_discipline);

// The same by two readings at once, half of it each; by one where something was done in between or
// one of the two broke off.
Loaded load_persons(storage::Database& db,
                    access::Marking clearance,
                    int newest_year,
                    Date received,
                    bool with_discipline);

}  // namespace thidua::eligibility
