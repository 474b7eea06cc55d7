// How long a text may be that people type or lists bring in: long enough for every paper there is,
// short enough for a page, a sheet and a column.
#pragma once

#include <cstddef>
#include <string_view>

namespace thidua {

// In characters, by the English name of the field or column ("number", "citation", "citation_2");
// 0 for pasted lists, which are measured line by line.
std::size_t longest_text(std::string_view field);

// Whether `text` has more characters than its field takes.
bool is_too_long(std::string_view text, std::string_view field);

}  // namespace thidua
