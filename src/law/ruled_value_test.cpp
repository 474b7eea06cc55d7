#include "law/ruled_value.h"

#include "law/parameters.h"

#include <gtest/gtest.h>

namespace thidua::law {
namespace {

Parameters const& tables() { return built_in_parameters(); }

std::string line(Valued what, TypedValue const& typed)
{
    auto const value = read_value(tables(), what, typed);
    return value ? line_of(*value) : value.error().problems.front().key;
}

TEST(RuledValue, IsKeptAsOneLineOfItsKind)
{
    EXPECT_EQ(line(Valued::Share, {.percent = "4/5"}), "percent 80");
    EXPECT_EQ(line(Valued::Share, {.percent = " 80 % "}), "percent 80");
    EXPECT_EQ(line(Valued::Quota, {.percent = "40", .base = "strength"}), "percent 40 of strength");
    EXPECT_EQ(line(Valued::Days, {.span = "15"}), "working-days 15");
    EXPECT_EQ(line(Valued::Days, {.span = "31/3"}), "by 03-31");
    EXPECT_EQ(line(Valued::Days, {.span = "31/03", .years = "0"}), "by 03-31 years 0");
    EXPECT_EQ(line(Valued::Authority, {.authority = "thu-truong"}), "authority thu-truong");
    EXPECT_EQ(line(Valued::Papers,
                   {.papers = {"minutes", "submission"}, .originals = "1", .electronic = true}),
              "papers submission minutes originals 1 electronic");
}

TEST(RuledValue, IsReadBackFromItsLine)
{
    for (auto const* kept : {"",
                             "percent 80",
                             "percent 40 of strength",
                             "working-days 15",
                             "by 02-28",
                             "by 12-31 years 1",
                             "authority thu-truong",
                             "papers submission",
                             "papers submission minutes originals 2 electronic"})
        EXPECT_EQ(line_of(value_of(kept)), kept);
    for (auto const* none : {"percent", "percent x", "by 02-30", "authority", "nothing of this"})
        EXPECT_EQ(kind_of(value_of(none)), Valued::Nothing) << none;
}

TEST(RuledValue, LeavesAnAnswerOfAnotherKindAsItIs)
{
    VoteShare share;
    put_value(share, value_of("percent 40 of strength"));
    EXPECT_EQ(share.percent, 0) << "a ratio of awards is no share of votes";
    Quota quota;
    put_value(quota, value_of("percent 80"));
    EXPECT_EQ(quota.percent, 0);
    Deadline deadline;
    put_value(deadline, value_of("authority thu-truong"));
    EXPECT_EQ(deadline.working_days, 0);
}

// No text read so far leaves a share of votes open; a file that does is closed like the rest.
TEST(RuledValue, ClosesAShareOfVotes)
{
    auto open = tables();
    auto const day = *make_date(2026, 1, 15);
    VoteShare share;
    share.point = "vote-share";
    open.votes = {{Scope{.awards = {"bk-ban"}, .from = *make_date(2025, 7, 1), .to = day}, share}};
    EXPECT_EQ(valued_by(open, "vote-share"), Valued::Share);
    Ruling ruling;
    ruling.point = "vote-share";
    ruling.from = ruling.to = day;
    ruling.holds = true;
    ruling.value = "percent 75";
    auto const closed = settle(open, {ruling}, {}, day).vote_share("bk-ban", day);
    EXPECT_EQ(closed.says, Says::Value);
    EXPECT_TRUE(passes(closed, 3, 4));
    EXPECT_FALSE(passes(closed, 11, 15));
    ruling.value = "papers submission";
    EXPECT_EQ(settle(open, {ruling}, {}, day).vote_share("bk-ban", day).says, Says::Open)
        << "a value of another kind closes nothing";
}

}  // namespace
}  // namespace thidua::law
