// Finding the header row of a sheet, and which column of the list each of its cells means.
#pragma once

#include "documents/workbook.h"
#include "intake/kind.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::intake {

// The columns of a kind that one header cell names, in its order: most often one; "Cấp bậc, chức vụ"
// names two, and its values are parted at the same sign.
struct HeaderCell {
    std::uint16_t place = 0;            // column of the sheet
    std::string text;                   // as it stands, both rows joined
    std::vector<std::size_t> columns;   // of the kind; none for a column we ignore
    char separator = ',';
};

struct Header {
    std::uint32_t first_row = 0;
    std::uint32_t last_row = 0;
    std::vector<HeaderCell> cells;  // by place
};

// What a person on the import page decided: header text (search key) → English column name, "" to ignore.
using Matching = std::map<std::string, std::string, std::less<>>;

// The columns that `text` names. It matches, whatever its case and (for Vietnamese names) diacritics,
// when it, or a part of it between '/' or ',', is a column name or begins with one and a blank.
HeaderCell match_header_cell(ListKind const& kind, std::string_view text);

// The first of the top twenty rows, alone or with the row merged to it, that names a subject or name
// column and at least one other. Nothing when there is none.
std::optional<Header> find_header(documents::Sheet const& sheet, documents::StringPool const& strings,
                                  ListKind const& kind, Matching const& matching = {});

// Names a header so that a matching can be remembered for files of the same shape.
std::string signature_of(Header const& header);

}  // namespace thidua::intake
