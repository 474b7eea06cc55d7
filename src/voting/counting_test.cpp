#include "voting/testing/world.h"

namespace thidua::voting {
namespace {

using namespace testing;

using Lines = std::vector<std::pair<std::string, std::string>>;

class CountingTest : public VotingTest {
protected:
    // Two have cast, K104 and K105 hold paper, the session is closed.
    std::string closed_with_paper()
    {
        auto const ref = opened();
        EXPECT_TRUE(cast(ref, "K101", "o+-"));
        EXPECT_TRUE(cast(ref, "K102", "+o-"));
        EXPECT_TRUE(paper(ref, "K104"));
        EXPECT_TRUE(paper(ref, "K105"));
        EXPECT_TRUE(close(ref));
        return ref;
    }
    Result<void> count_with(std::string const& ref,
                            std::array<std::string, 2> const& given,
                            access::Actor const& teller)
    {
        return as(teller, [&](audit::Act& act) { return count_ballots(act, {ref, given}); });
    }
};
THIDUA_ON_EACH_ENGINE(CountingTest);

TEST_P(CountingTest, WantsBothSharesInAnyOrder)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+++"));
    EXPECT_EQ(why(tally(ref)), "voting.error.state-open");
    ASSERT_TRUE(close(ref));
    auto const [one, two] = shares;
    EXPECT_EQ(why(count_with(ref, {one, one}, first)), "voting.error.same-share@share_2");
    EXPECT_EQ(why(count_with(ref, {one, ""}, first)), "voting.error.share-differs@share_2");
    EXPECT_EQ(why(count_with(ref, {"zz", two}, first)), "voting.error.share-differs@share_1");
    EXPECT_EQ(why(count_with(ref, shares, head)), "error.denied");
    EXPECT_EQ(why(count_with(ref, shares, stranger_teller)), "error.not-found");
    EXPECT_EQ(count("SELECT count(*) FROM voting_choice"), 0);
    EXPECT_TRUE(count_with(ref, {two, one}, second));
    EXPECT_EQ(why(tally(ref)), "voting.error.state-counted") << "once";
    EXPECT_EQ(count("SELECT count(*) FROM voting_choice"), 3);
}

TEST_P(CountingTest, LeavesNoBallotKeyOrPaperBehind)
{
    auto const ref = closed_with_paper();
    ASSERT_TRUE(enter(ref, first, "2", {{"2", "0"}, {"1", "1"}, {"0", "2"}}));
    ASSERT_TRUE(enter(ref, second, "2", {{"2", "0"}, {"1", "1"}, {"0", "2"}}));
    ASSERT_TRUE(tally(ref));
    EXPECT_EQ(votes(ref, 1), "3-0-1");
    EXPECT_EQ(votes(ref, 2), "2-1-1");
    EXPECT_EQ(votes(ref, 3), "0-4-0");
    for (std::string const table : {"voting_sealed", "voting_paper", "voting_paper_line"})
        EXPECT_EQ(count("SELECT count(*) FROM " + table), 0) << table;
    EXPECT_EQ(count("SELECT count(*) FROM voting_teller WHERE public_key IS NOT NULL"), 0);
    EXPECT_EQ(session(ref).returned, 4);
}

TEST_P(CountingTest, PaperIsReadByBothAndMustAgree)
{
    auto const ref = closed_with_paper();
    EXPECT_EQ(why(tally(ref)), "voting.error.paper-differs");
    ASSERT_TRUE(enter(ref, first, "2", {{"2", "0"}, {"1", "1"}, {"0", "2"}}));
    EXPECT_EQ(why(tally(ref)), "voting.error.paper-differs");
    auto const state = [&] {
        return read([&](storage::Transaction& tx) {
            return paper_state(tx, load_session(tx, ref).value());
        });
    };
    EXPECT_FALSE(state().totals) << "the second is not led by the first";
    ASSERT_TRUE(enter(ref, second, "2", {{"1", "0"}, {"1", "1"}, {"0", "2"}}, "0"));
    ASSERT_TRUE(state().totals);
    EXPECT_EQ(why(tally(ref)), "voting.error.paper-differs");
    ASSERT_TRUE(enter(ref, second, "2", {{"2", "0"}, {"1", "1"}, {"0", "2"}}, "0"));
    EXPECT_TRUE(tally(ref));
}

TEST_P(CountingTest, PaperThatCannotBeIsRefused)
{
    auto const ref = closed_with_paper();
    EXPECT_EQ(why(enter(ref, first, "3", {{"0", "0"}, {"0", "0"}, {"0", "0"}})),
              "voting.error.number@returned");
    EXPECT_EQ(why(enter(ref, first, "2", {{"1", "1"}, {"0", "x"}, {"0", "0"}}, "1")),
              "voting.error.paper-line@yes-1 voting.error.number@no-2");
    EXPECT_EQ(why(enter(ref, head, "2", {})), "error.denied");
    EXPECT_EQ(count("SELECT count(*) FROM voting_paper"), 0);
}

TEST_P(CountingTest, SpoiltPaperIsCastAndForNobody)
{
    auto const ref = closed_with_paper();
    Lines const lines{{"1", "0"}, {"1", "0"}, {"1", "0"}};
    ASSERT_TRUE(enter(ref, first, "2", lines, "1") && enter(ref, second, "2", lines, "1"));
    ASSERT_TRUE(tally(ref));
    EXPECT_EQ(votes(ref, 1), "2-0-2");
    EXPECT_EQ(session(ref).spoilt, 1);
}

TEST_P(CountingTest, NobodyVotedIsAResultToo)
{
    auto const ref = opened();
    ASSERT_TRUE(close(ref) && tally(ref));
    EXPECT_EQ(result(ref).lines.size(), 3U);
    EXPECT_FALSE(result(ref).lines[0].passed);
    EXPECT_EQ(session(ref).returned, 0);
}

TEST_P(CountingTest, ThePublicActTellsCountsOnlyWhereTheyMayBeTold)
{
    auto typed = fields();
    typed.counts_shown = false;
    auto const ref = opened(typed);
    for (std::string const unit : {"K102", "K103", "K104"}) ASSERT_TRUE(cast(ref, unit, "+oo"));
    ASSERT_TRUE(close(ref) && tally(ref));
    read([](storage::Transaction& tx) {
        auto const body =
            tx.text("SELECT body FROM public_act WHERE type = 'ballot.closed'").value();
        EXPECT_EQ(body.find("\"for\""), std::string::npos) << body;
        EXPECT_NE(body.find(R"({"passed":true,"subject":"K101"})"), std::string::npos) << body;
    });
}

TEST(ShareDesk, KeepsTheFirstShareForTheOtherTellerForTenMinutes)
{
    ShareDesk desk;
    Instant const now{1'000'000};
    desk.put("abc", 1, "share one", now);
    EXPECT_EQ(desk.waiting("abc", 1, now), "") << "not for the one who gave it";
    EXPECT_EQ(desk.waiting("abc", 2, Instant{now.seconds + 599}), "share one");
    EXPECT_EQ(desk.waiting("other", 2, now), "");
    EXPECT_EQ(desk.waiting("abc", 2, Instant{now.seconds + 600}), "");
    desk.put("abc", 2, "share two", now);
    desk.forget("abc");
    EXPECT_EQ(desk.waiting("abc", 1, now), "");
}

}  // namespace
}  // namespace thidua::voting
