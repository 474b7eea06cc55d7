#include "documents/csv_reader.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    (void)thidua::documents::read_csv({reinterpret_cast<char const*>(data), size});
    return 0;
}
