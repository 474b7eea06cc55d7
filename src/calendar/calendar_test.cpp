#include "calendar/acts.h"
#include "calendar/pages.h"

#include "http/testing/pages.h"
#include "storage/testing/fixture.h"

#include <gmock/gmock.h>

namespace thidua::calendar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

Date day(char const* iso) { return parse_iso_date(iso).value(); }

std::vector<std::string> days_of(int year, std::string_view code)
{
    std::vector<std::string> days;
    for (auto const& holiday : proposed_holidays(year)) {
        if (holiday.code == code) days.push_back(to_iso(holiday.day));
    }
    return days;
}

TEST(ProposedHolidays, SolarAndLunarDays)
{
    EXPECT_THAT(days_of(2026, "tet-duong-lich"), ElementsAre("2026-01-01"));
    EXPECT_THAT(days_of(2026, "tet-nguyen-dan"),
                ElementsAre("2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20"));
    EXPECT_THAT(days_of(2025, "gio-to"), ElementsAre("2025-04-07"));
}

TEST(ProposedHolidays, NationalDayHasANeighbourFrom2021)
{
    EXPECT_THAT(days_of(2020, "quoc-khanh"), ElementsAre("2020-09-02"));
    EXPECT_THAT(days_of(2021, "quoc-khanh"), ElementsAre("2021-09-02", "2021-09-03"));
    EXPECT_THAT(days_of(2022, "quoc-khanh"), ElementsAre("2022-09-01", "2022-09-02"));
    EXPECT_THAT(days_of(2024, "quoc-khanh"), ElementsAre("2024-09-02", "2024-09-03"));
    EXPECT_THAT(days_of(2025, "quoc-khanh"), ElementsAre("2025-09-01", "2025-09-02"));
}

TEST(ProposedHolidays, AWeekendHolidayIsMadeUpFor)
{
    EXPECT_THAT(days_of(2023, kInLieu), IsSupersetOf({"2023-01-02", "2023-09-04"}));
    EXPECT_THAT(days_of(2026, kInLieu), ElementsAre("2026-04-27"));
}

class CalendarTest : public storage::testing::MigratedTest {
protected:
    access::Actor office_ = http::testing::actor_with({access::Permission::WriteCalendar});
    access::Actor reader_ = http::testing::actor_with({access::Permission::ReadRegister});
    FixedClock clock_{day("2026-11-21")};
    http::testing::Pages pages_{db(), clock_, {add_pages}};

    bool works(char const* iso)
    {
        return db().read([&](storage::Transaction& tx) { return is_working_day(tx, day(iso)); });
    }
    std::int64_t lines()
    {
        return *db().read(
            [](storage::Transaction& tx) { return tx.integer("SELECT count(*) FROM audit_line"); });
    }
};
THIDUA_ON_EACH_ENGINE(CalendarTest);

TEST_P(CalendarTest, CountsWorkingDays)
{
    db().read([](storage::Transaction& tx) {
        EXPECT_EQ(add_working_days(tx, day("2026-11-20"), 1), day("2026-11-23"));
        EXPECT_EQ(add_working_days(tx, day("2026-02-13"), 1), day("2026-02-23"));
        EXPECT_EQ(add_working_days(tx, day("2026-11-23"), -1), day("2026-11-20"));
        EXPECT_EQ(add_working_days(tx, day("2026-11-21"), 0), day("2026-11-21"));
        EXPECT_EQ(add_working_days(tx, day("2026-12-31"), 1), day("2027-01-04"));
        EXPECT_EQ(count_working_days(tx, day("2026-11-16"), day("2026-11-22")), 5);
        EXPECT_EQ(count_working_days(tx, day("2026-02-14"), day("2026-02-22")), 0);
        EXPECT_EQ(count_working_days(tx, day("2026-11-22"), day("2026-11-16")), 0);
    });
}

