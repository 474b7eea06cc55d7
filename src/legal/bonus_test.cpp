#include "legal/bonus.h"

#include "legal/book.h"
#include "legal/pages.h"
#include "legal/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::legal {
namespace {

using namespace testing;

class BonusTest : public LegalTest {
protected:
    Payments paid(Payee payee, std::vector<Given> const& given, Date decided)
    {
        return db().read([&](storage::Transaction& tx) {
            return payments(*book_for(tx, decided, "/"), money_for(tx, decided), payee, given, decided);
        });
    }
    Date const late_2025 = *make_date(2025, 12, 20);
};
THIDUA_ON_EACH_ENGINE(BonusTest);

// "Same moment, several titles with the same counted period: only the highest."
TEST_P(BonusTest, OfTitlesOfOnePeriodTheHighestIsPaid)
{
    auto const sums = paid(Payee::Person, {{"cstt", 2025, 2025}, {"cstd-co-so", 2025, 2025}}, late_2025);
    EXPECT_EQ(sums.items[0].instead, 1U);
    EXPECT_FALSE(sums.items[1].instead);
    EXPECT_EQ(sums.total, 2'340'000);
    EXPECT_TRUE(sums.complete);
}

// "With different periods (CSTĐCS of the year, CSTĐ Bộ of three years): each."
TEST_P(BonusTest, TitlesOfDifferentPeriodsAreEachPaid)
{
    auto const sums = paid(Payee::Person, {{"cstd-co-so", 2025, 2025}, {"cstd-bo", 2023, 2025}}, late_2025);
    EXPECT_EQ(sums.total, 2'340'000 + 7'020'000);
}

// "A title and a form: both."
TEST_P(BonusTest, ATitleAndAFormAreBothPaid)
{
    auto const sums = paid(Payee::Person, {{"cstd-co-so", 2025, 2025}, {"bk-bo", 2025, 2025}}, late_2025);
    EXPECT_EQ(sums.total, 2'340'000 + 3'510'000);
    EXPECT_TRUE(sums.complete);
}

TEST_P(BonusTest, WithoutPeriodsSomebodyHasToLook)
{
    auto const sums = paid(Payee::Person, {{"cstt", 0, 0}, {"cstd-co-so", 2025, 2025}}, late_2025);
    EXPECT_TRUE(sums.items[0].period_missing);
    EXPECT_FALSE(sums.complete);
}

TEST_P(BonusTest, TheOverlapRuleIsNotReadForOldDecisions)
{
    auto const sums =
        paid(Payee::Person, {{"cstt", 2018, 2018}, {"cstd-co-so", 2018, 2018}}, *make_date(2018, 12, 20));
    EXPECT_TRUE(sums.overlap.clause.empty());
    EXPECT_FALSE(sums.complete);
}

// "Households 1.5 × the person's sum": 1.5 × 710,000 = 1,065,000; rounded after it is multiplied,
// 0.45 × 2,340,000 = 1,053,000 gives 1,060,000.
TEST_P(BonusTest, AHouseholdGetsHalfAsMuchAgainInBothOrdersOfRounding)
{
    auto const sums = paid(Payee::Household, {{"giay-khen", 2025, 2025}}, late_2025);
    ASSERT_TRUE(sums.items[0].bonus);
    EXPECT_EQ(sums.items[0].bonus->amount, 1'065'000);
    EXPECT_EQ(sums.items[0].bonus->other_amount, 1'060'000);
    EXPECT_FALSE(sums.complete);
}

TEST_P(BonusTest, ThePageAnswersWithSumsAndClauses)
{
    FixedClock const clock{late_2025};
    http::testing::Pages pages{db(), clock, {add_pages}};
    EXPECT_EQ(pages.get("/law/bonus", reader).status, 200);
    auto const reply = pages.get("/law/bonus?decided=20/12/2025&payee=person&award=cstt&from=2025&to=2025"
                                 "&award=cstd-co-so&from=2025&to=2025&award=&from=&to=",
                                 reader);
    ASSERT_EQ(reply.status, 200) << reply.problems();
    auto const& sums = reply.document().at("payments");
    EXPECT_EQ(sums.at("total"), 2'340'000);
    EXPECT_EQ(sums.at("items").as_array().size(), 2U);
    EXPECT_FALSE(sums.at("items").at(1).at("salary_clause").as_string().empty());
    EXPECT_EQ(pages.get("/law/bonus?decided=hôm qua&payee=person&award=cstt", reader).problems(),
              "legal.error.day@decided");
    EXPECT_EQ(pages.get("/law/bonus?decided=20/12/2025&payee=person&award=none", reader).problems(),
              "legal.error.award@award");
}

}  // namespace
}  // namespace thidua::legal
