#include "law/values.h"

namespace thidua::law {

namespace {

Bits everybody()
{
    Bits bits;
    bits.fill(~std::uint64_t{0});
    return bits;
}

}  // namespace

Values all_met() { return {everybody(), {}, {}}; }

Values met_or_not(Bits const& met) { return {met, {}, {}}; }

bool none(Bits const& bits)
{
    std::uint64_t any = 0;
    for (auto const word : bits) any |= word;
    return any == 0;
}

Bits not_met(Values const& values)
{
    Bits bits;
    for (std::size_t i = 0; i < kBitWords; ++i)
        bits[i] = ~(values.met[i] | values.open[i] | values.unsure[i]);
    return bits;
}

void mark_unsure(Values& values, Bits const& unsure)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.unsure[i] |= unsure[i];
        values.met[i] &= ~values.unsure[i];
        values.open[i] &= ~values.unsure[i];
    }
}

void restrict_to(Values& values, Values const& other)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        auto const possible = (values.met[i] | values.open[i] | values.unsure[i]) &
                              (other.met[i] | other.open[i] | other.unsure[i]);
        values.unsure[i] = (values.unsure[i] | other.unsure[i]) & possible;
        values.met[i] &= other.met[i];
        values.open[i] = possible & ~values.unsure[i] & ~values.met[i];
    }
}

void extend_by(Values& values, Values const& other)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.met[i] |= other.met[i];
        values.unsure[i] = (values.unsure[i] | other.unsure[i]) & ~values.met[i];
        values.open[i] = (values.open[i] | other.open[i]) & ~values.met[i] & ~values.unsure[i];
    }
}

}  // namespace thidua::law
