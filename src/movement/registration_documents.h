// Pieces of documents that the pages of registrations share.
#pragma once

#include "http/page.h"
#include "movement/registration.h"

#include <boost/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace thidua::movement {

namespace json = boost::json;

// "2025", or "2025-2026" for a school year.
std::string year_text(int year, std::string_view calendar);
json::object describe(Registration const& registration);

// Names of the award catalogue by code, in the reader's language.
using AwardNames = std::map<std::string, std::string, std::less<>>;
AwardNames award_names(storage::Transaction& tx, std::string const& language);
// With the law's warning for each line that stands.
json::array lines_document(storage::Transaction& tx,
                           http::Context const& ctx,
                           Registration const& registration);
// Registered people of those in the unit, units, exemplars, initiatives.
json::object counts_of(std::vector<RegisteredLine> const& lines, std::int64_t people);
std::vector<http::Crumb> crumbs_to(Registration const& registration);

}  // namespace thidua::movement
