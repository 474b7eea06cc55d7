#include "law/bars.h"

#include "law/values.h"

#include <algorithm>
#include <bit>

namespace thidua::law {

void Bars::join(Plane const& plane, std::size_t block, std::uint64_t years, int lag)
{
    if (!plane.dense()) {
        return plane.each_year(block, years, [&](int year, auto const rows) {
            for (auto const row : rows) put(year + lag, row.lane());
        });
    }
    each_bit(years & plane.any(), [&](int year) {
        planes_.join(std::min(year + lag, newest_), plane.bits(block, year));
    });
}

Kept Bars::kept(YearBits& windows, Plane const* clean, std::size_t block) const
{
    Kept kept;
    kept.fill(&kEverybody);
    if (clean != nullptr) clean->since(block, kept);
    auto const barred = planes_.any() | has_row_;
    if (barred == 0) return kept;
    int const last = static_cast<int>(std::bit_width(barred)) - 1;
    Bits const *later = &kEverybody, *clean_later = nullptr;
    for (int year = last; year >= 0; --year) {
        auto const at = static_cast<std::size_t>(year);
        bool const told = (planes_.any() >> year & 1) != 0;
        if ((barred >> year & 1) != 0 || kept[at] != clean_later) {
            clean_later = kept[at];
            without(*later,
                    *clean_later,
                    told ? planes_.part(year) : kNobody,
                    told ? planes_.other_part(year) : kNobody,
                    windows[at]);
            for (auto next = first_[at]; next != kNone; next = rows_[next].next)
                windows[at][rows_[next].lane / 64] &= ~(std::uint64_t{1} << rows_[next].lane % 64);
            later = &windows[at];
        }
        kept[at] = later;
    }
    return kept;
}

}  // namespace thidua::law
