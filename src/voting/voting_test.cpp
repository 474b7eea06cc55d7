#include "voting/testing/world.h"

namespace thidua::voting {
namespace {

using namespace testing;

class SessionTest : public VotingTest {};
THIDUA_ON_EACH_ENGINE(SessionTest);

TEST_P(SessionTest, GoesFromDraftToSignedMinutes)
{
    auto const ref = opened();
    EXPECT_TRUE(cast(ref, "K101", "o++"));
    EXPECT_TRUE(cast(ref, "K102", "+o-"));
    EXPECT_TRUE(cast(ref, "K103", "++o"));
    EXPECT_TRUE(cast(ref, "K104", "+--"));
    EXPECT_EQ(session(ref).voted(Way::Electronic), 4);
    ASSERT_TRUE(close(ref));
    ASSERT_TRUE(tally(ref));
    EXPECT_EQ(votes(ref, 1), "3-0-1");
    EXPECT_EQ(votes(ref, 2), "2-1-1");
    EXPECT_EQ(votes(ref, 3), "1-2-1");
    auto const counted = result(ref);
    EXPECT_EQ(counted.roll, 5) << "who did not vote is in the base";
    EXPECT_TRUE(counted.lines[0].passed);
    EXPECT_FALSE(counted.lines[1].passed);
    SignMinutes const minutes{
        ref, session(ref).version, "05/BB-K2", "Hội trường Ban", "Chủ trì", "Thư ký", ""};
    ASSERT_TRUE(lead(sign_minutes, minutes));
    EXPECT_EQ(session(ref).state, State::Settled);
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'ballot.closed'"), 1);
}

TEST_P(SessionTest, EverythingWrongIsSaidAtOnceAndNothingIsKept)
{
    auto typed = fields();
    typed.purpose = "";
    typed.title = " ";
    typed.candidates = {{"NONE", ""}, {"K101", ""}, {"K101", ""}};
    typed.share = "3/2";
    typed.seats = "9";
    typed.closes_on = "31/05/2026";
    typed.tellers = {"nobody", ""};
    EXPECT_EQ(why(prepare(typed)),
              "error.choice@purpose error.required@title voting.error.moment-past@closes_on"
              " voting.error.candidate@candidates voting.error.candidate-twice@candidates"
              " ballot.share@share voting.error.number@seats voting.error.teller@teller_1"
              " voting.error.teller@teller_2");
    typed = fields();
    typed.tellers = {first.name, first.name};
    EXPECT_EQ(why(prepare(typed)), "voting.error.same-teller@teller_2");
    EXPECT_EQ(count("SELECT count(*) FROM voting_session"), 0);
}

TEST_P(SessionTest, OnlyWhoLeadsTheBlockPreparesAndRuns)
{
    auto const other =
        somebody({Permission::LeadBlock, Permission::ReadOrganisation}, "khac", "/BAN/K102/");
    PrepareSession const command{.block = block, .year = kYear, .fields = fields()};
    EXPECT_EQ(why(as(other, [&](audit::Act& act) { return prepare_session(act, command); })),
              "error.denied");
    auto const ref = prepare(fields()).value();
    auto const version = session(ref).version;
    EXPECT_EQ(why(as(other,
                     [&](audit::Act& act) {
                         return fix_roll(act, {ref, version});
                     })),
              "error.not-found");
    EXPECT_EQ(why(as(first,
                     [&](audit::Act& act) {
                         return fix_roll(act, {ref, version});
                     })),
              "error.denied");
}

TEST_P(SessionTest, AStaleStepIsAConflict)
{
    auto const ref = prepare(fields()).value();
    auto const stale = step(ref);
    ASSERT_TRUE(lead(fix_roll, stale));
    auto const answer = lead(fix_roll, stale);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Conflict);
    EXPECT_EQ(why(lead(fix_roll, step(ref))), "voting.error.state-keys");
}

TEST_P(SessionTest, OpensOnlyWhenBothTellersHaveTypedTheirShareBack)
{
    auto const ref = prepare(fields()).value();
    ASSERT_TRUE(lead(fix_roll, step(ref)));
    take_key(ref, first);
    EXPECT_EQ(why(lead(open_session, step(ref))), "voting.error.keys-missing");
    auto const old = as(second, [&](audit::Act& act) { return make_share(act, ref); }).value();
    auto const anew = as(second, [&](audit::Act& act) { return make_share(act, ref); }).value();
    auto const confirm = [&](std::string const& share) {
        return why(as(second, [&](audit::Act& act) { return confirm_share(act, ref, share); }));
    };
    EXPECT_EQ(confirm(old), "voting.error.share-differs@share");
    EXPECT_EQ(confirm(""), "voting.error.share-differs@share");
    EXPECT_EQ(confirm(anew), "");
    EXPECT_TRUE(lead(open_session, step(ref)));
    EXPECT_EQ(why(as(second, [&](audit::Act& act) { return make_share(act, ref); })),
              "voting.error.state-open");
}

TEST_P(SessionTest, ASharesKeyIsForItsTellerAlone)
{
    auto const ref = prepare(fields()).value();
    ASSERT_TRUE(lead(fix_roll, step(ref)));
    EXPECT_EQ(why(as(head, [&](audit::Act& act) { return make_share(act, ref); })), "error.denied");
    EXPECT_EQ(why(as(stranger_teller, [&](audit::Act& act) { return make_share(act, ref); })),
              "error.not-found");
}

TEST_P(SessionTest, TheRollStandsOnceItIsFixed)
{
    auto const ref = opened();
    run([&](audit::Act& act) {
        auto const found = organisation::find_block(act.tx, system_, block).value();
        return organisation::set_block_member(act,
                                              {block, kYear, "K106", "member", {}, found.version});
    }).value();
    EXPECT_EQ(session(ref).electors.size(), 5U);
    EXPECT_EQ(why(cast(ref, "K106", "+++")), "error.not-found");
}

TEST_P(SessionTest, ADraftTakenBackLosesRollAndKeys)
{
    auto const ref = prepare(fields()).value();
    ASSERT_TRUE(lead(fix_roll, step(ref)));
    take_key(ref, first);
    ASSERT_TRUE(lead(take_back, step(ref)));
    EXPECT_TRUE(session(ref).electors.empty());
    EXPECT_FALSE(session(ref).tellers[0].public_key);
    auto typed = fields();
    typed.title = "Tên khác";
    EditSession const edited{ref, session(ref).version, typed};
    EXPECT_TRUE(as(head, [&](audit::Act& act) { return edit_session(act, edited); }));
    EXPECT_EQ(session(ref).title, "Tên khác");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE done_at IS NULL"), 0);
}

TEST_P(SessionTest, AnEarlyCloseWantsAReason)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+++"));
    EXPECT_EQ(why(close(ref, "")), "voting.error.close-early@close_reason");
    now_ = session(ref).closes_at;
    EXPECT_TRUE(close(ref, ""));
}

