// A paper with a heading and one table, as a Word document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua::report {

struct DocxColumn {
    std::string title;
    bool is_number = false;  // Set to the right.
    int weight = 1;          // Of the page's width, beside the others'.
};
struct DocxTable {
    std::string title;
    std::string subtitle;
    std::vector<DocxColumn> columns;
    std::vector<std::vector<std::string>> rows;
    bool last_is_total = false;  // The last row in bold.
};

// The file's bytes; the same table gives the same bytes.
std::string write_docx(DocxTable const& table);

}  // namespace thidua::report
