#include "intake/list.h"

#include "base/lengths.h"
#include "base/text.h"

#include <algorithm>

namespace thidua::intake {

using documents::Cell;
using documents::CellType;
using documents::Row;
using documents::Sheet;

// Reads the sheets one after the other into the list.
class List::Builder {
public:
    Builder(List& list, std::vector<Sheet>& sheets, ListOptions const& options, bool headings, Report& report)
        : list_(list), all_(sheets), options_(options), headings_(headings), report_(report)
    {}

    Result<void> build()
    {
        TD_CHECK(read_set());
        bool garbled = false;
        for (auto& sheet : all_) {
            if (!options_.sheets.empty() && !options_.sheets.contains(sheet.name)) continue;
            if (sheet.rows.empty()) continue;
            if (sheet.hidden) {
                warn_sheet(sheet, "intake.sheet.hidden");
            } else if (auto header = find_header(sheet, list_.texts_.pool(), *list_.kind_, options_.matching)) {
                read_sheet(sheet, std::move(*header));
            } else {
                garbled = garbled || top_is_garbled(sheet);
                unread_.push_back(&sheet);
            }
        }
        if (list_.sheets_.empty())
            return bad_input(garbled ? "intake.file.garbled" : "intake.file.no-header", {}, "file");
        for (auto const* sheet : unread_) warn_sheet(*sheet, "intake.sheet.no-header");
        if (list_.sheets_.size() == 1) forget_sheet_names();
        return {};
    }

private:
    ListKind const& kind() const { return *list_.kind_; }
    Texts& texts() { return list_.texts_; }

    Result<void> read_set()
    {
        list_.set_.assign(kind().columns.size(), 0);
        for (auto const& [column, value] : options_.set) {
            auto const index = kind().find(column);
            if (!index) return bad_input("intake.set.unknown-column", {{"column", column}}, "set");
            list_.set_[*index] = texts().tidied(texts().intern(value));
        }
        return {};
    }

    void warn_sheet(Sheet const& sheet, std::string key)
    {
        report_.warnings.push_back({sheet.name, sheet.rows.front().number, "", std::move(key), {{"sheet", sheet.name}}});
    }

    bool top_is_garbled(Sheet const& sheet)
    {
        auto const top = std::min<std::size_t>(sheet.rows.size(), 20);
        return std::any_of(sheet.rows.begin(), sheet.rows.begin() + static_cast<std::ptrdiff_t>(top), [&](Row const& row) {
            auto const cells = sheet.cells_of(row);
            return std::any_of(cells.begin(), cells.end(), [&](Cell const& cell) { return texts().is_garbled(cell.text); });
        });
    }

    void read_sheet(Sheet const& sheet, Header header)
    {
        auto decision = decision_above(sheet, header.last_row);
        // An annex on several sheets says its decision once.
        if (!decision && !list_.sheets_.empty()) decision = list_.sheets_.back().decision;
        index_ = static_cast<std::uint16_t>(list_.sheets_.size());
        auto const header_row = header.first_row;
        list_.sheets_.push_back({sheet.name, std::move(header), std::move(decision), titles_above(sheet, header_row)});
        sheet_ = &sheet;
        header_ = &list_.sheets_.back().header;
        prepare_columns();
        prepare_merges();
        list_.lines_.reserve(list_.lines_.size() + sheet.rows.size());
        list_.values_.reserve(list_.values_.size() + sheet.rows.size() * kind().columns.size());
        for (auto const& row : sheet.rows) {
            if (row.number > header_->last_row) read_row(row);
        }
    }

    std::optional<DecisionLine> decision_above(Sheet const& sheet, std::uint32_t last_row)
    {
        for (auto const& row : sheet.rows) {
            if (row.number > last_row) break;
            std::string line;
            for (auto const& cell : sheet.cells_of(row)) (line += texts().view(cell.text)) += ' ';
            if (auto decision = parse_decision_line(line)) return decision;
        }
        return std::nullopt;
    }

    std::vector<Id> titles_above(Sheet const& sheet, std::uint32_t header_row)
    {
        std::vector<Id> titles;
        for (auto const& row : sheet.rows) {
            if (row.number >= header_row) break;
            for (auto const& cell : sheet.cells_of(row)) titles.push_back(texts().tidied(cell.text));
        }
        return titles;
    }

