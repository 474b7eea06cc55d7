// A scale as a workbook: one row for each group and criterion, as offices keep their tables.
#pragma once

#include "base/result.h"
#include "block/scale.h"

#include <boost/json/fwd.hpp>

namespace thidua::block {

// .xlsx in the reader's language; a scale without groups gives the empty form to fill in.
std::string scale_workbook(StoredScale const& scale, std::string const& language);

// Whether the bytes are a workbook rather than JSON.
bool is_workbook(std::string_view bytes);

// Puts the groups and criteria of a workbook in place of those of `body`; its rules stay. Headers
// and words are understood in every language, whatever their case. BadInput at "file": what is
// wrong with which row.
Result<void> take_workbook(boost::json::object& body, std::string_view bytes);

}  // namespace thidua::block
