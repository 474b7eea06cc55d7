#include "register/mend.h"

#include "register/release.h"
#include "register/store.h"
#include "register/tally.h"
#include "register/testing/world.h"

#include <gmock/gmock.h>

namespace thidua::registry {
namespace {

using namespace testing;
using ::testing::ElementsAre;

class MendTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        ref = recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018; cong-trang\nNV2; ; bk-ban; 2018\nK101; ; dvqt; 2018");
    }

    Decision decision() { return *db().read([&](storage::Transaction& tx) { return find_decision(tx, Actor::system("t"), ref); }); }
    std::vector<Award> awards()
    {
        return db().read([&](storage::Transaction& tx) { return awards_of(tx, find_decision(tx, Actor::system("t"), ref)->id); });
    }
    std::vector<Correction> corrections()
    {
        return db().read([&](storage::Transaction& tx) {
            return corrections_of(tx, Actor::system("t"), find_decision(tx, Actor::system("t"), ref)->id);
        });
    }
    CorrectEntry first_award(Values values, std::string reason = "Nhập sai so với bản gốc")
    {
        auto const award = awards().front();
        return {ref, award.ref, std::move(values), std::move(reason), award.version};
    }
    Result<std::string> propose(CorrectEntry const& entry)
    {
        return as(clerk, [&](audit::Act& act) { return propose_correction(act, entry); });
    }
    Result<void> answer(Actor const& actor, std::string const& correction, bool accept)
    {
        return as(actor, [&](audit::Act& act) { return answer_correction(act, {correction, accept, "Đã xem", 1}); });
    }
    void expect_true_tally()
    {
        EXPECT_EQ(db().read([](storage::Transaction& tx) { return tally_errors(tx); }), 0);
    }
    void make_public()
    {
        ASSERT_TRUE(as(second, [&](audit::Act& act) { return release(act, {ref, decision().version}); }));
    }
    static PaperFields later_paper()
    {
        return {.number = "15/QĐ-BCY", .decided_on = "2019-03-01", .authority = "truong-ban", .title = "Điều chỉnh"};
    }

    Actor const clerk = standing_officer("clerk");
    Actor const second = standing_officer("second");
    std::string ref;
};
THIDUA_ON_EACH_ENGINE(MendTest);

TEST_P(MendTest, ACorrectionIsProposedByOneAndConfirmedByAnother)
{
    auto const proposal = propose(first_award({{"award", "Bằng khen của Bộ trưởng"}, {"year", "2017"}}));
    ASSERT_TRUE(proposal);
    EXPECT_EQ(awards().front().award, "bk-ban") << "nothing changes before the second person";
    auto const own = answer(clerk, *proposal, true);
    ASSERT_FALSE(own);
    EXPECT_EQ(keys_of(own.error()).front(), "register.correction.second-person");

    ASSERT_TRUE(answer(second, *proposal, true));
    EXPECT_EQ(awards().front().award, "bk-bo");
    EXPECT_EQ(awards().front().year.year, 2017);
    auto const kept = corrections().front();
    EXPECT_EQ(kept.before, (Values{{"award", "bk-ban"}, {"year", "2018"}}));
    EXPECT_EQ(kept.answered_by, "second");
    expect_true_tally();
    EXPECT_FALSE(answer(second, *proposal, true)) << "it is answered once";
}

TEST_P(MendTest, AProposalNeedsAReasonAChangeAndAFreshVersion)
{
    auto outcome = propose(first_award({{"award", "bk-bo"}}, " "));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.reason-missing reason"));
    outcome = propose(first_award({{"award", "bk-ban"}, {"year", "2018"}}));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.correction.nothing-changed"));
    auto stale = first_award({{"award", "bk-bo"}});
    stale.version = 7;
    outcome = propose(stale);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::Conflict);
    outcome = propose(first_award({{"award", "co-ban"}}));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.objection.wrong-subject-unit"));
}

TEST_P(MendTest, ARefusedProposalChangesNothing)
{
    auto const proposal = propose(first_award({{"citation", "Khác"}}));
    ASSERT_TRUE(proposal);
    EXPECT_FALSE(propose(first_award({{"citation", "Nữa"}}))) << "one at a time";
    ASSERT_TRUE(answer(second, *proposal, false));
    EXPECT_EQ(awards().front().citation, "");
    EXPECT_EQ(corrections().front().state, "refused");
}

