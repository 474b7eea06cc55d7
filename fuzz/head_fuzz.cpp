// What arrives on a socket: heads, bodies, chunks, in pieces; then cookies and Accept lines.
#include "http/request.h"
#include "web/wire.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using thidua::web::RequestReader;

namespace {

// As a connection would: unused bytes come again in front of the next piece. The first byte says
// how large the pieces are.
void read_in_pieces(std::string_view bytes, std::size_t piece)
{
    RequestReader reader{4096};
    std::size_t used = 0;
    for (std::size_t end = 0; end < bytes.size();) {
        end = std::min(end + piece, bytes.size());
        auto state = reader.feed(bytes.substr(used, end - used), used);
        if (used > end) std::abort();
        if (state == RequestReader::State::HeadDone) state = reader.limit_body(10'000);
        if (state == RequestReader::State::Done) {
            auto const raw = reader.request("127.0.0.1", false);
            if (raw.body.size() > 10'000) std::abort();
            (void)raw.cookie("thidua_session");
            (void)thidua::web::accept_weight(raw.header("accept"), "text/html");
            (void)thidua::http::decode_path(raw.target);
        }
        if (state != RequestReader::State::NeedMore) return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    read_in_pieces(bytes, 4096);
    if (!bytes.empty()) read_in_pieces(bytes, static_cast<std::size_t>(data[0]) % 16 + 1);
    (void)thidua::web::accept_weight(bytes, "vi");
    (void)thidua::web::cookie_value(bytes, "a");
    return 0;
}
