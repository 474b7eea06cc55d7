// A workbook as a list of one kind: headers found, rows parted into lines with their values, titles,
// headings and rows that are no data told apart. What the values mean is the importer's business.
#pragma once

#include "documents/workbook.h"
#include "intake/header.h"
#include "intake/heading.h"
#include "intake/kind.h"
#include "intake/report.h"
#include "intake/texts.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace thidua::intake {

// How a person wants the file read.
struct ListOptions {
    Matching matching;                                    // header text → column
    std::map<std::string, std::string, std::less<>> set;  // column → value for every row that lacks it
    std::set<std::string> sheets;                         // names of the sheets to read; all when empty
};

struct Line {
    enum class Type { Data, Heading };
    Type type = Type::Data;
    std::uint16_t sheet = 0;      // index in List::sheets()
    std::uint32_t row = 0;
    std::uint32_t first = 0;      // of its values
    Texts::Id heading = 0;        // of a Heading: its text as it stands
    Numbering numbering = Numbering::None;  // of a number standing in its own cell before the heading
};

// What stands above and around the lines of one sheet.
struct ListSheet {
    std::string name;
    Header header;
    std::optional<DecisionLine> decision;  // from the title lines
    std::vector<Texts::Id> titles;         // the lines above the header, tidy
};

class List {
public:
    using Id = Texts::Id;

    // Lines without identity are skipped with their text, as are sums and signatures; a line with a
    // garbled cell or an Excel error is reported and left out. With `headings`, a row of one filled
    // cell (or a number or letter and one more) is a Heading line.
    // BadInput: intake.file.no-header, intake.file.garbled, intake.set.unknown-column.
    static Result<List> read(documents::Workbook book, ListKind const& kind, ListOptions const& options,
                             bool headings, Report& report);

    ListKind const& kind() const { return *kind_; }
    std::vector<ListSheet> const& sheets() const { return sheets_; }
    std::vector<Line> const& lines() const { return lines_; }
    Texts& texts() { return texts_; }

    // What the cell holds, tidy; 0 when it is empty or the sheet lacks the column.
    Id cell(Line const& line, std::size_t column) const { return values_[line.first + column]; }
    // What was set for rows that lack the column; 0 when nothing was.
    Id set_value(std::size_t column) const { return set_[column]; }
    // The cell, else what was set.
    Id given(Line const& line, std::size_t column) const
    {
        auto const id = cell(line, column);
        return id != 0 ? id : set_[column];
    }
    bool has_column(Line const& line, std::size_t column) const { return has_column_[line.sheet][column]; }

    // Sheet names stand in remarks only where there are several.
    std::string const& sheet_name(Line const& line) const;
    // How many distinct rows have errors so far, counted by (sheet, row).
    static std::int64_t rejected_rows(Report const& report);

private:
    class Builder;
    List(ListKind const& kind, documents::StringPool pool) : kind_(&kind), texts_(std::move(pool)) {}

    ListKind const* kind_;
    Texts texts_;
    std::vector<ListSheet> sheets_;
    std::vector<Line> lines_;
    std::vector<Id> values_;
    std::vector<Id> set_;
    std::vector<std::vector<bool>> has_column_;
};

}  // namespace thidua::intake
