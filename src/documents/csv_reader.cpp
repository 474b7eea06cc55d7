#include "documents/csv_reader.h"

#include "base/text.h"

#include <array>

namespace thidua::documents {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kSniffedBytes = 1u << 16;

// The separator that stands most often outside quotes near the top.
char sniff_separator(std::string_view text)
{
    constexpr std::array<char, 3> kSeparators{',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    for (char const c : text.substr(0, kSniffedBytes)) {
        if (c == '"') quoted = !quoted;
        for (std::size_t i = 0; !quoted && i < kSeparators.size(); ++i) counts[i] += c == kSeparators[i];
    }
    std::size_t best = 0;
    for (std::size_t i = 1; i < counts.size(); ++i) {
        if (counts[i] > counts[best]) best = i;
    }
    return kSeparators[best];
}

// Takes a first line `sep=;` off and returns its separator; 0 when there is none.
char take_separator_line(std::string_view& text)
{
    if (!text.starts_with("sep=") || text.size() < 6) return 0;
    auto const end = text.find('\n');
    if (end == std::string_view::npos || end > 6) return 0;
    char const separator = text[4];
    text.remove_prefix(end + 1);
    return separator;
}

class CsvParser {
public:
    CsvParser(std::string_view text, char separator, Limits const& limits)
        : text_(text), separator_(separator), limits_(limits)
    {
        book_.sheets.emplace_back();
    }

    Result<Workbook> parse(std::uint32_t first_row)
    {
        for (row_ = first_row; at_ < text_.size(); ++row_) {
            auto const first = static_cast<std::uint32_t>(sheet().cells.size());
            TD_CHECK(read_record());
            auto const count = static_cast<std::uint32_t>(sheet().cells.size()) - first;
            if (count != 0) sheet().rows.push_back({row_, first, count});
            if (row_ > limits_.rows || sheet().cells.size() > limits_.cells ||
                book_.strings.bytes() > limits_.text_bytes)
                return bad_input("intake.file.too-large", {}, "file");
        }
        return std::move(book_);
    }

private:
    Sheet& sheet() { return book_.sheets.front(); }

    Result<void> read_record()
    {
        for (std::uint32_t column = 0;; ++column) {
            if (column >= limits_.columns) return bad_input("intake.file.too-large", {}, "file");
            TD_CHECK(read_field());
            if (!trim(field_).empty()) {
                sheet().cells.push_back(
                    {book_.strings.intern(field_), static_cast<std::uint16_t>(column), CellType::Text});
            }
            if (at_ >= text_.size()) return {};
            if (text_[at_++] == separator_) continue;
            return {};  // The line end just passed.
        }
    }

    // Leaves the place at the separator or line end behind the field.
    Result<void> read_field()
    {
        field_.clear();
        if (at_ < text_.size() && text_[at_] == '"') TD_CHECK(read_quoted());
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
            if (text_[at_] == '\r') {
                if (at_ + 1 == text_.size() || text_[at_ + 1] == '\n') {
                    ++at_;
                    continue;
                }
                break;  // A lone carriage return ends a line too.
            }
            field_ += text_[at_++];
        }
        return {};
    }

    Result<void> read_quoted()
    {
        auto const opened_in = row_;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                field_ += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                field_ += text_[at_++];
            } else {
                ++at_;
                return {};
            }
        }
        return bad_input("intake.file.quotes", {{"row", std::to_string(opened_in)}}, "file");
    }

    std::string_view text_;
    char separator_;
    Limits const& limits_;
    Workbook book_;
    std::string field_;
    std::size_t at_ = 0;
    std::uint32_t row_ = 1;
};

}  // namespace

Result<Workbook> read_csv(std::string_view bytes, Limits const& limits)
{
    if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
    if (!is_valid_utf8(bytes) || bytes.find('\0') != std::string_view::npos)
        return bad_input("intake.file.encoding", {}, "file");
    char const stated = take_separator_line(bytes);
    char const separator = stated != 0 ? stated : sniff_separator(bytes);
    return CsvParser{bytes, separator, limits}.parse(stated != 0 ? 2 : 1);
}

}  // namespace thidua::documents
