#include "block/votes.h"

#include "block/sheet.h"
#include "block/testing/world.h"
#include "voting/testing/world.h"

namespace thidua::block {
namespace {

using organisation::testing::problem;

// The block of the ballot's own world, scoring itself.
class VotesTest : public voting::testing::VotingTest {
protected:
    std::string at_meeting()
    {
        auto const round = run([&](audit::Act& act) -> Result<Round> {
            auto made = TD_TRY(create_scale(act, {"Thang thử", "", "", ""}));
            auto loaded = TD_TRY(load_scale(act, {made.ref, testing::kScale, made.version}));
            auto adopted = TD_TRY(adopt_scale(act, {loaded.ref, loaded.version}));
            auto own = TD_TRY(open_round(
                act,
                {block, voting::testing::kYear, "calendar", "year", adopted.ref, "all", "10"}));
            for (auto const* step : {"open-self", "start-cross", "start-explain", "start-meeting"})
                own = TD_TRY(take_step(act, {own.ref, step, "30/06/2026", "", own.version}));
            return own;
        });
        EXPECT_TRUE(round) << problem(round);
        return round ? round->ref : "";
    }
    Result<void> take(std::string const& ref, std::string const& ballot, access::Actor const& actor)
    {
        auto const version = count("SELECT version FROM score_round WHERE ref = ?1", {ref});
        return as(actor, [&](audit::Act& act) { return take_votes(act, {ref, ballot, version}); });
    }
};
THIDUA_ON_EACH_ENGINE(VotesTest);

TEST_P(VotesTest, ComeFromACountedBallotOfTheBlock)
{
    auto const ref = at_meeting();
    auto const ballot = opened();
    for (auto const& [unit, marks] : std::vector<std::pair<std::string, std::string>>{
             {"K103", "+-o"}, {"K104", "++-"}, {"K105", "+-+"}})
        ASSERT_TRUE(cast(ballot, unit, marks));
    EXPECT_EQ(problem(take(ref, ballot, head)), "block.error.ballot-open@session");
    ASSERT_TRUE(close(ballot));
    ASSERT_TRUE(tally(ballot));
    EXPECT_EQ(problem(take(ref, ballot, voter("K103"))), "error.denied");
    EXPECT_EQ(problem(take(ref, "nothing", head)), "block.error.ballot@session");
    auto const taken = take(ref, ballot, head);
    ASSERT_TRUE(taken) << problem(taken);
    auto const votes = [&](std::string const& unit) {
        return read([&](storage::Transaction& tx) {
            return find_sheet(tx, find_round(tx, ref).value(), unit)->votes;
        });
    };
    EXPECT_EQ(votes("K101"), 3);
    EXPECT_EQ(votes("K102"), 1);
    EXPECT_EQ(votes("K103"), 1);
    EXPECT_FALSE(votes("K104")) << "the ballot did not name it";
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'block.round.votes'"), 1);
}

}  // namespace
}  // namespace thidua::block
