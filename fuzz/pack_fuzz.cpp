// A pack beside the built-in ones may be wrong (it says where), it may not crash. The input stands
// in for the medals of Luật 06/2022/QH15, so that a right one gives a whole book.
#include "law/book.h"

#include <cstdint>

using namespace thidua::law;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static auto files = built_in_files();
    for (auto& file : files) {
        if (file.name == "law/act-06-2022/medals.yaml")
            file.bytes.assign(reinterpret_cast<char const*>(data), size);
    }
    (void)read_book(files);
    return 0;
}
