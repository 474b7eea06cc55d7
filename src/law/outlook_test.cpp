// The earliest year, against years derived by hand from the law and against trying everything.
#include "law/projection.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

namespace thidua::law {
namespace {

using testing::book;

Question at_year_end(std::string const& award, int year)
{
    return {award, year, *make_date(year, 12, 31)};
}

AwardFact award_of(std::string const& code, int year)
{
    return {code, year, year, *make_date(year, 12, 20), Mode::Merit, ""};
}

// Nothing so far. Titles 2026 and 2027 give the ministry's certificate; 2026 to 2030 are the five
// years of the Prime Minister's; 2031 to 2035 and 2036 to 2040 those of the orders.
TEST(OutlookByHand, APersonClimbsTheLadderOfTheNewLaw)
{
    Facts const nobody;
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("cstd-co-so", 2025)).projected_year, 2026);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("bk-bo", 2025)).projected_year, 2027);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("cstd-bo", 2025)).projected_year, 2028);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("bk-ttg", 2025)).projected_year, 2030);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("cstd-toan-quoc", 2025)).projected_year, 2031);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("hc-lao-dong-3", 2025)).projected_year, 2035);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("hc-lao-dong-2", 2025)).projected_year, 2040);
}

// Excellent 2015 and 2016: certificate of the ministry, decided 2016; 2017 to 2021 the five years.
TEST(OutlookByHand, APersonClimbsTheLadderOfTheOldLaw)
{
    Facts const nobody;
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("bk-bo", 2014)).earliest_year, 2016);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("cstd-bo", 2014)).earliest_year, 2017);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("cstd-toan-quoc", 2014)).earliest_year, 2020);
    EXPECT_EQ(look_ahead(book(), nobody, at_year_end("bk-ttg", 2014)).earliest_year, 2021);
    auto const order = look_ahead(book(), nobody, at_year_end("hc-lao-dong-3", 2014));
    EXPECT_EQ(order.earliest_year, std::nullopt);
    EXPECT_EQ(order.projected_year, 2026);
}

TEST(OutlookByHand, AUnitClimbsAsFarAsTheTextWasRead)
{
    Facts unit;
    unit.subject = Subject::Unit;
    unit.history.joined = make_date(1980, 1, 1);
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("dvqt", 2014)).earliest_year, 2015);
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("bk-bo", 2014)).earliest_year, 2016);
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("bk-ttg", 2014)).earliest_year, 2021);
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("bk-ttg", 2024)).projected_year, std::nullopt);
    unit.history.awards = {award_of("bk-ttg", 2013)};
    unit.history.ratings = {{2014, Rating::Excellent}};
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("hc-lao-dong-3", 2014)).earliest_year, 2018);
    unit.history.joined = make_date(2012, 6, 1);
    EXPECT_EQ(look_ahead(book(), unit, at_year_end("hc-lao-dong-3", 2014)).earliest_year, 2022);
}

TEST(OutlookByHand, WhatNobodyCanReachIsToldAtOnce)
{
    Facts officer;
    officer.category = "officer";
    EXPECT_FALSE(can_be_given(book(), officer, "ldtt"));
    EXPECT_TRUE(can_be_given(book(), officer, "cstd-bo"));
    Facts worker;
    worker.category = "worker";
    EXPECT_TRUE(can_be_given(book(), worker, "ldtt"));
    // Every text leaves it to a person.
    EXPECT_FALSE(can_be_given(book(), officer, "hc-sao-vang"));
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("hc-sao-vang", 2024)).projected_year,
              std::nullopt);
}

TEST(OutlookByHand, AMedalFallsDueOnItsDay)
{
    Facts officer;
    officer.history.joined = make_date(1997, 9, 10);
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("hch-qkqt", 2018)).earliest_year, 2022);
    EXPECT_EQ(look_ahead(book(), officer, {"hch-qkqt", 2022, *make_date(2022, 6, 1)}).earliest_year,
              2022);
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("hch-csvv-3", 2018)).earliest_year,
              std::nullopt);
}

TEST(OutlookByHand, WhatNoEffortMendsHasNoYear)
{
    Facts officer;
    officer.history.disciplines = {{"khien-trach", *make_date(2020, 1, 1), std::nullopt}};
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("bk-bo", 2024)).projected_year, std::nullopt);
    EXPECT_EQ(look_ahead(book(), Facts{}, at_year_end("hc-lao-dong-1", 2024)).projected_year,
              std::nullopt);
    EXPECT_EQ(look_ahead(book(), Facts{}, at_year_end("giay-khen", 2024)).projected_year,
              std::nullopt);
}

