// What a file is, from its first bytes and, for Office files, the names inside.
#pragma once

#include <optional>
#include <string_view>

namespace thidua::files {

// Nothing for a kind we do not keep, Office files with macros among them.
std::optional<std::string_view> media_type_of(std::string_view bytes);

// Shown in the browser rather than saved.
bool is_shown_inline(std::string_view media_type);

}  // namespace thidua::files