    void prepare_columns()
    {
        std::vector<bool> has(kind().columns.size(), false);
        places_.clear();
        header_words_.clear();
        for (auto const& cell : header_->cells) {
            if (cell.columns.empty()) continue;
            if (cell.place >= places_.size()) places_.resize(cell.place + 1u, nullptr), header_words_.resize(cell.place + 1u, 0);
            places_[cell.place] = &cell;
            header_words_[cell.place] = texts().folded(texts().intern(cell.text));
            for (auto const column : cell.columns) has[column] = true;
        }
        list_.has_column_.push_back(std::move(has));
    }

    // A cell merged downwards holds for all its rows.
    void prepare_merges()
    {
        below_.clear();
        for (auto const& merge : sheet_->merges) {
            if (merge.first_row > header_->last_row && merge.last_row > merge.first_row &&
                merge.last_row - merge.first_row < sheet_->rows.size())
                below_[merge.first_row].push_back(merge);
        }
        running_.clear();
    }

    // Takes the row's cells, tidy, with those of merges that began above it.
    void take_cells(Row const& row)
    {
        auto const own = sheet_->cells_of(row);
        cells_.assign(own.begin(), own.end());
        for (auto& cell : cells_) cell.text = texts().tidied(cell.text);
        std::erase_if(cells_, [](Cell const& cell) { return cell.text == 0; });
        if (!below_.empty() && !cells_.empty()) take_merged(row.number);
    }

    void take_merged(std::uint32_t row)
    {
        std::erase_if(running_, [&](auto const& entry) { return entry.first < row; });
        auto const own = cells_;
        auto has = [&](std::uint16_t column) {
            return std::any_of(own.begin(), own.end(), [&](Cell const& cell) { return cell.column == column; });
        };
        for (auto const& [last_row, cell] : running_) {
            if (!has(cell.column)) cells_.push_back(cell);
        }
        std::sort(cells_.begin(), cells_.end(), [](Cell const& a, Cell const& b) { return a.column < b.column; });
        auto const starting = below_.find(row);
        if (starting == below_.end()) return;
        for (auto const& merge : starting->second) {
            for (auto const& cell : own) {
                if (cell.column == merge.first_column) running_.emplace_back(merge.last_row, cell);
            }
        }
    }

    void read_row(Row const& row)
    {
        take_cells(row);
        if (cells_.empty()) return;
        Line line{Line::Type::Data, index_, row.number, static_cast<std::uint32_t>(list_.values_.size()), 0, {}};
        if (is_sum_or_signature(texts().view(cells_.front().text)) || is_column_numbers(row.number) ||
            repeats_header()) {
            skip(line);
        } else if (headings_ && is_heading(line)) {
            list_.lines_.push_back(line);
        } else if (!fill_values()) {
            skip(line);
        } else if (!is_unreadable(line)) {
            list_.lines_.push_back(line);
            list_.values_.insert(list_.values_.end(), values_.begin(), values_.end());
        }
    }

    void skip(Line const& line)
    {
        std::string text;
        for (auto const& cell : cells_) {
            if (!text.empty()) text += " | ";
            text += texts().view(cell.text);
        }
        report_.skipped.push_back({sheet_->name, line.row, std::move(text)});
    }

    // "(1) (2) (3)" right beneath the header.
    bool is_column_numbers(std::uint32_t row)
    {
        return row == header_->last_row + 1 && cells_.size() >= 3 &&
               std::all_of(cells_.begin(), cells_.end(), [&](Cell const& cell) {
                   auto const text = texts().view(cell.text);
                   return text.size() <= 4 && numbering_of(text) != Numbering::None;
               });
    }

    // The header once more at the top of a page.
    bool repeats_header()
    {
        std::size_t same = 0;
        for (auto const& cell : cells_) {
            auto const* header = place_of(cell);
            if (header == nullptr) continue;
            if (header_words_[cell.column] != texts().folded(cell.text)) return false;
            ++same;
        }
        return same >= 2;
    }

    bool is_heading(Line& line)
    {
        if (cells_.size() == 1) {
            line.heading = cells_[0].text;
        } else if (cells_.size() == 2 && (line.numbering = numbering_of(texts().view(cells_[0].text))) != Numbering::None) {
            line.heading = cells_[1].text;
        } else {
            return false;
        }
        line.type = Line::Type::Heading;
        return true;
    }

