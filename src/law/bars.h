// The years of a block that do not count any more: those up to a measure's end or up to the last
// award of the same form. What counts is told per year, for each year those in whose way nothing
// stands in it or later.
#pragma once

#include "law/slices.h"

#include <vector>

namespace thidua::law {

class Bars {
public:
    // Those of one year one after the other.
    struct Row {
        std::uint32_t lane, next;
    };

    // `newest`, at most 63, is the last year there is: what lies later stands in it. The rooms are
    // used as long as the bars.
    Bars(YearBits& room, std::vector<Row>& rows, int newest)
        : planes_(room), rows_(rows), newest_(newest)
    {
        first_.fill(kNone);
        rows_.clear();
    }

    // The years of a plane, each moved by `lag`.
    void join(Plane const& plane, std::size_t block, std::uint64_t years, int lag);
    void put(int year, std::size_t lane)
    {
        year = std::min(year, newest_);
        auto& first = first_[static_cast<std::size_t>(year)];
        rows_.push_back({static_cast<std::uint32_t>(lane), first});
        first = static_cast<std::uint32_t>(rows_.size() - 1);
        has_row_ |= std::uint64_t{1} << year;
    }
    // For whom each year counts: of those who are `clean` since (of all, where there is no such
    // plane) whom nothing put here stands in the way of. Valid as long as `windows`.
    Kept kept(YearBits& windows, Plane const* clean, std::size_t block) const;

private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    Slices planes_;
    std::vector<Row>& rows_;
    int newest_;
    std::uint64_t has_row_ = 0;
    std::array<std::uint32_t, kYearBits> first_;
};

}  // namespace thidua::law
