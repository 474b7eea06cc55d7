// How raw values of a document are written for people. The set is closed: see view.h.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace thidua::web {

bool is_formatter(std::string_view name);

// A value as plain text: strings as they are, whole numbers in digits, true and false; nothing for
// null, objects and arrays.
std::string plain_text(boost::json::value const& value);

std::string escape_html(std::string_view text);

// The value through `formatters` in order, escaped for HTML text and quoted attributes.
std::string format_value(boost::json::value const& value,
                         std::vector<std::string> const& formatters,
                         std::string_view language);

}  // namespace thidua::web