    HeaderCell const* place_of(Cell const& cell) const
    {
        return cell.column < places_.size() ? places_[cell.column] : nullptr;
    }

    // Says whether the row tells whom it is about, or (in awards) what was given.
    bool fill_values()
    {
        values_.assign(kind().columns.size(), 0);
        bool says = false;
        for (auto const& cell : cells_) {
            auto const* header = place_of(cell);
            if (header == nullptr) continue;
            if (header->columns.size() == 1) values_[header->columns[0]] = cell.text;
            else split_value(*header, cell.text);
        }
        for (std::size_t i = 0; i < values_.size(); ++i)
            says = says || (values_[i] != 0 && (kind().columns[i].identity || kind().columns[i].name == "award"));
        return says;
    }

    // One cell for several columns: parted as the header is. Fewer parts than columns stand in the
    // last column, where the importer may know better; a decision is read as titles write it.
    void split_value(HeaderCell const& header, Id id)
    {
        auto const text = std::string{texts().view(id)};
        auto const& columns = header.columns;
        std::vector<std::string_view> parts;
        for (auto const part : split(text, header.separator)) parts.push_back(trim(part));
        if (parts.size() < columns.size()) {
            values_[columns.back()] = id;
            return;
        }
        for (std::size_t i = 0; i + 1 < columns.size(); ++i) values_[columns[i]] = texts().intern(parts[i]);
        auto const* const start = parts[columns.size() - 1].data();
        values_[columns.back()] = texts().intern(trim({start, static_cast<std::size_t>(text.data() + text.size() - start)}));
    }

    // Cells no person can read: reported alone for the row.
    bool is_unreadable(Line const& line)
    {
        for (auto const& cell : cells_) {
            auto const* header = place_of(cell);
            if (header == nullptr) continue;
            auto const column = std::string{kind().columns[header->columns[0]].name};
            if (texts().is_garbled(cell.text)) {
                report_.errors.push_back({sheet_->name, line.row, column, "intake.row.garbled",
                                          {{"value", std::string{texts().view(cell.text)}}}});
                return true;
            }
            if (is_too_long(texts().view(cell.text), column)) {
                report_.errors.push_back({sheet_->name, line.row, column, "intake.row.too-long",
                                          {{"max", std::to_string(longest_text(column))}}});
                return true;
            }
            if (cell.type == CellType::Error) {
                report_.errors.push_back({sheet_->name, line.row, column, "intake.row.excel-error",
                                          {{"value", std::string{texts().view(cell.text)}}}});
                return true;
            }
        }
        return false;
    }

    void forget_sheet_names()
    {
        auto forget = [](auto& remarks) {
            for (auto& remark : remarks) remark.sheet.clear();
        };
        if (all_.size() == 1) forget(report_.warnings);
        forget(report_.errors);
        forget(report_.skipped);
    }

    List& list_;
    std::vector<Sheet>& all_;
    ListOptions const& options_;
    bool headings_;
    Report& report_;

    Sheet const* sheet_ = nullptr;
    std::uint16_t index_ = 0;
    Header const* header_ = nullptr;
    std::vector<HeaderCell const*> places_;  // by column of the sheet
    std::vector<Id> header_words_;           // folded, by column of the sheet
    std::vector<Sheet const*> unread_;
    std::map<std::uint32_t, std::vector<documents::Merge>> below_;
    std::vector<std::pair<std::uint32_t, Cell>> running_;  // last row, cell
    std::vector<Cell> cells_;
    std::vector<Id> values_;
};

Result<List> List::read(documents::Workbook book, ListKind const& kind, ListOptions const& options, bool headings,
                        Report& report)
{
    List list{kind, std::move(book.strings)};
    TD_CHECK((Builder{list, book.sheets, options, headings, report}.build()));
    return list;
}

std::string const& List::sheet_name(Line const& line) const
{
    static std::string const kNone;
    return sheets_.size() == 1 ? kNone : sheets_[line.sheet].name;
}

std::int64_t List::rejected_rows(Report const& report)
{
    std::set<std::pair<std::string_view, std::uint32_t>> rows;
    for (auto const& error : report.errors) rows.emplace(error.sheet, error.row);
    return static_cast<std::int64_t>(rows.size());
}

}  // namespace thidua::intake
