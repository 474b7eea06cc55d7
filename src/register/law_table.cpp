#include "register/law_table.h"

#include "base/assets.h"
#include "base/text.h"

#include <stdexcept>

namespace thidua::registry {

namespace {

// Fields with commas stand in quotes; none holds a quote or a line end.
std::vector<std::string> csv_fields(std::string_view line)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) fields.emplace_back();
        else if (c != '\r') fields.back() += c;
    }
    return fields;
}

}  // namespace

std::vector<std::vector<std::string>> law_table(std::string_view file)
{
    auto const text = assets::find(file);
    if (!text) throw std::logic_error(std::string{file} + " is not in the program");
    std::vector<std::vector<std::string>> rows;
    for (auto const line : split(*text, '\n')) {
        if (!trim(line).empty()) rows.push_back(csv_fields(line));
    }
    if (!rows.empty()) rows.erase(rows.begin());
    return rows;
}

}  // namespace thidua::registry