TEST_P(CalendarTest, TheOfficeCorrectsADayAndConfirmsTheYear)
{
    EXPECT_TRUE(works("2026-12-24"));
    EXPECT_EQ(pages_
                  .post("/calendar/2026/days",
                        {{"day", "24/12/2026"}, {"note", "Nghỉ bù"}, {"version", "0"}},
                        office_)
                  .status,
              200);
    EXPECT_FALSE(works("2026-12-24"));
    EXPECT_FALSE(works("2026-09-02"));
    EXPECT_EQ(
        pages_
            .post("/calendar/2026/days",
                  {{"day", "26/12/2026"}, {"note", "Làm bù"}, {"works", "1"}, {"version", "1"}},
                  office_)
            .status,
        200);
    EXPECT_TRUE(works("2026-12-26"));
    EXPECT_EQ(
        pages_
            .post("/calendar/2026/days/remove", {{"day", "2026-02-16"}, {"version", "2"}}, office_)
            .status,
        200);
    EXPECT_TRUE(works("2026-02-16"));
    EXPECT_EQ(pages_.post("/calendar/2026/confirm", {{"version", "3"}}, office_).status, 200);

    auto const shown = pages_.get("/calendar/2026", reader_);
    EXPECT_EQ(shown.document().at("state"), "confirmed");
    EXPECT_EQ(shown.document().at("confirmed_by"), "tester");
    EXPECT_EQ(shown.document().at("list").at("rows").at(0).at("state"), "confirmed");
    EXPECT_EQ(lines(), 4);
}

TEST_P(CalendarTest, AnUntouchedYearIsShownAsProposed)
{
    auto const shown = pages_.get("/calendar", reader_);
    ASSERT_EQ(shown.status, 200);
    EXPECT_EQ(shown.document().at("year"), 2026);
    EXPECT_EQ(shown.document().at("state"), "proposed");
    EXPECT_EQ(shown.document().at("list").at("rows").at(0).at("day"), "2026-01-01");
    EXPECT_EQ(pages_.get("/calendar/99999", reader_).status, 404);
    EXPECT_EQ(pages_.get("/calendar/2027", reader_).document().at("year"), 2027);
}

TEST_P(CalendarTest, RefusesWhatIsWrongAndWritesNothing)
{
    EXPECT_EQ(pages_.post("/calendar/2026/days", {{"day", "31/02/2026"}, {"version", "0"}}, office_)
                  .problems(),
              "error.date@day");
    EXPECT_EQ(pages_
                  .post("/calendar/2026/days",
                        {{"day", "1/1/2027"}, {"note", "x"}, {"version", "0"}},
                        office_)
                  .problems(),
              "calendar.error.other-year@day");
    EXPECT_EQ(pages_.post("/calendar/2026/days", {{"day", "24/12/2026"}, {"version", "0"}}, office_)
                  .problems(),
              "error.required@note");
    EXPECT_EQ(pages_
                  .post("/calendar/2026/days",
                        {{"day", "24/12/2026"}, {"note", "x"}, {"works", "1"}, {"version", "0"}},
                        office_)
                  .problems(),
              "calendar.error.works-on-weekday@works");
    EXPECT_EQ(pages_.post("/calendar/2026/confirm", {{"version", "5"}}, office_).status, 409);
    EXPECT_EQ(pages_.post("/calendar/1066/confirm", {{"version", "0"}}, office_).status, 404);
    EXPECT_EQ(pages_.post("/calendar/2026/confirm", {{"version", "0"}}, reader_).status, 403);
    EXPECT_EQ(
        pages_
            .post("/calendar/2026/days/remove", {{"day", "2026-12-24"}, {"version", "0"}}, office_)
            .status,
        404);
    EXPECT_EQ(lines(), 0);
    EXPECT_EQ(pages_.get("/calendar", reader_).document().at("version"), 0);
}

}  // namespace
}  // namespace thidua::calendar
