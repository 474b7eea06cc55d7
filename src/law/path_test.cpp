#include "law/path.h"

#include "law/testing/packs.h"
#include "law/testing/random_history.h"

#include <gtest/gtest.h>

namespace thidua::law {
namespace {

using testing::book;
using testing::Dice;
using testing::seed;

Date end_of(int year) { return *make_date(year, 12, 31); }

// The history after the path was walked, the award asked for not yet given; nothing where an award
// on the way could not be given when the path says so.
std::optional<Facts> walked(Facts facts, Path const& path)
{
    for (std::size_t i = 0; i < path.years.size(); ++i) {
        auto const& coming = path.years[i];
        achieve(facts, coming);
        bool const last = i + 1 == path.years.size();
        for (std::size_t j = 0; j < coming.awards.size(); ++j) {
            if (!reachable(book(), facts, coming.awards[j], coming.year)) return std::nullopt;
            if (!last || j + 1 < coming.awards.size()) grant(facts, coming.awards[j], coming.year);
        }
    }
    return facts;
}

TEST(Path, AsksForNoMoreThanTheTitleNeeds)
{
    Facts facts;
    for (int const year : {2017, 2018}) {
        facts.history.awards.push_back(
            {"cstd-co-so", year, year, *make_date(year, 12, 20), Mode::Merit, ""});
    }
    auto const found = path(book(), facts, {"cstd-bo", 2018, end_of(2018)}, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 2019);
    EXPECT_FALSE(found->projection);
    ASSERT_EQ(found->years.size(), 1u);
    auto const& coming = found->years.front();
    EXPECT_EQ(coming.year, 2019);
    // Section 4.2, R0: a base title needs the year's rating and an initiative of the year; 4.3: one
    // initiative at ministry level serves both.
    EXPECT_EQ(coming.rating, Rating::Excellent);
    EXPECT_EQ(coming.initiatives, 1);
    EXPECT_EQ(coming.level, Level::Ministry);
    EXPECT_EQ(coming.awards, (std::vector<std::string>{"cstd-co-so", "cstd-bo"}));
}

TEST(Path, SpreadsALongRoadOverTheYears)
{
    auto const found = path(book(), {}, {"cstd-bo", 2018, end_of(2018)}, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 2021);
    ASSERT_EQ(found->years.size(), 3u);
    int initiatives = 0, ministry = 0;
    for (auto const& coming : found->years) {
        EXPECT_EQ(coming.awards.front(), "cstd-co-so");
        initiatives += coming.initiatives;
        ministry += coming.level == Level::Ministry ? 1 : 0;
    }
    EXPECT_EQ(initiatives, 3);
    EXPECT_EQ(ministry, 1);
    EXPECT_FALSE(path(book(), {}, {"cstd-bo", 2018, end_of(2018)}, 2));
}

TEST(Path, IsEmptyWhereTheAwardMayBeGivenNow)
{
    Facts facts;
    facts.history.ratings[2025] = Rating::Excellent;
    auto const found = path(book(), facts, {"cstd-co-so", 2025, end_of(2025)}, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 2025);
    EXPECT_TRUE(found->years.empty());
}

TEST(Path, IsAProjectionWhereTheTextIsUnread)
{
    auto const found = path(book(), {}, {"cstd-co-so", 2025, end_of(2025)}, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 2026);
    EXPECT_TRUE(found->projection);
    EXPECT_EQ(found->regime, "R2");
}

TEST(Path, HasNoneWhereThePointIsOpen)
{
    EXPECT_FALSE(path(book(), {}, {"hc-doc-lap-1", 2018, end_of(2018)}, 40));
}

// Asked in October 2014 about 2012: what 2013 was rated is known and stays "good", so the two years
// of section 7, R0 (ministry's certificate: excellent twice) are 2014 and 2015.
TEST(Path, BeginsAfterTheYearsThatHadEndedWhenTheDossierCame)
{
    Facts facts;
    facts.history.ratings = {{2011, Rating::Excellent},
                             {2012, Rating::NotCompleted},
                             {2013, Rating::Good},
                             {2014, Rating::Good}};
    Question const question{"bk-bo", 2012, *make_date(2014, 10, 14)};
    EXPECT_EQ(look_ahead(book(), facts, question).earliest_year, 2015);
    auto const found = path(book(), facts, question, 5);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->year, 2015);
    EXPECT_EQ(found->years.front().year, 2014);
    // Received on the last day of 2013, all of 2014 lies ahead; the law before June 2014 is unread.
    EXPECT_FALSE(look_ahead(book(), facts, {"bk-bo", 2012, end_of(2013)}).projected_year);
}

// All that the base title of 2018 asks is there, but it was not given: whether it still may be is for
// a person, so the three titles in a row (section 4.3) are those of 2019 to 2021. In the middle of the
// year the same title may still come.
TEST(Path, TakesNoAwardOfAYearThatHadEnded)
{
    Facts facts;
    for (int const year : {2016, 2017}) {
        facts.history.awards.push_back(
            {"cstd-co-so", year, year, *make_date(year, 12, 20), Mode::Merit, ""});
    }
    facts.history.ratings[2018] = Rating::Excellent;
    facts.history.initiatives.push_back({2018, Level::Ministry, "sang-kien", ""});
    ASSERT_EQ(evaluate(book(), facts, {"cstd-co-so", 2018, end_of(2018)}).answer, Answer::Eligible);
    for (auto const received : {end_of(2018), *make_date(2019, 2, 10)}) {
        auto const found = path(book(), facts, {"cstd-bo", 2018, received}, 5);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->year, 2021);
        EXPECT_EQ(found->years.front().year, 2019);
    }
    auto const within = path(book(), facts, {"cstd-bo", 2018, *make_date(2018, 12, 1)}, 5);
    ASSERT_TRUE(within);
    EXPECT_EQ(within->year, 2018);
    EXPECT_EQ(within->years.front().awards, (std::vector<std::string>{"cstd-co-so", "cstd-bo"}));
}