TEST_P(MendTest, AnotherSubjectBringsItsOwnFacts)
{
    auto values = db().read([&](storage::Transaction& tx) { return values_of(tx, awards_of(tx, decision().id).front()); });
    values["subject"] = "NV3";
    auto const proposal = propose(first_award(values));
    ASSERT_TRUE(proposal);
    ASSERT_TRUE(answer(second, *proposal, true));
    auto const award = awards().front();
    EXPECT_EQ(award.frozen.unit_name, "Cục Hai");
    EXPECT_EQ(award.frozen.sources, "aaaaaau");
    expect_true_tally();
}

TEST_P(MendTest, ACorrectedDayMovesTheAwardsAndTheirFacts)
{
    auto const proposal = propose({ref, "", {{"decided_on", "2016-12-18"}}, "Nhầm năm", decision().version});
    ASSERT_FALSE(proposal) << "awards for 2018 cannot be decided in 2016";
    db().write([](storage::Transaction& tx) { tx.execute("UPDATE award SET year = 2016"); });
    auto const again = propose({ref, "", {{"decided_on", "2016-12-18"}}, "Nhầm năm", decision().version});
    ASSERT_TRUE(again);
    ASSERT_TRUE(answer(second, *again, true));
    EXPECT_EQ(to_iso(awards().front().decided_on), "2016-12-18");
    EXPECT_EQ(awards().front().frozen.rank, "Đại úy");
    expect_true_tally();
}

TEST_P(MendTest, WhatALaterPaperOrdersWaitsForASecondPersonAndKeepsTheOldValue)
{
    auto const paper = as(clerk, [&](audit::Act& act) {
        return correct_by_paper(act, {first_award({{"name", "Nguyễn Văn Ân"}}, ""), later_paper()});
    });
    ASSERT_TRUE(paper);
    EXPECT_EQ(awards().front().frozen.subject_name, "Nguyễn Văn An") << "nobody has confirmed it";
    auto const proposal = corrections().front().ref;
    EXPECT_FALSE(answer(clerk, proposal, true)) << "not by who proposed it";
    ASSERT_TRUE(answer(second, proposal, true));
    EXPECT_EQ(awards().front().frozen.subject_name, "Nguyễn Văn Ân");
    EXPECT_EQ(awards().front().frozen.sources.front(), 's');
    auto const kept = corrections().front();
    EXPECT_EQ(kept.before.at("name"), "Nguyễn Văn An");
    EXPECT_TRUE(kept.paper_id);

    auto early = later_paper();
    early.number = "1/QĐ-BCY";
    early.decided_on = "2018-01-01";
    auto const outcome = as(clerk, [&](audit::Act& act) {
        return correct_by_paper(act, {first_award({{"name", "Nguyễn Văn Ấn"}}), early});
    });
    EXPECT_FALSE(outcome);
}

TEST_P(MendTest, ARefusedOrderOfALaterPaperChangesNothing)
{
    ASSERT_TRUE(as(clerk, [&](audit::Act& act) {
        return correct_by_paper(act, {first_award({{"name", "Nguyễn Văn Ân"}}, ""), later_paper()});
    }));
    EXPECT_FALSE(as(clerk, [&](audit::Act& act) {
        return correct_by_paper(act, {first_award({{"name", "Nguyễn Văn Ấn"}}, ""), later_paper()});
    })) << "one proposal at a time";
    ASSERT_TRUE(answer(second, corrections().front().ref, false));
    EXPECT_EQ(awards().front().frozen.subject_name, "Nguyễn Văn An");
    EXPECT_EQ(corrections().front().state, "refused");
}

TEST_P(MendTest, AuditLinesBelongToTheCommonPartOfWhatTheyAreAbout)
{
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.decision.record' AND unit_path = '/BAN/K101/'"), 1);
    recorded(clerk, {.number = "513/QĐ-BCY", .decided_on = "2018-12-18", .authority = "truong-ban"},
             "NV1; ; giay-khen; 2018\nNV3; ; giay-khen; 2018");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.decision.record' AND unit_path = '/BAN/'"), 1);
    ASSERT_TRUE(propose(first_award({{"name", "Nguyễn Văn Ân"}})));
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.correction.propose' AND unit_path = '/BAN/K101/'"), 1);
}

