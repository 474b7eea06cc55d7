#include "documents/xlsx_writer.h"

#include "base/date.h"
#include "base/text.h"

#include <xlsxwriter.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

namespace thidua::documents {

namespace {

constexpr std::size_t kLongestSheetName = 31;
constexpr std::size_t kLongestText = 32767;

void check(lxw_error error)
{
    if (error != LXW_NO_ERROR) throw std::runtime_error(std::string{"xlsx: "} + lxw_strerror(error));
}

// The first `count` characters.
std::string cut(std::string_view text, std::size_t count)
{
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && seen++ == count) break;
    }
    return std::string{text.substr(0, at)};
}

std::string sheet_name(std::string_view wanted, std::set<std::string>& taken)
{
    std::string name{wanted};
    std::replace_if(name.begin(), name.end(), [](char c) { return std::string_view{"[]:*?/\\'"}.find(c) != std::string_view::npos; }, ' ');
    name = cut(tidy(name), kLongestSheetName);
    if (name.empty()) name = "1";
    auto unique = name;
    for (int n = 2; !taken.insert(fold(unique)).second; ++n) unique = cut(name, kLongestSheetName - 4) + " " + std::to_string(n);
    return unique;
}

// A file of our own that is gone with this object.
class TemporaryFile {
public:
    TemporaryFile() : path_((std::filesystem::temp_directory_path() / "thidua-XXXXXX").string())
    {
        int const file = mkstemp(path_.data());
        if (file < 0) throw std::runtime_error("xlsx: no temporary file");
        ::close(file);
    }
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;
    ~TemporaryFile() { ::unlink(path_.c_str()); }

    char const* path() const { return path_.c_str(); }
    std::string content() const
    {
        std::ifstream in{path_, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    std::string path_;
};

}  // namespace

struct XlsxWriter::State {
    TemporaryFile file;
    lxw_workbook* book = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* bold = nullptr;
    lxw_format* header = nullptr;
    lxw_format* text = nullptr;
    lxw_format* day = nullptr;
    std::set<std::string> names;
    lxw_row_t header_row = 0;
    lxw_row_t next_row = 0;
    lxw_col_t columns = 0;

    State()
    {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        book = workbook_new_opt(file.path(), &options);
        if (book == nullptr) throw std::runtime_error("xlsx: no memory");
        bold = workbook_add_format(book);
        format_set_bold(bold);
        header = workbook_add_format(book);
        format_set_bold(header);
        format_set_text_wrap(header);
        format_set_bottom(header, LXW_BORDER_THIN);
        text = workbook_add_format(book);
        format_set_num_format(text, "@");
        day = workbook_add_format(book);
        format_set_num_format(day, "dd/mm/yyyy");
    }
    ~State()
    {
        if (book != nullptr) lxw_workbook_free(book);
    }

    void end_sheet() const
    {
        if (sheet == nullptr || columns == 0) return;
        check(worksheet_autofilter(sheet, header_row, 0, std::max(header_row, next_row - 1),
                                   static_cast<lxw_col_t>(columns - 1)));
    }
    void write_text(lxw_col_t column, std::string_view value, lxw_format* format) const
    {
        // libxlsxwriter wants a terminated string, and Excel no longer one than this.
        check(worksheet_write_string(sheet, next_row, column, cut(value, kLongestText).c_str(), format));
    }
    void write_day(lxw_col_t column, std::string_view iso) const
    {
        auto const date = parse_iso_date(iso);
        if (!date || date->year() < 1900) return write_text(column, iso, text);
        lxw_datetime value{date->year(), date->month(), date->day(), 0, 0, 0};
        check(worksheet_write_datetime(sheet, next_row, column, &value, day));
    }
};

XlsxWriter::XlsxWriter() : state_(std::make_unique<State>()) {}
XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::begin_sheet(std::string_view name, std::string_view title, std::vector<ColumnFormat> const& columns)
{
    auto& state = *state_;
    state.end_sheet();
    state.sheet = workbook_add_worksheet(state.book, sheet_name(name, state.names).c_str());
    if (state.sheet == nullptr) throw std::runtime_error("xlsx: no sheet");
    state.next_row = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const column = static_cast<lxw_col_t>(i);
        check(worksheet_set_column(state.sheet, column, column, columns[i].width, nullptr));
    }
    if (!title.empty()) {
        state.write_text(0, title, state.bold);
        state.next_row = 2;
    }
    for (std::size_t i = 0; i < columns.size(); ++i)
        state.write_text(static_cast<lxw_col_t>(i), columns[i].title, state.header);
    worksheet_freeze_panes(state.sheet, state.next_row + 1, 0);
    state.columns = static_cast<lxw_col_t>(columns.size());
    state.header_row = state.next_row++;
}

void XlsxWriter::row(std::vector<CellValue> const& cells)
{
    auto& state = *state_;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const column = static_cast<lxw_col_t>(i);
        if (auto const* value = std::get_if<std::string_view>(&cells[i])) {
            if (!value->empty()) state.write_text(column, *value, state.text);
        } else if (auto const* number = std::get_if<std::int64_t>(&cells[i])) {
            check(worksheet_write_number(state.sheet, state.next_row, column, static_cast<double>(*number), nullptr));
        } else if (auto const* day = std::get_if<Day>(&cells[i])) {
            if (!day->iso.empty()) state.write_day(column, day->iso);
        }
    }
    ++state.next_row;
}

std::string XlsxWriter::finish()
{
    auto& state = *state_;
    state.end_sheet();
    check(workbook_close(std::exchange(state.book, nullptr)));  // It frees the book, also on failure.
    return state.file.content();
}

}  // namespace thidua::documents
