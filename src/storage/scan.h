// Whole tables, row by row at the engine's own pace: for millions of rows, where what a query costs
// for each row and value is most of the time.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace thidua::storage {

// One row while it is visited; columns count from 0, views live as long as the visit.
class ScannedRow {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;   // NULL reads as 0.
    virtual std::string_view text(int column) const = 0;  // NULL reads as "".
    bool boolean(int column) const { return integer(column) != 0; }

protected:
    ~ScannedRow() = default;
};

using VisitRow = std::function<void(ScannedRow const& row)>;

// Visits each row of SELECT `columns` FROM `source`, in any order: `source` is a table or a join
// with its WHERE, and neither orders, groups nor limits. The visit runs no statement of its own;
// what it throws ends the scan and comes out of it.
void scan(Transaction& tx,
          std::string_view columns,
          std::string_view source,
          Params params,
          VisitRow const& visit);

}  // namespace thidua::storage
