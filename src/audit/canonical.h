// JSON as RFC 8785 writes it: one text for one value, so that a hash of it means something.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace thidua::audit {

// Keys in order of their UTF-16 units, no blanks, numbers as ECMAScript prints them. Throws
// std::logic_error for what the form cannot hold: an integer beyond 2^53, NaN, invalid UTF-8.
std::string canonical_json(boost::json::value const& value);
std::string canonical_json(boost::json::object const& object);

}  // namespace thidua::audit
