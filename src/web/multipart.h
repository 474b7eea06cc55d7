// multipart/form-data (RFC 7578) cut into its parts without copying.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::web {

struct Part {
    std::string name;
    std::optional<std::string> filename;  // Absent for plain fields.
    std::string content_type;
    std::string_view data;  // Into the body.
};

// Nothing for a body that is no multipart form, has more than 2,000 parts or a part head over 8 kB.
std::optional<std::vector<Part>> parse_multipart(std::string_view content_type,
                                                 std::string_view body);

// The value of one parameter of a header: ("form-data; name=\"a\"", "name") → "a".
std::optional<std::string> header_parameter(std::string_view header, std::string_view name);

}  // namespace thidua::web