TEST(Path, WaitsForTheConclusionOfAPendingCase)
{
    Facts facts;
    facts.history.pending.push_back("thanh-tra");
    auto const found = path(book(), facts, {"ldtt", 2018, end_of(2018)}, 5);
    ASSERT_FALSE(found);  // An officer is not a subject of this title.
    auto const own = path(book(), facts, {"cstt", 2018, end_of(2018)}, 5);
    ASSERT_TRUE(own);
    EXPECT_TRUE(own->after_conclusion);
}

// Whatever the history: who walks the path may be proposed in the year it names, and nothing on it
// can be left out.
TEST(Path, LeadsToTheAwardAndNothingCanBeLeftOut)
{
    Dice dice(seed());
    int found_paths = 0;
    for (int i = 0; i < 150; ++i) {
        auto const& regime = book().regimes[static_cast<std::size_t>(dice.between(1, 6))];
        auto question = testing::random_question(dice, regime);
        question.award = dice.of(std::vector<std::string>{
            "cstt", "cstd-co-so", "cstd-bo", "cstd-toan-quoc", "bk-bo", "bk-ttg", "dvqt", "co-bo"});
        auto const subject =
            book().awards.at(question.award).for_persons ? Subject::Person : Subject::Unit;
        auto facts = testing::random_facts(dice, subject, question.year);
        facts.history.lineage.clear();
        auto const found = path(book(), facts, question, 8);
        if (!found || found->years.empty()) continue;
        ++found_paths;
        SCOPED_TRACE("THIDUA_SEED=" + std::to_string(seed()) + "\n" +
                     testing::to_yaml(facts, question, "eligible"));
        auto const after = walked(facts, *found);
        ASSERT_TRUE(after);
        ASSERT_TRUE(reachable(book(), *after, question.award, found->year));
        EXPECT_EQ(found->years.back().year, found->year);
        EXPECT_EQ(found->years.back().awards.back(), question.award);
        for (std::size_t at = 0; at < found->years.size(); ++at) {
            auto poorer = *found;
            poorer.years[at].rating = Rating::None;
            poorer.years[at].initiatives = 0;
            if (poorer.years[at].rating == found->years[at].rating &&
                found->years[at].initiatives == 0)
                continue;
            auto const tried = walked(facts, poorer);
            EXPECT_FALSE(tried && reachable(book(), *tried, question.award, found->year));
        }
    }
    EXPECT_GT(found_paths, 40);
}

}  // namespace
}  // namespace thidua::law
