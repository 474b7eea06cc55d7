#include "law/values.h"

#include "law/lanes.h"

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

THIDUA_CLONES bool none(Bits const& bits)
{
    Lanes any{};
    for (std::size_t at = 0; at < kLanes; ++at) any |= lanes_of(bits, at);
    return nobody(any);
}

THIDUA_CLONES std::size_t count(Bits const& bits)
{
    int count = 0;
    for (auto const word : bits) count += __builtin_popcountll(word);
    return static_cast<std::size_t>(count);
}

THIDUA_CLONES void not_met(Values const& values, Bits& out)
{
    for (std::size_t at = 0; at < kLanes; ++at)
        lanes_of(out, at) =
            ~(lanes_of(values.met, at) | lanes_of(values.open, at) | lanes_of(values.unsure, at));
}

THIDUA_CLONES void remove(Bits const& those, Bits& bits)
{
    for (std::size_t at = 0; at < kLanes; ++at) lanes_of(bits, at) &= ~lanes_of(those, at);
}

THIDUA_CLONES void without(
    Bits const& all, Bits const& too, Bits const& one, Bits const& other, Bits& out)
{
    for (std::size_t at = 0; at < kLanes; ++at)
        lanes_of(out, at) =
            lanes_of(all, at) & lanes_of(too, at) & ~(lanes_of(one, at) | lanes_of(other, at));
}

THIDUA_CLONES void keep(Bits const& those, Bits& bits)
{
    for (std::size_t at = 0; at < kLanes; ++at) lanes_of(bits, at) &= lanes_of(those, at);
}

THIDUA_CLONES void join(Bits const& those, Bits& bits)
{
    for (std::size_t at = 0; at < kLanes; ++at) lanes_of(bits, at) |= lanes_of(those, at);
}

THIDUA_CLONES void join(std::span<Bits const> those, Bits& bits)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto any = lanes_of(bits, at);
        for (auto const& each : those) any |= lanes_of(each, at);
        lanes_of(bits, at) = any;
    }
}

THIDUA_CLONES bool join_new(Bits const& those, Bits& bits, Bits& both)
{
    Lanes any{};
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto const had = lanes_of(bits, at), more = lanes_of(those, at);
        lanes_of(both, at) = had & more;
        lanes_of(bits, at) = had | more;
        any |= had & more;
    }
    return !nobody(any);
}

THIDUA_CLONES void keep_possible(Values const& values, Bits& possible)
{
    for (std::size_t at = 0; at < kLanes; ++at)
        lanes_of(possible, at) &=
            lanes_of(values.met, at) | lanes_of(values.open, at) | lanes_of(values.unsure, at);
}

THIDUA_CLONES void mark_unsure(Values& values, Bits const& unsure)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        lanes_of(values.unsure, at) |= lanes_of(unsure, at);
        lanes_of(values.met, at) &= ~lanes_of(values.unsure, at);
        lanes_of(values.open, at) &= ~lanes_of(values.unsure, at);
    }
}

THIDUA_CLONES void restrict_to(Values& values, Values const& other)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto &met = lanes_of(values.met, at), &open = lanes_of(values.open, at),
             &unsure = lanes_of(values.unsure, at);
        auto const &met_too = lanes_of(other.met, at), &open_too = lanes_of(other.open, at),
                   &unsure_too = lanes_of(other.unsure, at);
        Lanes const possible = (met | open | unsure) & (met_too | open_too | unsure_too);
        unsure = (unsure | unsure_too) & possible;
        met &= met_too;
        open = possible & ~unsure & ~met;
    }
}

THIDUA_CLONES void extend_by(Values& values, Values const& other)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto &met = lanes_of(values.met, at), &open = lanes_of(values.open, at),
             &unsure = lanes_of(values.unsure, at);
        met |= lanes_of(other.met, at);
        unsure = (unsure | lanes_of(other.unsure, at)) & ~met;
        open = (open | lanes_of(other.open, at)) & ~met & ~unsure;
    }
}

THIDUA_CLONES void add(Values const& value, Bits const& present, Sum& sum, Bits& failed, Bits& open)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto const &met = lanes_of(value.met, at), &opened = lanes_of(value.open, at),
                   &unsure = lanes_of(value.unsure, at), &there = lanes_of(present, at);
        Lanes const not_failed = met | opened | unsure;
        lanes_of(failed, at) = there & ~not_failed;
        lanes_of(open, at) = there & opened;
        lanes_of(sum.met, at) &= met;
        lanes_of(sum.possible, at) &= not_failed;
        lanes_of(sum.unsure, at) |= unsure;
    }
}

}  // namespace thidua::law
