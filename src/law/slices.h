// Years of the subjects of one block while they are judged: put together from planes without
// copying what is needed from one plane alone.
#pragma once

#include "law/plane.h"

namespace thidua::law {

// Room for every year of a block.
using YearBits = std::array<Bits, kYearBits>;

extern Bits const kNobody, kEverybody;

// Who has which years. A year that nobody has is not in any().
class Slices {
public:
    explicit Slices(YearBits& room) : room_(room) {}
    Slices(Slices const&) = delete;
    Slices& operator=(Slices const&) = delete;

    std::uint64_t any() const { return any_; }
    // Of a year in any(): who has it.
    Bits const& operator[](int year)
    {
        auto const at = static_cast<std::size_t>(year);
        return also_[at] == &kNobody ? *of_[at] : own(year);
    }
    // The same in two parts, nothing copied.
    Bits const& part(int year) const { return *of_[static_cast<std::size_t>(year)]; }
    Bits const& other_part(int year) const { return *also_[static_cast<std::size_t>(year)]; }
    // Valid as long as the bits and the room.
    void join(int year, Bits const& bits);
    // Those of the years that a plane has.
    void join(Plane const& plane, std::size_t block, std::uint64_t years);
    void put(int year, std::size_t lane) { add(own(year), lane); }
    // Those of one year.
    void put(int year, std::span<Plane::Row const> rows)
    {
        auto& bits = own(year);
        for (auto const row : rows) add(bits, row.lane());
    }

private:
    static void add(Bits& bits, std::size_t lane)
    {
        bits[lane / 64] |= std::uint64_t{1} << lane % 64;
    }
    // Made ours where they are not yet.
    Bits& own(int year)
    {
        auto const at = static_cast<std::size_t>(year);
        bool const ours = (any_ >> year & 1) != 0 && of_[at] == &room_[at] && also_[at] == &kNobody;
        return ours ? room_[at] : make_own(year);
    }
    Bits& make_own(int year);

    YearBits& room_;
    std::uint64_t any_ = 0;
    std::array<Bits const*, kYearBits> of_, also_;  // Where the year is in any_.
};

// Of each year those subjects for whom it counts.
using Kept = std::array<Bits const*, kYearBits>;

// The years that may count: `years`, for those whom `kept` has. They end with the year `last`.
// `who` is asked about; of anybody else anything may be said.
struct Window {
    std::uint64_t years;
    Kept const* kept;
    int last;
    Bits const* who;
};

}  // namespace thidua::law
