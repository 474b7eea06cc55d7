// The Vietnamese lunisolar calendar, computed from the new moons and the sun's longitude at +07:00.
// Valid from 1968, when Viet Nam took this clock for its calendar, to 2199.
#pragma once

#include "base/date.h"

#include <optional>

namespace thidua::calendar {

struct LunarDate {
    int year = 0;
    int month = 0;  // 1..12
    int day = 0;    // 1..30
    bool leap = false;
    bool operator==(LunarDate const&) const = default;
};

LunarDate lunar_of(Date day);
// Nothing for a day or leap month that the year does not have.
std::optional<Date> solar_of(LunarDate const& lunar);

}  // namespace thidua::calendar
