#include "calendar/lunar.h"

#include <gtest/gtest.h>

namespace thidua::calendar {
namespace {

std::string new_year(int year) { return to_iso(solar_of({year, 1, 1, false}).value()); }

TEST(Lunar, NewYearFallsOnTheKnownDays)
{
    for (auto const* const day : {"2014-01-31",
                                  "2015-02-19",
                                  "2016-02-08",
                                  "2017-01-28",
                                  "2018-02-16",
                                  "2019-02-05",
                                  "2020-01-25",
                                  "2021-02-12",
                                  "2022-02-01",
                                  "2023-01-22",
                                  "2024-02-10",
                                  "2025-01-29",
                                  "2026-02-17",
                                  "2027-02-06",
                                  "2028-01-26"}) {
        EXPECT_EQ(new_year(parse_iso_date(day)->year()), day);
    }
}

// Beijing's clock, an hour ahead, gave another day in these years.
TEST(Lunar, NewYearDiffersFromChinaWhereItDid)
{
    EXPECT_EQ(new_year(1985), "1985-01-21");
    EXPECT_EQ(new_year(2007), "2007-02-17");
    EXPECT_EQ(new_year(2030), "2030-02-02");
}

TEST(Lunar, KnowsTheLeapMonths)
{
    EXPECT_TRUE(solar_of({2020, 4, 1, true}));
    EXPECT_TRUE(solar_of({2023, 2, 1, true}));
    EXPECT_TRUE(solar_of({2025, 6, 1, true}));
    EXPECT_FALSE(solar_of({2024, 2, 1, true}));
}

TEST(Lunar, TheTenthOfTheThirdMonth)
{
    EXPECT_EQ(to_iso(*solar_of({2024, 3, 10, false})), "2024-04-18");
    EXPECT_EQ(to_iso(*solar_of({2025, 3, 10, false})), "2025-04-07");
    EXPECT_EQ(to_iso(*solar_of({2026, 3, 10, false})), "2026-04-26");
}

TEST(Lunar, EveryDayHasOneLunarDateAndBack)
{
    auto const last = *make_date(2032, 12, 31);
    for (auto day = *make_date(2023, 1, 1); day <= last; day = day.plus_days(1)) {
        auto const lunar = lunar_of(day);
        EXPECT_EQ(solar_of(lunar), day) << to_iso(day);
        EXPECT_GE(lunar.day, 1);
        EXPECT_LE(lunar.day, 30);
    }
}

TEST(Lunar, RefusesDaysThatDoNotExist)
{
    EXPECT_FALSE(solar_of({2025, 13, 1, false}));
    EXPECT_FALSE(solar_of({2025, 1, 31, false}));
    EXPECT_FALSE(solar_of({2025, 1, 0, false}));
}

}  // namespace
}  // namespace thidua::calendar
