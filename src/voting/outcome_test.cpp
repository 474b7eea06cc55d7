#include "voting/outcome.h"

#include "storage/testing/at_once.h"
#include "voting/testing/world.h"

#include <atomic>

namespace thidua::voting {
namespace {

using namespace testing;

class OutcomeTest : public VotingTest {
protected:
    std::optional<Outcome> outcome(std::string_view purpose, int year = kYear)
    {
        return read(
            [&](storage::Transaction& tx) { return newest_outcome(tx, block, year, purpose); });
    }
};
THIDUA_ON_EACH_ENGINE(OutcomeTest);

TEST_P(OutcomeTest, IsTheNewestCountOfItsPurpose)
{
    auto typed = fields();
    typed.purpose = "tie";
    auto const earlier = opened(typed);
    EXPECT_FALSE(outcome("tie")) << "not before the count";
    read([&](storage::Transaction& tx) {
        EXPECT_EQ(running_session(tx, block, kYear, "tie"), earlier);
        EXPECT_FALSE(running_session(tx, block, kYear, "award"));
    });
    ASSERT_TRUE(close(earlier) && tally(earlier));
    EXPECT_EQ(outcome("tie")->ref, earlier);
    auto const later = opened(typed);
    ASSERT_TRUE(cast(later, "K104", "+oo") && close(later) && tally(later));
    auto const newest = outcome("tie").value();
    EXPECT_EQ(newest.ref, later);
    EXPECT_EQ(newest.of("K101")->in_favour, 1);
    EXPECT_EQ(newest.of("K102")->place, 2);
    EXPECT_EQ(newest.of("K105"), nullptr);
    EXPECT_EQ(newest.roll, 5);
    EXPECT_FALSE(outcome("award"));
    EXPECT_FALSE(outcome("tie", kYear - 1));
}

// Whoever comes first, what was accepted is counted and nothing else is.
TEST_P(OutcomeTest, BallotsCastWhileItIsClosedAreCountedOrRefused)
{
    auto const ref = opened();
    auto const closing = step(ref, "Đủ ý kiến");
    std::atomic<int> accepted{0};
    storage::testing::at_once({
        [&] { accepted += cast(ref, "K104", "+++") ? 1 : 0; },
        [&] { accepted += cast(ref, "K105", "+++") ? 1 : 0; },
        [&] { accepted += cast(ref, "K104", "---") ? 1 : 0; },
        [&] { EXPECT_TRUE(lead(close_session, closing)); },
    });
    ASSERT_TRUE(tally(ref));
    EXPECT_EQ(session(ref).returned, accepted);
    EXPECT_LE(accepted, 2) << "one ballot each";
}

TEST_P(OutcomeTest, PaperAndBallotAtTheSameMomentAreOneOfThem)
{
    auto const ref = opened();
    std::atomic<int> accepted{0};
    storage::testing::at_once({
        [&] { accepted += cast(ref, "K104", "+++") ? 1 : 0; },
        [&] { accepted += paper(ref, "K104") ? 1 : 0; },
    });
    EXPECT_EQ(accepted, 1);
}

TEST_P(OutcomeTest, TheBoxIsOpenedOnceWhoeverComesFirst)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+++") && close(ref));
    std::atomic<int> opened_by{0};
    auto const open = [&](access::Actor const& teller) {
        return as(teller, [&](audit::Act& act) { return count_ballots(act, {ref, shares}); });
    };
    storage::testing::at_once({
        [&] { opened_by += open(first) ? 1 : 0; },
        [&] { opened_by += open(second) ? 1 : 0; },
    });
    EXPECT_EQ(opened_by, 1);
    EXPECT_EQ(count("SELECT count(*) FROM voting_choice"), 3);
}

}  // namespace
}  // namespace thidua::voting