TEST_P(MendTest, RevokedAwardsStayVisibleAndLeaveTheTally)
{
    make_public();
    auto const paper = as(clerk, [&](audit::Act& act) {
        return revoke_awards(act, {ref, {awards()[0].ref}, later_paper(), "Khai man thành tích"});
    });
    ASSERT_TRUE(paper);
    auto const award = awards().front();
    EXPECT_EQ(award.state, kRevoked);
    EXPECT_EQ(award.revoke_reason, "Khai man thành tích");
    EXPECT_TRUE(award.released);
    EXPECT_EQ(count("SELECT sum(awards) FROM award_tally"), 2);
    expect_true_tally();
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'register.award.revoke'"), 1);
    EXPECT_FALSE(as(clerk, [&](audit::Act& act) {
        return revoke_awards(act, {ref, {award.ref}, later_paper(), "Lần nữa"});
    })) << "once only";
}

TEST_P(MendTest, ASecondPersonReleasesAndWhatComesLaterWaits)
{
    auto const own = as(clerk, [&](audit::Act& act) { return release(act, {ref, decision().version}); });
    ASSERT_FALSE(own);
    EXPECT_EQ(keys_of(own.error()).front(), "register.release.second-person");
    make_public();
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'register.decision.release'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE released = 1"), 3);

    ASSERT_TRUE(as(second, [&](audit::Act& act) {
        return add_recipients(act, {ref, read_lines("NV3; ; bk-ban; 2018", {}), true});
    }));
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE released = 1"), 3);
    auto const added_by_second = as(second, [&](audit::Act& act) { return release(act, {ref, decision().version}); });
    ASSERT_FALSE(added_by_second) << "who added it may not release it";
    auto const third = standing_officer("third");
    EXPECT_TRUE(as(third, [&](audit::Act& act) { return release(act, {ref, decision().version}); }));
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE released = 1"), 4);
}

TEST_P(MendTest, WithholdingIsAPublicActWithAReason)
{
    make_public();
    auto hold = [&](std::string reason) {
        return as(second, [&](audit::Act& act) { return withhold(act, {ref, reason, decision().version}); });
    };
    EXPECT_FALSE(hold(""));
    ASSERT_TRUE(hold("Còn sai sót"));
    EXPECT_FALSE(decision().is_released());
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE released = 1"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'register.decision.withhold'"), 1);
}

TEST_P(MendTest, MarkingAPublicPaperTakesItOutOfThePublic)
{
    make_public();
    auto const cleared = standing_officer("cleared", Marking::Mat);
    auto const cleared_too = standing_officer("cleared-too", Marking::Mat);
    auto const old_ref = ref;
    auto const proposal = as(cleared, [&](audit::Act& act) {
        return propose_correction(act, {ref, "", {{"marking", "mat"}}, "Bản gốc đóng dấu Mật", decision().version});
    });
    ASSERT_TRUE(proposal);
    ASSERT_TRUE(as(cleared_too, [&](audit::Act& act) { return answer_correction(act, {*proposal, true, "", 1}); }));
    ref = *db().read([](storage::Transaction& tx) { return tx.text("SELECT ref FROM decision"); });
    EXPECT_NE(ref, old_ref);
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE released = 1 OR marking = 0"), 0);
    EXPECT_FALSE(decision().is_released());
    expect_true_tally();
    auto const asked = as(cleared, [&](audit::Act& act) { return ask_for_release(act, {ref, true, decision().version}); });
    EXPECT_FALSE(asked) << "a marked paper is never public";
}

TEST_P(MendTest, ACertifiedEntryIsCheckedAgainAfterACorrection)
{
    auto const all = as(second, [&](audit::Act& act) { return certify(act, {.ref = ref}); });
    ASSERT_TRUE(all);
    EXPECT_EQ(*all, 3);
    EXPECT_EQ(awards().front().checked_by, "second");
    auto const proposal = propose(first_award({{"citation", "Khác"}}));
    ASSERT_TRUE(answer(second, *proposal, true));
    EXPECT_EQ(awards().front().checked_by, "");
    EXPECT_EQ(awards().back().checked_by, "second");
}

TEST_P(MendTest, AnOfficerOfAnotherPartFindsNothing)
{
    auto const k102 = officer("k102", {Permission::ReadRegister, Permission::MendRegister, Permission::ReleaseRegister},
                              "/BAN/K102/");
    auto const outcome = as(k102, [&](audit::Act& act) { return propose_correction(act, first_award({{"year", "2017"}})); });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::NotFound);
    auto const released = as(k102, [&](audit::Act& act) { return release(act, {ref, decision().version}); });
    ASSERT_FALSE(released);
    EXPECT_EQ(released.error().kind, Kind::NotFound);
}

}  // namespace
}  // namespace thidua::registry
