// What is done to the years of a block of subjects at once. Each sets one bit per subject in `out`.
#pragma once

#include "law/slices.h"

#include <cstdint>
#include <span>

namespace thidua::law {

// Who has a year, in two parts, and for whom it counts.
struct Slice {
    Bits const *has, *also;
    Bits const* kept;
};

// The `count` years that end with the bit `last`; nothing where the first of them has no bit.
std::uint64_t years_up_to(int last, int count);
// Any of the slices.
void any_of(std::span<Slice const> slices, Bits& out);
// All of them.
void all_of(std::span<Slice const> slices, Bits& out);
// At least `count` of them, one or more.
void at_least(std::span<Slice const> slices, int count, Bits& out);
// `length` of them in a row, one or more.
void any_run(std::span<Slice const> slices, int length, Bits& out);
// From the first slice on as long as nothing is missing: `stretch[i]` has whom the slices 0..i have
// unbroken, of those `who`; of them those are `whole` who miss no slice that counts. Answers how
// many slices it goes before nobody is left; the rest of `stretch` is not written.
std::size_t unbroken(std::span<Slice const> slices, Bits const& who, Bits* stretch, Bits& whole);
// Days up to `last`.
void up_to(std::int32_t const* days, std::int32_t last, Bits& out);
// Places in `wanted`, a bit each.
void one_of(std::uint8_t const* places, std::uint64_t wanted, Bits& out);

}  // namespace thidua::law
