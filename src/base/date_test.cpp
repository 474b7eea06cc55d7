#include "base/date.h"

#include "base/clock.h"

#include <gtest/gtest.h>

namespace thidua {

TEST(Date, ReadsDayBeforeMonthAndRefusesDaysThatDoNotExist)
{
    EXPECT_EQ(parse_date("05/12/2026"), make_date(2026, 12, 5));
    EXPECT_EQ(parse_date(" 5-1-2018 "), make_date(2018, 1, 5));
    EXPECT_EQ(parse_date("18.12.2018"), make_date(2018, 12, 18));
    EXPECT_EQ(parse_date("2018-12-18"), make_date(2018, 12, 18));
    for (auto const* bad : {"31/02/2018", "13/13/2018", "1/1/18", "2018/12/18", "", "//", "12/2018", "1/1/2018x", "-1/1/2018", "0/1/2018"}) {
        EXPECT_FALSE(parse_date(bad)) << bad;
    }
}

TEST(Date, CalendarRoundTripsOverFourCenturies)
{
    for (std::int32_t day = make_date(1800, 1, 1)->days; day < make_date(2200, 1, 1)->days; ++day) {
        Date const date{day};
        ASSERT_EQ(parse_iso_date(to_iso(date)), date);
        ASSERT_EQ(parse_date(to_vietnamese(date)), date);
    }
}

TEST(Date, MonthsKeepTheDayOrTakeTheLast)
{
    EXPECT_EQ(make_date(2026, 7, 1)->plus_months(6), *make_date(2027, 1, 1));
    EXPECT_EQ(make_date(2024, 1, 31)->plus_months(1), *make_date(2024, 2, 29));
    EXPECT_EQ(make_date(2024, 3, 31)->plus_months(-1), *make_date(2024, 2, 29));
    EXPECT_EQ(make_date(2026, 11, 21)->weekday(), 6);
}

TEST(Date, LegalDayChangesAtMidnightInVietNam)
{
    auto const midnight = start_of(*make_date(2026, 1, 1));
    EXPECT_EQ(to_iso(midnight), "2025-12-31T17:00:00Z");
    EXPECT_EQ(to_vietnamese(midnight), "01/01/2026 00:00");
    EXPECT_EQ(legal_day(Instant{midnight.seconds - 1}), *make_date(2025, 12, 31));
    EXPECT_EQ(legal_day(midnight), *make_date(2026, 1, 1));
    EXPECT_EQ(to_iso(Instant{-1}), "1969-12-31T23:59:59Z");
}

TEST(Clock, ShiftedClockStandsOnItsDay)
{
    auto const day = *make_date(2025, 12, 1);
    EXPECT_EQ(ShiftedClock{day}.today(), day);
    EXPECT_EQ(FixedClock{day}.today(), day);
}

}  // namespace thidua
