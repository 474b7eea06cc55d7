// What went wrong, for programs (RFC 9457) and for the form that is drawn again.
#pragma once

#include "base/result.h"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace thidua::web {

// {type, title, status, detail, instance, errors: [{field, key, detail, args}]}
boost::json::object problem_document(int status,
                                     std::vector<Problem> const& problems,
                                     std::string const& language,
                                     std::string const& request_id);

// [{field, message}] for the summary above a page, and {field: message}, the first of each field.
boost::json::array problem_list(std::vector<Problem> const& problems, std::string const& language);
boost::json::object errors_by_field(std::vector<Problem> const& problems,
                                    std::string const& language);

}  // namespace thidua::web
