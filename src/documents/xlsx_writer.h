// Workbooks for people: lists, tables, rows to be mended. Written row by row; memory does not grow.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace thidua::documents {

// What a cell may hold. Text is always typed as text: "=1+1" shows as it stands. A day is
// YYYY-MM-DD and shows as dd/mm/yyyy; text that is no day is written as text.
struct Day {
    std::string_view iso;
};
using CellValue = std::variant<std::monostate, std::string_view, std::int64_t, Day>;

struct ColumnFormat {
    std::string title;
    double width = 16;  // in characters
};

// A workbook being written:
//     XlsxWriter writer; writer.begin_sheet("Danh sách", "Danh sách khen thưởng", columns);
//     writer.row({…}); auto bytes = writer.finish();
// Throws std::runtime_error when the machine has no room for its temporary files.
class XlsxWriter {
public:
    XlsxWriter();
    ~XlsxWriter();
    XlsxWriter(XlsxWriter const&) = delete;
    XlsxWriter& operator=(XlsxWriter const&) = delete;

    // Starts the next sheet: a title in bold when not empty, the header frozen, with filters.
    // `name` is cut and cleaned as Excel asks, and made unique.
    void begin_sheet(std::string_view name, std::string_view title, std::vector<ColumnFormat> const& columns);
    void row(std::vector<CellValue> const& cells);
    // The file. The writer takes nothing more.
    std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace thidua::documents
