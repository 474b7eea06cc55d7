// Comma-separated text as spreadsheets save it.
#pragma once

#include "documents/workbook.h"

namespace thidua::documents {

// One sheet without a name. UTF-8 with or without a byte order mark; `,` `;` or tab between fields,
// whichever the first lines use (a line `sep=;` says so); quotes, doubled quotes and line ends inside
// quotes; a row's number counts records as a spreadsheet shows them. Every cell is text.
// BadInput "intake.file.encoding" for UTF-16, TCVN3, VNI or any other bytes that are not UTF-8,
// "intake.file.quotes" for a quote that never closes, "intake.file.too-large" beyond the limits.
Result<Workbook> read_csv(std::string_view bytes, Limits const& limits = {});

}  // namespace thidua::documents
