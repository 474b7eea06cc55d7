#include "intake/row_reader.h"

#include "base/text.h"
#include "terms/vocabulary.h"

#include <algorithm>
#include <charconv>

namespace thidua::intake {

namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;

std::optional<int> parse_year(std::string_view text)
{
    text = trim(text);
    int year = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc{} || end != text.data() + text.size() || year < kFirstYear || year > kLastYear) return std::nullopt;
    return year;
}

// Digits, with points or blanks between thousands as papers write them.
std::optional<std::int64_t> parse_integer(std::string_view text)
{
    std::string digits;
    auto const bare = trim(text);
    for (std::size_t i = 0; i < bare.size(); ++i) {
        bool const groups = (bare[i] == '.' || bare[i] == ' ') && i + 3 < bare.size() && (bare.size() - i) % 4 == 0;
        if (!groups) digits += bare[i];
    }
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::optional<YearSpan> parse_years(std::string_view text)
{
    auto dash = text.find('-');
    std::size_t width = 1;
    for (std::string_view const long_dash : {"–", "—"}) {
        if (auto const at = text.find(long_dash); at != std::string_view::npos) dash = at, width = long_dash.size();
    }
    if (dash == std::string_view::npos) {
        auto const year = parse_year(text);
        return year ? std::optional{YearSpan{*year, *year}} : std::nullopt;
    }
    auto const first = parse_year(text.substr(0, dash));
    auto const last = parse_year(text.substr(dash + width));
    if (!first || !last || *last <= *first) return std::nullopt;
    return YearSpan{*first, *last};
}

std::optional<Date> RowReader::date(std::size_t index)
{
    if (is_empty(index)) return std::nullopt;
    auto const date = parse_date(text(index));
    if (!date) wrong(index, "intake.row.bad-date", value_of(index));
    return date;
}

std::optional<std::string> RowReader::term(std::size_t index)
{
    if (is_empty(index)) return std::nullopt;
    auto const [found, fresh] = terms_.try_emplace({index, id(index)});
    if (fresh) found->second = terms::code_of(column(index).vocabulary, text(index));
    if (!found->second) wrong(index, "intake.row.unknown-term", value_of(index));
    return found->second;
}

std::optional<std::int64_t> RowReader::integer(std::size_t index)
{
    if (is_empty(index)) return std::nullopt;
    auto const value = parse_integer(text(index));
    if (!value) wrong(index, "intake.row.bad-number", value_of(index));
    return value;
}

std::optional<YearSpan> RowReader::years(std::size_t index)
{
    if (is_empty(index)) return std::nullopt;
    auto const years = parse_years(text(index));
    if (!years) wrong(index, "intake.row.bad-year", value_of(index));
    return years;
}

std::optional<bool> RowReader::yes(std::size_t index)
{
    if (is_empty(index)) return list_.has_column(*line_, index) ? std::optional{false} : std::nullopt;
    if (terms::code_of("yes", text(index))) return true;
    auto const folded = list_.texts().view(list_.texts().folded(id(index)));
    for (std::string_view const no : {"không", "sai", "no", "false", "0"}) {
        if (folded == no) return false;
    }
    wrong(index, "intake.row.bad-yes", value_of(index));
    return std::nullopt;
}

void RowReader::require_all(std::initializer_list<std::size_t> except)
{
    for (std::size_t i = 0; i < list_.kind().columns.size(); ++i) {
        bool const excepted = std::find(except.begin(), except.end(), i) != except.end();
        if (column(i).required && !excepted && is_empty(i))
            wrong(i, "intake.row.missing", {{"column", std::string{column(i).spoken.front()}}});
    }
}

void RowReader::wrong(std::optional<std::size_t> index, std::string key, Args args)
{
    wrong_at(*line_, index, std::move(key), std::move(args));
    good_ = false;
}

void RowReader::wrong_at(Line const& line, std::optional<std::size_t> index, std::string key, Args args)
{
    report_.errors.push_back({list_.sheet_name(line), line.row, index ? std::string{column(*index).name} : "",
                              std::move(key), std::move(args)});
}

void RowReader::warn(std::string key, Args args)
{
    report_.warnings.push_back({list_.sheet_name(*line_), line_->row, "", std::move(key), std::move(args)});
}

void RowReader::skip(std::string text)
{
    report_.skipped.push_back({list_.sheet_name(*line_), line_->row, std::move(text)});
}

}  // namespace thidua::intake
