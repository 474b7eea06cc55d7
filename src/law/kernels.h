// What is done to the words of a block of subjects at once. `lanes` is a multiple of 64; a lane's
// years are `plane & window & years`. Each sets one bit per lane in `out`.
#pragma once

#include "law/plane.h"

namespace thidua::law {

struct YearsOf {
    std::uint64_t const* plane;
    std::uint64_t const* window;
    std::uint64_t years;
    std::size_t lanes;
};

// The `count` years that end with the bit `last`; nothing where the first of them has no bit.
std::uint64_t years_up_to(int last, int count);
// All of the years `wanted`.
void all_of(YearsOf const& of, std::uint64_t wanted, Bits& out);
// At least `count` years.
void at_least(YearsOf const& of, int count, Bits& out);
// `length` years in a row, anywhere.
void any_run(YearsOf const& of, int length, Bits& out);
// The unbroken stretch that ends with year `last`: its words go to `stretch`; `out` tells where it
// fills the window from its first year.
void last_stretch(YearsOf const& of, int last, std::uint64_t* stretch, Bits& out);
// No years for the lanes that are not in `kept`.
void keep(Bits const& kept, std::size_t lanes, std::uint64_t* words);
// Adds the number of years of each lane.
void add_counts(YearsOf const& of, std::uint64_t* counts);
void reached(std::uint64_t const* counts, std::size_t lanes, std::uint64_t bound, Bits& out);
// Days up to `last`.
void up_to(std::int32_t const* days, std::int32_t last, Bits& out);
// Places in `wanted`, a bit each.
void one_of(std::uint8_t const* places, std::uint64_t wanted, Bits& out);
// window &= the years later than the last year of `plane & years`, `lag` years more.
void only_after(std::uint64_t const* plane, std::uint64_t years, int lag, Words& window);
// to = from & years
void take(std::uint64_t const* from, std::uint64_t years, Words& to);
// to |= from & years
void join(std::uint64_t const* from, std::uint64_t years, Words& to);

}  // namespace thidua::law
