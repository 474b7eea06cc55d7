// Workbooks of Excel 2007 and later, as every program writes them.
#pragma once

#include "documents/workbook.h"

namespace thidua::documents {

// Streams sheet after sheet. Hidden rows are data, a hidden sheet is marked. Dates come as
// YYYY-MM-DD by the cell's number format. A merged cell keeps its text in its first cell.
// BadInput intake.file.*: damaged, bomb, too-large, unsafe (DOCTYPE, macros, links to other files),
// word, opendocument, password.
Result<Workbook> read_xlsx(std::string_view bytes, Limits const& limits = {});

}  // namespace thidua::documents
