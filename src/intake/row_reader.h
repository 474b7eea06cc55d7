// The typed values of one line after the other, and what is wrong with them.
#pragma once

#include "base/date.h"
#include "intake/list.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace thidua::intake {

// "2018", the school year "2018-2019", or several years "2014-2018".
struct YearSpan {
    int first = 0;
    int last = 0;
    bool is_school_year() const { return last == first + 1; }
};
std::optional<YearSpan> parse_years(std::string_view text);

class RowReader {
public:
    RowReader(List& list, Report& report) : list_(list), report_(report) {}

    void begin(Line const& line) { line_ = &line, good_ = true; }
    Line const& line() const { return *line_; }
    // Nothing was wrong with the present line so far.
    bool good() const { return good_; }

    // Values are those of the cell, else what was set for all rows.
    Texts::Id id(std::size_t column) const { return list_.given(*line_, column); }
    std::string_view text(std::size_t column) const { return list_.texts().view(id(column)); }
    bool is_empty(std::size_t column) const { return id(column) == 0; }
    // Nothing for an empty cell, and for one that is wrong: the report then says so.
    std::optional<Date> date(std::size_t column);
    std::optional<std::string> term(std::size_t column);
    std::optional<std::int64_t> integer(std::size_t column);
    std::optional<YearSpan> years(std::size_t column);
    // A mark or a word for yes; "không", "0" for no. An empty cell of a column that is there means no.
    std::optional<bool> yes(std::size_t column);

    // Every required column has a value; those in `except` are looked after elsewhere.
    void require_all(std::initializer_list<std::size_t> except = {});

    void wrong(std::optional<std::size_t> column, std::string key, Args args = {});
    void wrong_at(Line const& line, std::optional<std::size_t> column, std::string key, Args args = {});
    void warn(std::string key, Args args = {});
    void skip(std::string text);

private:
    Column const& column(std::size_t index) const { return list_.kind().columns[index]; }
    Args value_of(std::size_t index) const { return {{"value", std::string{text(index)}}}; }

    List& list_;
    Report& report_;
    Line const* line_ = nullptr;
    bool good_ = true;
    std::map<std::pair<std::size_t, Texts::Id>, std::optional<std::string>> terms_;
};

}  // namespace thidua::intake