TEST_P(SessionTest, TheClosingTimeMovesOnWithAReason)
{
    auto const ref = opened();
    auto const extend = [&](std::string reason) {
        return lead(extend_session,
                    ExtendSession{ref, session(ref).version, "03/06/2026", "9:00", reason});
    };
    EXPECT_EQ(why(extend("")), "error.required@extend_reason");
    now_ = session(ref).closes_at;
    EXPECT_EQ(why(cast(ref, "K104", "+++")), "voting.error.time-over");
    ASSERT_TRUE(extend("Mất điện"));
    EXPECT_TRUE(cast(ref, "K104", "+++"));
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE done_at IS NULL AND deadline ="
                    " '2026-06-03'"),
              4);
}

TEST_P(SessionTest, AVoidSessionIsErasedUnreadAndRunAnew)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+++"));
    EXPECT_EQ(why(lead(void_session, step(ref))), "error.required@void_reason");
    ASSERT_TRUE(lead(void_session, step(ref, "Mất một mảnh khóa")));
    EXPECT_EQ(count("SELECT count(*) FROM voting_sealed"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM voting_choice"), 0);
    EXPECT_EQ(why(lead(void_session, step(ref, "Lần nữa"))), "voting.error.state-void");
    PrepareSession again{.block = block, .year = kYear, .fields = fields(), .after = ref};
    auto const prepare_again = [&] {
        return as(head, [&](audit::Act& act) { return prepare_session(act, again); });
    };
    EXPECT_EQ(why(prepare_again()), "voting.error.why-again@after_reason");
    again.after_reason = "Phiên trước mất một mảnh khóa";
    auto const made = prepare_again();
    ASSERT_TRUE(made) << why(made);
    EXPECT_EQ(session(*made).after_ref, ref);
    again.after = *made;
    EXPECT_EQ(why(prepare_again()), "voting.error.state-preparing");
}

TEST_P(SessionTest, IsNothingToWhoMayNotKnowOfIt)
{
    auto const ref = opened();
    auto const reader = somebody({Permission::ReadMovements, Permission::ReadOrganisation});
    auto const outsider = voter("K106");
    auto const knows = [&](access::Actor const& actor) {
        return read([&](storage::Transaction& tx) {
            auto const listed = count_sessions(tx, actor, {});
            EXPECT_EQ(listed, std::ssize(sessions_for(tx, actor, {})));
            EXPECT_EQ(listed == 1, find_session(tx, actor, ref).has_value());
            return listed == 1;
        });
    };
    EXPECT_TRUE(knows(head) && knows(first) && knows(voter("K102")));
    EXPECT_FALSE(knows(reader) || knows(outsider) || knows(stranger_teller));
    EXPECT_FALSE(knows(somebody({Permission::CastVote}, "cap-tren", "/BAN/")))
        << "a superior's head is no elector";
    ASSERT_TRUE(close(ref) && tally(ref));
    EXPECT_FALSE(knows(reader)) << "not before the minutes are signed";
    ASSERT_TRUE(
        lead(sign_minutes, SignMinutes{ref, session(ref).version, "", "Hà Nội", "A", "B", ""}));
    EXPECT_TRUE(knows(reader));
    EXPECT_FALSE(knows(outsider));
}

}  // namespace
}  // namespace thidua::voting