// The years 2021 to 2025 after the Prime Minister's certificate: the order asks titles of them that
// the law of 2023 would not have asked.
TEST(OutlookByHand, ATitleCountsUnderTheLawThatComesAfter)
{
    Facts officer;
    officer.history.awards = {award_of("bk-ttg", 2020)};
    officer.history.ratings = {{2021, Rating::Good}, {2022, Rating::Good}};
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("hc-lao-dong-3", 2022)).earliest_year, 2025);
}

// Time taken away comes back after the measure: 2024 and 2025 are the first two years that count.
TEST(OutlookByHand, AMeasureMovesTheYearByItsEnd)
{
    Facts officer;
    officer.history.awards = {award_of("cstd-co-so", 2022)};
    officer.history.disciplines = {{"khien-trach", *make_date(2022, 5, 1), make_date(2023, 5, 1)}};
    EXPECT_EQ(look_ahead(book(), officer, at_year_end("bk-bo", 2022)).earliest_year, 2025);
}

// Plays every choice of awards year by year, the best deeds in each.
class Trials {
public:
    Trials(Facts facts, Question question) : facts_(std::move(facts)), question_(question) {}

    bool reach(int year) { return reach(facts_, question_.year + 1, year); }

private:
    static std::vector<std::string> const& grants()
    {
        static std::vector<std::string> const codes = {"cstd-co-so", "bk-bo", "cstd-bo", "bk-ttg"};
        return codes;
    }

    static Regime const& regime_of(int year)
    {
        auto const* regime = book().regime_on(*make_date(year, 12, 31));
        return regime->unread.empty() ? *regime : *book().regime(regime->projection);
    }

    static bool may(Facts const& facts, std::string const& award, int year)
    {
        auto const& regime = regime_of(year);
        return evaluate_under(book(), regime, facts, at_year_end(award, year)).answer ==
               Answer::Eligible;
    }

    // Whether the award can be had by the last year.
    bool reach(Facts facts, int year, int last) const
    {
        if (year > last) return false;
        facts.history.ratings[year] = Rating::Excellent;
        for (int i = 0; i < 5; ++i)
            facts.history.initiatives.push_back({year, Level::Nation, "sang-kien", ""});
        return choose(facts, year, last, 0);
    }

    bool choose(Facts const& facts, int year, int last, std::size_t next) const
    {
        if (may(facts, question_.award, year)) return true;
        if (next == grants().size()) return reach(facts, year + 1, last);
        if (choose(facts, year, last, next + 1)) return true;
        if (!may(facts, grants()[next], year)) return false;
        auto granted = facts;
        granted.history.awards.push_back(
            {grants()[next], year, year, *make_date(year, 12, 31), Mode::Merit, ""});
        return choose(granted, year, last, next + 1);
    }

    Facts facts_;
    Question question_;
};

Facts some_officer(int year)
{
    Facts facts;
    for (int back = 0; back < 6; ++back) {
        auto const rating = *rc::gen::element(
            Rating::None, Rating::Completed, Rating::Good, Rating::Excellent, Rating::Excellent);
        if (rating != Rating::None) facts.history.ratings[year - back] = rating;
        if (*rc::gen::inRange(0, 3) > 0)
            facts.history.awards.push_back(award_of("cstd-co-so", year - back));
    }
    for (auto const* code : {"bk-bo", "cstd-bo", "bk-ttg"}) {
        if (*rc::gen::inRange(0, 2) == 0) continue;
        facts.history.awards.push_back(award_of(code, year - *rc::gen::inRange(0, 8)));
    }
    if (*rc::gen::inRange(0, 5) == 0) {
        facts.history.disciplines.push_back(
            {"khien-trach", *make_date(year - 1, 3, 1), make_date(year, 3, 1)});
    }
    return facts;
}

RC_GTEST_PROP(OutlookByTrial, NoChoiceOfAwardsIsShorter, ())
{
    auto const year = *rc::gen::element(2015, 2019, 2022, 2024);
    auto const award = *rc::gen::element<std::string>(
        "bk-bo", "bk-ttg", "cstd-bo", "cstd-toan-quoc", "hc-lao-dong-3", "hc-lao-dong-2");
    auto const facts = some_officer(year);
    auto const question = at_year_end(award, year);
    auto const outlook = look_ahead(book(), facts, question);
    int const found = outlook.projected_year.value_or(year + 4);
    RC_PRE(found > year);
    int const before = std::min(found - 1, year + 3);
    RC_ASSERT_FALSE(Trials(facts, question).reach(before));
    if (outlook.projected_year && found <= year + 3)
        RC_ASSERT(Trials(facts, question).reach(found));
}

}  // namespace
}  // namespace thidua::law
