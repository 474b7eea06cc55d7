#include "law/kernels.h"

#include "law/lanes.h"

#include <bit>

#pragma GCC optimize("O3")

namespace thidua::law {
namespace {

inline __attribute__((always_inline)) void take(Slice const& slice, std::size_t at, Lanes& out)
{
    out = (lanes_of(*slice.has, at) | lanes_of(*slice.also, at)) & lanes_of(*slice.kept, at);
}

// Counts in binary, a digit of all subjects in each word; begun so far below a power of two that
// the last one asked for carries over.
template <std::size_t kDigits>
inline __attribute__((always_inline)) void count_up(std::span<Slice const> slices,
                                                    std::size_t width,
                                                    std::uint32_t begin,
                                                    Bits& out)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        Lanes reached{}, digits[kDigits];
        for (std::size_t digit = 0; digit < width; ++digit)
            digits[digit] = Lanes{} - (begin >> digit & 1);
        for (auto const& slice : slices) {
            Lanes carry;
            take(slice, at, carry);
            for (std::size_t digit = 0; digit < width; ++digit) {
                auto const over = digits[digit] & carry;
                digits[digit] ^= carry;
                carry = over;
            }
            reached |= carry;
        }
        lanes_of(out, at) = reached;
    }
}

}  // namespace

std::uint64_t years_up_to(int last, int count)
{
    if (count < 1 || last < count - 1) return 0;
    return (~std::uint64_t{0} >> (64 - count)) << (last - count + 1);
}

THIDUA_CLONES void any_of(std::span<Slice const> slices, Bits& out)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        Lanes any{}, one;
        for (auto const& slice : slices) {
            take(slice, at, one);
            any |= one;
        }
        lanes_of(out, at) = any;
    }
}

THIDUA_CLONES void all_of(std::span<Slice const> slices, Bits& out)
{
    for (std::size_t at = 0; at < kLanes; ++at) {
        Lanes all = ~Lanes{}, one;
        for (auto const& slice : slices) {
            take(slice, at, one);
            all &= one;
        }
        lanes_of(out, at) = all;
    }
}

THIDUA_CLONES void at_least(std::span<Slice const> slices, int count, Bits& out)
{
    auto const below = static_cast<std::uint32_t>(count - 1);
    auto const width = static_cast<std::size_t>(std::bit_width(below));
    auto const begin = (std::uint32_t{1} << width) - 1 - below;
    switch (width) {
    case 0: return count_up<1>(slices, 0, begin, out);
    case 1: return count_up<1>(slices, 1, begin, out);
    case 2: return count_up<2>(slices, 2, begin, out);
    case 3: return count_up<3>(slices, 3, begin, out);
    }
    count_up<31>(slices, width, begin, out);
}

THIDUA_CLONES void any_run(std::span<Slice const> slices, int length, Bits& out)
{
    out.fill(0);
    auto const longest = static_cast<std::size_t>(std::max(length, 0));
    if (longest < 1 || longest > std::min(slices.size(), std::size_t{kYearBits})) return;
    for (std::size_t at = 0; at < kLanes; ++at) {
        Lanes found{}, runs[kYearBits];  // Of runs that end here: at least 1 long, 2, ...
        for (std::size_t i = 0; i < longest; ++i) runs[i] = Lanes{};
        for (auto const& slice : slices) {
            Lanes one;
            take(slice, at, one);
            for (auto i = longest - 1; i > 0; --i) runs[i] = runs[i - 1] & one;
            runs[0] = one;
            found |= runs[longest - 1];
        }
        lanes_of(out, at) = found;
    }
}

THIDUA_CLONES std::size_t unbroken(std::span<Slice const> slices,
                                   Bits const& who,
                                   Bits* stretch,
                                   Bits& whole)
{
    Bits still = who;
    std::size_t length = 0;
    whole = who;
    for (auto const& slice : slices) {
        Lanes left{};
        for (std::size_t at = 0; at < kLanes; ++at) {
            Lanes one;
            take(slice, at, one);
            auto& now = lanes_of(still, at);
            now &= one;
            lanes_of(whole, at) &= now | ~lanes_of(*slice.kept, at);
            lanes_of(stretch[length], at) = now;
            left |= now;
        }
        std::uint64_t any = 0;
        for (int i = 0; i < 8; ++i) any |= left[i];
        if (any == 0) break;
        ++length;
    }
    for (auto i = length; i < slices.size(); ++i) {
        for (std::size_t at = 0; at < kLanes; ++at)
            lanes_of(whole, at) &= ~lanes_of(*slices[i].kept, at);
    }
    return length;
}

THIDUA_CLONES void up_to(std::int32_t const* days, std::int32_t last, Bits& out)
{
    for (std::size_t group = 0; group < kBitWords; ++group) {
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            bits |= static_cast<std::uint64_t>(days[group * 64 + lane] <= last) << lane;
        }
        out[group] = bits;
    }
}

THIDUA_CLONES void one_of(std::uint8_t const* places, std::uint64_t wanted, Bits& out)
{
    for (std::size_t group = 0; group < kBitWords; ++group) {
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            bits |= (wanted >> places[group * 64 + lane] & 1) << lane;
        }
        out[group] = bits;
    }
}

}  // namespace thidua::law
