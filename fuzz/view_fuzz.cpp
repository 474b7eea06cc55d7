// A view may be wrong (it says so), it may not crash; and what it draws never holds a raw tag from data.
#include "web/view.h"

#include <boost/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    boost::json::object const document{
        {"a", "<b>&\"'"}, {"n", 1092}, {"day", "2018-12-18"}, {"list", {1, 2, 3}}, {"in", {{"a", nullptr}}}};
    try {
        (void)thidua::web::render_text({reinterpret_cast<char const*>(data), size}, document, "vi");
    } catch (std::logic_error const&) {
    }
    return 0;
}
