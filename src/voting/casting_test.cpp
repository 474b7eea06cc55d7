#include "voting/testing/world.h"

namespace thidua::voting {
namespace {

using namespace testing;

class CastingTest : public VotingTest {
protected:
    SessionFields with_revote() const
    {
        auto typed = fields();
        typed.revote = true;
        return typed;
    }
};
THIDUA_ON_EACH_ENGINE(CastingTest);

TEST_P(CastingTest, IsFinalUnlessTheRulesLetTheLastOneCount)
{
    auto const final = opened();
    ASSERT_TRUE(cast(final, "K104", "+++"));
    EXPECT_EQ(why(cast(final, "K104", "---")), "voting.error.cast-already");
    auto const changing = opened(with_revote());
    ASSERT_TRUE(cast(changing, "K104", "+++"));
    ASSERT_TRUE(cast(changing, "K104", "---"));
    ASSERT_TRUE(close(changing) && tally(changing));
    EXPECT_EQ(votes(changing, 1), "0-1-0");
}

TEST_P(CastingTest, IsForTheUnitsOwnHeadWhileItIsOpen)
{
    auto const ref = opened();
    EXPECT_EQ(why(cast(ref, "K106", "+++")), "error.not-found");
    auto const as_teller = as(first, [&](audit::Act& act) {
        return cast_ballot(act, {.ref = ref, .marks = marks("+++")});
    });
    EXPECT_EQ(why(as_teller), "error.denied");
    ASSERT_TRUE(close(ref));
    EXPECT_EQ(why(cast(ref, "K104", "+++")), "voting.error.state-closed");
}

TEST_P(CastingTest, AUnitSaysNothingOfItselfUnlessItMay)
{
    auto const ref = opened();
    EXPECT_EQ(why(cast(ref, "K101", "+++")), "voting.error.own-line@marks");
    auto typed = fields();
    typed.own_vote = true;
    EXPECT_TRUE(cast(opened(typed), "K101", "+++"));
}

TEST_P(CastingTest, ABlankBallotIsMeant)
{
    auto const ref = opened();
    auto const blank = [&](bool meant) {
        return as(voter("K104"),
                  [&](audit::Act& act) { return cast_ballot(act, {.ref = ref, .blank = meant}); });
    };
    EXPECT_EQ(why(blank(false)), "voting.error.blank@blank");
    EXPECT_TRUE(blank(true));
}

TEST_P(CastingTest, ChoosingMarksNoMoreThanItMay)
{
    auto typed = fields();
    typed.method = "choose";
    typed.at_most = "1";
    auto const ref = opened(typed);
    EXPECT_EQ(why(cast(ref, "K104", "++o")), "voting.error.too-many@marks");
    EXPECT_EQ(why(cast(ref, "K104", "-oo")), "voting.error.mark@marks");
    EXPECT_EQ(why(cast(ref, "K104", "ooo+")), "voting.error.mark@marks");
    EXPECT_TRUE(cast(ref, "K104", "+oo"));
    typed.at_most = "4";
    EXPECT_EQ(why(prepare(typed)), "voting.error.number@at_most");
}

TEST_P(CastingTest, WhoTookPaperLeavesTheElectronicRoll)
{
    auto const ref = opened();
    EXPECT_TRUE(paper(ref, "K104"));
    EXPECT_EQ(why(cast(ref, "K104", "+++")), "voting.error.paper");
    EXPECT_EQ(why(paper(ref, "K104")), "voting.error.took-part");
    ASSERT_TRUE(cast(ref, "K102", "+oo"));
    EXPECT_EQ(why(paper(ref, "K102")), "voting.error.took-part");
    EXPECT_EQ(why(paper(ref, "K106")), "voting.error.elector@unit");
    auto const by_voter = as(voter("K103"), [&](audit::Act& act) {
        return hand_paper(act, {ref, "K103"});
    });
    EXPECT_EQ(why(by_voter), "error.denied");
}

TEST_P(CastingTest, AUnitIsAskedUntilItHasVoted)
{
    auto const ref = opened();
    std::string const open = "SELECT count(*) FROM inbox_item WHERE done_at IS NULL";
    EXPECT_EQ(count(open), 5);
    ASSERT_TRUE(cast(ref, "K102", "+oo") && paper(ref, "K104"));
    EXPECT_EQ(count(open), 3);
    ASSERT_TRUE(close(ref));
    EXPECT_EQ(count(open), 2) << "the two tellers, to count";
}

TEST_P(CastingTest, OnlyTheUnitsOwnHeadIsAsked)
{
    auto const added = run([&](audit::Act& act) {
        return identity::add_account(
            act,
            {.name = "thu-truong-k104",
             .roles = {{"unit-head", "K104", act.today().plus_days(-1), {}}}});
    });
    ASSERT_TRUE(added) << why(added);
    opened();
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item i JOIN account a ON a.id = i.account"
                    " WHERE a.name = 'thu-truong-k104' AND i.permission = ''"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE permission = 'cast-vote'"
                    " AND unit_path = '/BAN/K104/'"),
              0)
        << "nobody above is told";
}

TEST_P(CastingTest, TheAuditSaysWhoVotedAndNothingElse)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+-o"));
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'voting.cast'"), 1);
    read([](storage::Transaction& tx) {
        EXPECT_EQ(tx.text("SELECT after FROM audit_line WHERE what = 'voting.cast'"),
                  R"({"unit":"K104"})");
    });
}

}  // namespace
}  // namespace thidua::voting
