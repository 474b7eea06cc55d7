#include "law/slices.h"

#include "law/values.h"

namespace thidua::law {
namespace {

Bits filled(std::uint64_t word)
{
    Bits bits;
    bits.fill(word);
    return bits;
}

}  // namespace

Bits const kNobody = filled(0);
Bits const kEverybody = filled(~std::uint64_t{0});

Bits& Slices::make_own(int year)
{
    auto const at = static_cast<std::size_t>(year);
    auto const bit = std::uint64_t{1} << year;
    auto& ours = room_[at];
    if ((any_ & bit) == 0) {
        ours.fill(0);
    } else {
        if (of_[at] != &ours) ours = *of_[at];
        if (also_[at] != &kNobody) law::join(*also_[at], ours);
    }
    of_[at] = &ours;
    also_[at] = &kNobody;
    any_ |= bit;
    return ours;
}

void Slices::join(int year, Bits const& bits)
{
    auto const at = static_cast<std::size_t>(year);
    auto const bit = std::uint64_t{1} << year;
    if ((any_ & bit) == 0) {
        of_[at] = &bits;
        also_[at] = &kNobody;
        any_ |= bit;
    } else if (also_[at] == &kNobody) {
        also_[at] = &bits;
    } else {
        law::join(bits, own(year));
    }
}

void Slices::join(Plane const& plane, std::size_t block, std::uint64_t years)
{
    years &= plane.any();
    if (years == 0) return;
    if (plane.dense())
        return each_bit(years, [&](int year) { join(year, plane.bits(block, year)); });
    plane.each_year(block, years, [&](int year, auto const rows) { put(year, rows); });
}

}  // namespace thidua::law
