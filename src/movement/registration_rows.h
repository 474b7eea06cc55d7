// Rows of a registration as people type, paste or upload them, read against people, units and the
// award catalogue. Nothing is guessed; what is wrong with a row is said with the row.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "organisation/lookup.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

using audit::Act;

// One row, as typed.
struct TypedRow {
    std::int64_t row = 0;  // As the sheet counts, or the lines that were pasted.
    std::string subject;   // Code of a person or unit.
    std::string name;      // Alone: unique in the unit. Beside a code: must be that subject's.
    std::string title, form;
    std::string initiative;
    std::string exemplar;  // A mark or a word for yes.
};

// A sheet with Vietnamese or English headers, or rows in this order without any: code, name, title,
// form, initiative, exemplar. BadInput intake.file.* for what is no sheet.
Result<std::vector<TypedRow>> read_rows(std::string_view bytes);
// A workbook that read_rows takes, empty but for its header, with the accepted award names beside.
std::string rows_template(storage::Transaction& tx, std::string const& language);
// For keeping: a line each, parted by tabs; and back.
std::string to_text(std::vector<TypedRow> const& rows);
std::vector<TypedRow> rows_in(std::string_view text);

struct ReadRow {
    TypedRow typed;
    organisation::Subject subject;
    std::string title, form;  // Codes.
    bool exemplar = false;
    std::vector<Problem> problems;  // Empty: it can be entered.
};
// Subjects are those of the unit and below, in service or standing on `on`.
std::vector<ReadRow> resolve(storage::Transaction& tx,
                             organisation::Unit const& unit,
                             std::vector<TypedRow> const& rows,
                             Date on);

}  // namespace thidua::movement
