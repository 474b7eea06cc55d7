// Bodies of forms in their three shapes.
#include "http/request.h"
#include "web/multipart.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const body{reinterpret_cast<char const*>(data), size};
    (void)thidua::http::parse_query(body);
    (void)thidua::http::parse_json_form(body);
    (void)thidua::web::parse_multipart("multipart/form-data; boundary=x", body);
    auto const line = body.find('\n');
    (void)thidua::web::header_parameter(body.substr(0, line), "name");
    return 0;
}
