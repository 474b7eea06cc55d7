// The kinds of lists an office sends, and the columns of each: English names as docs/formats/import.md
// gives them, and the Vietnamese names a header may bear.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace thidua::intake {

enum class ColumnType { Text, Code, Date, Integer, Years, Yes, Term };

struct Column {
    std::string_view name;                  // English: full_name
    std::vector<std::string_view> spoken;   // Vietnamese: "họ và tên", "tập thể"
    ColumnType type = ColumnType::Text;
    std::string_view vocabulary = {};       // of a Term
    bool required = false;
    bool identity = false;                  // says whom the row is about: a subject or a name
    std::vector<std::string_view> whole = {};  // names only as the whole cell: "Năm", never "Năm sinh"
};

struct ListKind {
    std::string_view name;  // "awards"
    std::vector<Column> columns;

    // The number of a column by its English name; nothing when it has none such.
    std::optional<std::size_t> find(std::string_view column) const;
    // The same for a name that stands in the program; throws std::logic_error when it is wrong.
    std::size_t at(std::string_view column) const;
};

// units, persons, posts, awards, … in the order an office sends them.
std::span<ListKind const> list_kinds();
ListKind const* find_kind(std::string_view name);

}  // namespace thidua::intake
