#include "storage/scan.h"

#include "storage/engines.h"

#include <string>

namespace thidua::storage {
namespace {

class RowOfQuery final : public ScannedRow {
public:
    explicit RowOfQuery(Rows const& rows) : rows_(rows) {}
    bool is_null(int column) const override { return rows_.is_null(column); }
    std::int64_t integer(int column) const override { return rows_.integer(column); }
    std::string_view text(int column) const override { return rows_.text(column); }

private:
    Rows const& rows_;
};

}  // namespace

void scan(Transaction& tx,
          std::string_view columns,
          std::string_view source,
          Params params,
          VisitRow const& visit)
{
    if (scan_sqlite(tx, columns, source, params, visit)) return;
    auto const sql = "SELECT " + std::string{columns} + " FROM " + std::string{source};
    auto rows = tx.query(sql, params);
    RowOfQuery const row{rows};
    while (rows.next()) visit(row);
}

}  // namespace thidua::storage
