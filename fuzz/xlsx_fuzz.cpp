#include "documents/workbook.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    thidua::documents::Limits limits;
    limits.unpacked_bytes = 4u << 20;
    limits.cells = 100000;
    (void)thidua::documents::read_workbook({reinterpret_cast<char const*>(data), size}, limits);
    return 0;
}
