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

// Slices that are gone through before it is looked whether anybody is left.
constexpr std::size_t kUnseen = 4;

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
    std::array<std::size_t, kLanes> lengths;
    std::size_t longest = 0;
    for (std::size_t at = 0; at < kLanes; ++at) {
        auto now = lanes_of(who, at), all = now;
        std::size_t i = 0;
        while (i < slices.size() && !nobody(now)) {
            for (auto const end = std::min(i + kUnseen, slices.size()); i < end; ++i) {
                Lanes one;
                take(slices[i], at, one);
                now &= one;
                all &= now | ~lanes_of(*slices[i].kept, at);
                lanes_of(stretch[i], at) = now;
            }
        }
        lengths[at] = i;
        longest = std::max(longest, i);
        for (; i < slices.size(); ++i) all &= ~lanes_of(*slices[i].kept, at);
        lanes_of(whole, at) = all;
    }
    for (std::size_t at = 0; at < kLanes; ++at) {
        for (auto i = lengths[at]; i < longest; ++i) lanes_of(stretch[i], at) = Lanes{};
    }
    return longest;
}

#ifdef THIDUA_AVX512
namespace {

bool const kCompares = __builtin_cpu_supports("avx512bw");

// A comparison of many numbers is a number of bits at once.
THIDUA_AVX512 void up_to_at_once(std::int32_t const* days, std::int32_t last, Bits& out)
{
    auto const bound = _mm512_set1_epi32(last);
    for (std::size_t group = 0; group < kBitWords; ++group) {
        std::uint64_t bits = 0;
        for (std::size_t part = 0; part < 4; ++part) {
            auto const some = _mm512_loadu_si512(days + group * 64 + part * 16);
            bits |= std::uint64_t{_mm512_cmple_epi32_mask(some, bound)} << part * 16;
        }
        out[group] = bits;
    }
}

// Of a place the upper bits choose a byte of `wanted`, the lower three a bit of it.
THIDUA_AVX512 void one_of_at_once(std::uint8_t const* places, std::uint64_t wanted, Bits& out)
{
    auto const bytes = _mm512_set1_epi64(static_cast<long long>(wanted));
    auto const powers = _mm512_set1_epi64(static_cast<long long>(0x8040201008040201U));
    auto const low = _mm512_set1_epi8(7);
    for (std::size_t group = 0; group < kBitWords; ++group) {
        auto const some = _mm512_loadu_si512(places + group * 64);
        auto const byte = _mm512_and_si512(_mm512_srli_epi16(some, 3), low);
        auto const bit = _mm512_and_si512(some, low);
        out[group] = _mm512_test_epi8_mask(_mm512_shuffle_epi8(bytes, byte),
                                           _mm512_shuffle_epi8(powers, bit));
    }
}

}  // namespace
#endif

THIDUA_CLONES void up_to(std::int32_t const* days, std::int32_t last, Bits& out)
{
#ifdef THIDUA_AVX512
    if (kCompares) return up_to_at_once(days, last, out);
#endif
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
#ifdef THIDUA_AVX512
    if (kCompares) return one_of_at_once(places, wanted, out);
#endif
    for (std::size_t group = 0; group < kBitWords; ++group) {
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            bits |= (wanted >> places[group * 64 + lane] & 1) << lane;
        }
        out[group] = bits;
    }
}

}  // namespace thidua::law
