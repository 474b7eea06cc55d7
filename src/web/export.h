// Any list page as a file: the columns and rows of http::list_document, as people read them.
#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace thidua::web {

// `list` is the document's "list". Days read 18/12/2018, coded values by their names, flags "x".
// CSV is UTF-8 with a mark at its front, for Excel; a text that a spreadsheet would take for a
// formula gets an apostrophe before it. Besides the kinds of http::Column a column may be "instant",
// or "key:<prefix>", a code whose sentence stands under <prefix><code>.
std::string list_as_csv(boost::json::object const& list, std::string const& language);
std::string list_as_xlsx(boost::json::object const& list,
                         std::string const& title,
                         std::string const& language);

}  // namespace thidua::web
