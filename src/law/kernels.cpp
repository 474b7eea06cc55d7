#include "law/kernels.h"

// Plain loops over 64 lanes, which the compiler turns into vectors: once for processors with
// AVX-512, once for those with AVX2, once for all others, chosen when the program starts.
#pragma GCC optimize("O3")
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define THIDUA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define THIDUA_CLONES
#endif

namespace thidua::law {
namespace {

// One bit per lane where `test(years of the lane)` holds.
template <class Test>
inline __attribute__((always_inline)) void each_lane(YearsOf const& of, Bits& out, Test test)
{
    auto const years = of.years;
    for (std::size_t group = 0; group < of.lanes / 64; ++group) {
        auto const* const plane = of.plane + group * 64;
        auto const* const window = of.window + group * 64;
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            bits |= static_cast<std::uint64_t>(test(plane[lane] & window[lane] & years)) << lane;
        }
        out[group] = bits;
    }
}

template <int kCount>
inline __attribute__((always_inline)) void years_reach(YearsOf const& of, Bits& out)
{
    each_lane(of, out, [](std::uint64_t word) {
        for (int i = 1; i < kCount; ++i) word &= word - 1;
        return word != 0;
    });
}

template <int kLength>
inline __attribute__((always_inline)) void run_of(YearsOf const& of, Bits& out)
{
    each_lane(of, out, [](std::uint64_t word) {
        auto runs = word;
        for (int i = 1; i < kLength; ++i) runs &= word >> i;
        return runs != 0;
    });
}

inline __attribute__((always_inline)) std::uint64_t ones_in(std::uint64_t word)
{
    word -= (word >> 1) & 0x5555555555555555U;
    word = (word & 0x3333333333333333U) + ((word >> 2) & 0x3333333333333333U);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FU;
    word += word >> 8;
    word += word >> 16;
    return (word + (word >> 32)) & 0x7FU;
}

// Every bit below a set bit is set too.
inline __attribute__((always_inline)) std::uint64_t filled_down(std::uint64_t word)
{
    word |= word >> 1;
    word |= word >> 2;
    word |= word >> 4;
    word |= word >> 8;
    word |= word >> 16;
    return word | word >> 32;
}

}  // namespace

std::uint64_t years_up_to(int last, int count)
{
    if (count < 1 || last < count - 1) return 0;
    return (~std::uint64_t{0} >> (64 - count)) << (last - count + 1);
}

THIDUA_CLONES void all_of(YearsOf const& of, std::uint64_t wanted, Bits& out)
{
    each_lane(of, out, [wanted](std::uint64_t word) { return (word & wanted) == wanted; });
}

THIDUA_CLONES void at_least(YearsOf const& of, int count, Bits& out)
{
    switch (count) {
    case 1: return years_reach<1>(of, out);
    case 2: return years_reach<2>(of, out);
    case 3: return years_reach<3>(of, out);
    case 4: return years_reach<4>(of, out);
    case 5: return years_reach<5>(of, out);
    }
    each_lane(
        of, out, [count](std::uint64_t word) { return static_cast<int>(ones_in(word)) >= count; });
}

THIDUA_CLONES void any_run(YearsOf const& of, int length, Bits& out)
{
    switch (length) {
    case 1: return run_of<1>(of, out);
    case 2: return run_of<2>(of, out);
    case 3: return run_of<3>(of, out);
    case 4: return run_of<4>(of, out);
    case 5: return run_of<5>(of, out);
    case 6: return run_of<6>(of, out);
    case 7: return run_of<7>(of, out);
    case 8: return run_of<8>(of, out);
    }
    each_lane(of, out, [length](std::uint64_t word) {
        auto runs = word;
        for (int i = 1; i < length; ++i) runs &= runs >> 1;
        return runs != 0;
    });
}

THIDUA_CLONES void last_stretch(YearsOf const& of, int last, std::uint64_t* stretch, Bits& out)
{
    auto const up_to_last = ~std::uint64_t{0} >> (63 - last);
    auto const years = of.years;
    for (std::size_t group = 0; group < of.lanes / 64; ++group) {
        auto const* const plane = of.plane + group * 64;
        auto const* const window = of.window + group * 64;
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            auto const wanted = window[lane] & years;
            auto const unbroken = ~filled_down(~(plane[lane] & wanted) & up_to_last) & up_to_last;
            stretch[group * 64 + lane] = unbroken;
            bits |= static_cast<std::uint64_t>(unbroken == wanted) << lane;
        }
        out[group] = bits;
    }
}

THIDUA_CLONES void keep(Bits const& kept, std::size_t lanes, std::uint64_t* words)
{
    for (std::size_t group = 0; group < lanes / 64; ++group) {
        for (std::size_t lane = 0; lane < 64; ++lane) {
            words[group * 64 + lane] &= std::uint64_t{0} - (kept[group] >> lane & 1);
        }
    }
}

THIDUA_CLONES void add_counts(YearsOf const& of, std::uint64_t* counts)
{
    for (std::size_t lane = 0; lane < of.lanes; ++lane) {
        counts[lane] += ones_in(of.plane[lane] & of.window[lane] & of.years);
    }
}

THIDUA_CLONES void reached(std::uint64_t const* counts,
                           std::size_t lanes,
                           std::uint64_t bound,
                           Bits& out)
{
    for (std::size_t group = 0; group < lanes / 64; ++group) {
        std::uint64_t bits = 0;
        for (std::size_t lane = 0; lane < 64; ++lane) {
            bits |= static_cast<std::uint64_t>(counts[group * 64 + lane] >= bound) << lane;
        }
        out[group] = bits;
    }
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

THIDUA_CLONES void only_after(std::uint64_t const* plane,
                              std::uint64_t years,
                              int lag,
                              Words& window)
{
    for (std::size_t lane = 0; lane < kBlock; ++lane) {
        auto const before = filled_down(plane[lane] & years);
        window[lane] &= ~(lag == 0 ? before : before << 1 | before);
    }
}

THIDUA_CLONES void take(std::uint64_t const* from, std::uint64_t years, Words& to)
{
    for (std::size_t lane = 0; lane < kBlock; ++lane) to[lane] = from[lane] & years;
}

THIDUA_CLONES void join(std::uint64_t const* from, std::uint64_t years, Words& to)
{
    for (std::size_t lane = 0; lane < kBlock; ++lane) to[lane] |= from[lane] & years;
}

}  // namespace thidua::law
