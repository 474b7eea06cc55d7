// What a ruling gives to a parameter, as pages, sheets and programs get it.
#pragma once

#include <boost/json/value.hpp>

#include <string_view>

namespace thidua::legal {

// Of a line of law/ruled_value.h: {"kind","percent","of","working_days","day","month","years",
// "authority","papers","originals","electronic","text":{"vi","en"}}; null where it is empty.
boost::json::value ruled_value_document(std::string_view line);

}  // namespace thidua::legal
