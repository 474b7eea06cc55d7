// A body's own regulation: read, joined to the law, and a question asked of what comes out.
#include "law/evaluate.h"
#include "law/ruling.h"
#include "law/schema.h"

#include <algorithm>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace thidua::law;
    PackFile const file{"x.yaml", {reinterpret_cast<char const*>(data), size}};
    (void)check_schema(file);
    auto const& law = built_in();
    auto const pack = read_house_pack(file, law);
    if (!pack || pack->rules.empty()) return 0;
    auto const received = std::max(pack->from, *thidua::make_date(2025, 12, 31));
    auto const settled = settle(law, {}, {*pack}, received);
    Facts facts;
    facts.subject = pack->rules.front().subject;
    (void)evaluate(settled, facts, {pack->rules.front().award, 2025, received});
    return 0;
}
