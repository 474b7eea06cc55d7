#include "law/bonus.h"

#include "base/testing/source_tree.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace thidua::law {
namespace {

MoneyTable table()
{
    std::ostringstream bytes;
    bytes << std::ifstream(thidua::testing::in_source_tree("law/parameters/money.yaml")).rdbuf();
    return read_money({"law/parameters/money.yaml", bytes.str()}).value();
}

Bonus of(std::string const& award, Subject subject, int year, int month, int day)
{
    return bonus(table(), award, subject, *make_date(year, month, day)).value();
}

// 0.3 × 2,340,000 = 702,000 → 710,000.
TEST(Bonus, IsRoundedUpToTenThousandSince2024)
{
    EXPECT_EQ(of("ldtt", Subject::Person, 2025, 12, 20).amount, 710'000);
    EXPECT_EQ(of("ldtt", Subject::Person, 2023, 12, 31).amount, 540'000);
    EXPECT_EQ(of("ldtt", Subject::Person, 2018, 6, 30).amount, 390'000);
}

TEST(Bonus, FollowsTheSalaryOfTheDayOfTheDecision)
{
    EXPECT_EQ(of("cstd-co-so", Subject::Person, 2024, 6, 30).amount, 1'800'000);
    EXPECT_EQ(of("cstd-co-so", Subject::Person, 2024, 7, 1).amount, 2'340'000);
}

// 9.0 × 2,530,000 = 22,770,000, or twice the rounded 11,390,000 = 22,780,000: open.
TEST(Bonus, TellsBothSumsWhereTheOrderOfDoublingMatters)
{
    auto const unit = of("hc-lao-dong-3", Subject::Unit, 2026, 8, 1);
    EXPECT_EQ(unit.amount, 22'770'000);
    EXPECT_EQ(unit.other_amount, 22'780'000);
}

TEST(Bonus, IsUnknownWhereNoCoefficientStands)
{
    EXPECT_FALSE(bonus(table(), "co-ban", Subject::Unit, *make_date(2019, 12, 20)));
    EXPECT_FALSE(bonus(table(), "ky-niem-chuong", Subject::Person, *make_date(2025, 12, 20)));
    EXPECT_FALSE(bonus(table(), "ldtt", Subject::Person, *make_date(2010, 1, 1)));
}

}  // namespace
}  // namespace thidua::law
