// Tables under law/ that are embedded as CSV.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// The lines of an embedded file under its header, field by field. A file that is not in the program
// is a programming mistake.
std::vector<std::vector<std::string>> law_table(std::string_view file);

}  // namespace thidua::registry
