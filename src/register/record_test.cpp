#include "register/record.h"

#include "register/collisions.h"
#include "register/store.h"
#include "register/tally.h"
#include "register/testing/world.h"

#include <gmock/gmock.h>

namespace thidua::registry {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class RecordTest : public WorldTest {
protected:
    Actor const clerk = standing_officer("clerk");
    Actor const cleared = standing_officer("cleared", Marking::Mat);

    Result<Recorded> record(Actor const& actor, PaperFields const& paper, std::string_view lines, bool confirmed = false)
    {
        return as(actor, [&](audit::Act& act) {
            return record_decision(act, {.paper = paper, .recipients = read_lines(lines, {}), .confirmed = confirmed});
        });
    }
    std::vector<std::string> complaints(std::string_view lines)
    {
        auto const outcome = record(clerk, paper_512(), lines);
        return outcome ? std::vector<std::string>{} : keys_of(outcome.error());
    }
    std::vector<Award> awards(std::string const& ref)
    {
        return db().read([&](storage::Transaction& tx) {
            return awards_of(tx, find_decision(tx, Actor::system("test"), ref)->id);
        });
    }
    void expect_true_tally()
    {
        EXPECT_EQ(db().read([](storage::Transaction& tx) { return tally_errors(tx); }), 0);
    }
};
THIDUA_ON_EACH_ENGINE(RecordTest);

TEST_P(RecordTest, OnePaperWithManyRecipientsIsOneAct)
{
    auto const ref = recorded(clerk, paper_512(),
                              "NV1; ; Bằng khen của Trưởng ban; 2018; Công trạng; Hoàn thành xuất sắc\n"
                              "NV2; ; BK Trưởng ban; 2018\n"
                              "\n"
                              "K101; ; Đơn vị quyết thắng; 2017-2018");
    auto const list = awards(ref);
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].mode, "cong-trang");
    EXPECT_EQ(list[0].frozen.position, "Trưởng phòng");
    EXPECT_EQ(list[0].frozen.sources, "apppapu") << "unit, rank, position and direct worker from the post of that day";
    EXPECT_EQ(list[1].frozen.sources, "aaaaaau") << "no post on record: assumed from today";
    EXPECT_EQ(list[2].frozen.unit_name, "Cục Một");
    EXPECT_TRUE(list[2].year.is_school_year);
    EXPECT_EQ(count("SELECT sum(awards) FROM award_tally"), 3);
    expect_true_tally();
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.decision.record'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM public_act"), 0) << "nothing is public yet";
}

TEST_P(RecordTest, EveryWrongLineIsNamedAndNothingIsStored)
{
    EXPECT_THAT(complaints("NV1; ; Bằng khen lạ; 2018\n"
                           "NV9; ; bk-ban; 2018\n"
                           "NV2; ; bk-ban; 2019\n"
                           "K101; ; Chiến sĩ tiên tiến; 2018\n"
                           "NV1; ; dvqt; 2018\n"
                           "Nguyễn Văn An; ; bk-ban; 2018\n"
                           "NV2; ; bk-ban; hai nghìn\n"
                           "NV2; ; bk-ban; 2018; Công trạng; Có thành tích " + std::string(2000, 'x')),
                ElementsAre("register.line.unknown-award recipients", "register.line.unknown-subject recipients",
                            "register.line.year-after-decision recipients",
                            "register.line.wrong-subject-person recipients", "register.line.wrong-subject-unit recipients",
                            "register.line.several-people recipients", "register.line.bad-year recipients",
                            "register.line.too-long recipients"));
    EXPECT_EQ(count("SELECT count(*) FROM decision"), 0);
}

TEST_P(RecordTest, ANameThatIsUniqueInItsUnitIsTakenAfterAWarning)
{
    auto const lines = "Nguyễn Văn An; Cục Một; bk-ban; 2018";
    EXPECT_THAT(complaints(lines), ElementsAre("register.line.homonym confirm"));
    auto const ref = recorded(clerk, paper_512(), lines);
    EXPECT_EQ(awards(ref).front().frozen.sources[1], 's') << "the line states the unit";
}

TEST_P(RecordTest, RefusesASubjectOutsideItsServiceOrLife)
{
    auto paper = paper_512();
    paper.decided_on = "2009-05-01";
    auto outcome = record(clerk, paper, "NV1; ; bk-ban; 2009");
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.line.before-joined recipients"));
    paper.decided_on = "2020-05-01";
    outcome = record(clerk, paper, "K102; ; dvqt; 2019");
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.line.outside-unit-life recipients"));
}

TEST_P(RecordTest, OneNumberOfOneAuthorityHasOneDayInAYear)
{
    recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018");
    auto other_day = paper_512();
    other_day.number = "512 / qđ-bcy";
    other_day.decided_on = "2018-12-19";
    auto const outcome = record(clerk, other_day, "NV2; ; bk-ban; 2018");
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.decision.other-day decided_on"));
    auto next_year = paper_512();
    next_year.decided_on = "2019-12-18";
    EXPECT_TRUE(record(clerk, next_year, "NV2; ; bk-ban; 2018"));
}

TEST_P(RecordTest, APaperThatIsThereIsShownAndTakesMoreRecipients)
{
    auto const ref = recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018");
    auto const again = record(clerk, paper_512(), "NV2; ; bk-ban; 2018");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Kind::Refused);
    auto add = [&](std::string_view lines) {
        return as(clerk, [&](audit::Act& act) { return add_recipients(act, {ref, read_lines(lines, {}), false}); });
    };
    EXPECT_TRUE(add("NV2; ; bk-ban; 2018"));
    auto const twice = add("NV2; ; bk-ban; 2018");
    ASSERT_FALSE(twice);
    EXPECT_THAT(keys_of(twice.error()), ElementsAre("register.line.already-there recipients"));
    expect_true_tally();
}

TEST_P(RecordTest, TheSameAwardByAnotherPaperIsAWarning)
{
    recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018");
    auto other = paper_512();
    other.number = "600/QĐ-BCY";
    auto const outcome = record(clerk, other, "NV1; ; bk-ban; 2018");
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()), ElementsAre("register.line.other-decision confirm"));
    EXPECT_TRUE(record(clerk, other, "NV1; ; bk-ban; 2018", true));
}

TEST_P(RecordTest, AClerkOfAUnitAwardsAndReadsOnlyThere)
{
    auto const k101 = officer("k101", {Permission::ReadRegister, Permission::WriteRegister}, "/BAN/K101/");
    auto const k102 = officer("k102", {Permission::ReadRegister}, "/BAN/K102/");
    auto const outside = record(k101, paper_512(), "NV3; ; bk-ban; 2018");
    ASSERT_FALSE(outside);
    EXPECT_THAT(keys_of(outside.error()), ElementsAre("register.line.unknown-subject recipients"));
    auto const ref = recorded(k101, paper_512(), "NV1; ; bk-ban; 2018");
    auto sees = [&](Actor const& actor) {
        return db().read([&](storage::Transaction& tx) { return find_decision(tx, actor, ref).has_value(); });
    };
    EXPECT_TRUE(sees(k101));
    EXPECT_FALSE(sees(k102));
}

TEST_P(RecordTest, APaperIsFieldByFieldRight)
{
    auto const outcome = record(clerk, {.number = " ", .decided_on = "31/02/2018", .marking = "mat"}, "");
    ASSERT_FALSE(outcome);
    EXPECT_THAT(keys_of(outcome.error()),
                ElementsAre("register.decision.number-missing number", "register.bad-date decided_on",
                            "register.decision.authority-missing authority", "register.decision.marking-above marking"));
}

// Two worlds: what an officer without clearance gets does not depend on a marked record.
TEST_P(RecordTest, APaperThatMeetsAMarkedOneIsAcceptedAlikeAndQueued)
{
    auto marked = paper_512();
    marked.marking = "mat";
    marked.wants_public = false;
    auto const hidden = recorded(cleared, marked, "NV1; ; bk-ban; 2018");
    auto const open = recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018", false);
    EXPECT_NE(hidden, open);
    auto queue_of = [&](Actor const& actor) {
        return db().read([&](storage::Transaction& tx) { return collisions(tx, actor, 10); });
    };
    EXPECT_EQ(queue_of(clerk).size(), 0U);
    auto const queue = queue_of(cleared);
    ASSERT_EQ(queue.size(), 2U) << "the paper, and the award";
    EXPECT_EQ(queue[1].kind, "paper");
    EXPECT_EQ(queue[1].decision.ref, open);
    EXPECT_EQ(queue[1].met_decision.ref, hidden);

    ASSERT_TRUE(as(cleared, [&](audit::Act& act) {
        return answer_collision(act, {queue[1].ref, true, "Trùng với bản mật", queue[1].version});
    }));
    EXPECT_EQ(awards(open).front().state, kWithdrawn);
    expect_true_tally();
}

TEST_P(RecordTest, WhatAnImportBringsIsComparedWithMarkedRecordsToo)
{
    auto marked = paper_512();
    marked.marking = "mat";
    marked.wants_public = false;
    recorded(cleared, marked, "NV1; ; bk-ban; 2018");
    recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018", false);
    db().write([](storage::Transaction& tx) {
        tx.execute("DELETE FROM collision_queue");
        tx.execute("UPDATE decision SET import_id = 7 WHERE marking = 0");
        tx.execute("UPDATE award SET import_id = 7 WHERE marking = 0");
    });
    as(clerk, [](audit::Act& act) { queue_import_collisions(act, 7); });
    EXPECT_EQ(count("SELECT count(*) FROM collision_queue WHERE kind = 'paper'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM collision_queue WHERE kind = 'award'"), 1);
}

TEST_P(RecordTest, TheAddressOfAPaperDoesNotDependOnAMarkedOne)
{
    auto const alone = recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018");
    auto const first_award = awards(alone).front().ref;
    db().write([](storage::Transaction& tx) {
        for (auto const* table : {"collision_queue", "award", "decision"}) tx.execute(std::string{"DELETE FROM "} + table);
    });
    auto marked = paper_512();
    marked.marking = "mat";
    marked.wants_public = false;
    recorded(cleared, marked, "NV1; ; bk-ban; 2018");
    auto const beside = recorded(clerk, paper_512(), "NV1; ; bk-ban; 2018", false);
    EXPECT_EQ(beside, alone);
    EXPECT_EQ(awards(beside).front().ref, first_award);
}

TEST_P(RecordTest, FieldsOfAMarkedPaperStandHashedInTheAudit)
{
    auto marked = paper_512();
    marked.marking = "mat";
    marked.wants_public = false;
    recorded(cleared, marked, "NV1; ; bk-ban; 2018");
    auto const after = db().read([](storage::Transaction& tx) {
        return tx.text("SELECT after FROM audit_line WHERE what = 'register.decision.record'").value();
    });
    EXPECT_THAT(after, HasSubstr("\"number\":\"sha256:"));
    EXPECT_THAT(after, Not(HasSubstr("QĐ-BCY")));
}

TEST(ReadLines, TakesTabsOrSemicolonsAndFillsWhatIsLeftOut)
{
    auto const lines = read_lines("NV1\tK101\tbk-ban\n\nNV2;;;2017\r\n", {.award = "ldtt", .year = "2018"});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].unit, "K101");
    EXPECT_EQ(lines[0].award, "bk-ban");
    EXPECT_EQ(lines[0].year, "2018");
    EXPECT_EQ(lines[1].line, 3);
    EXPECT_EQ(lines[1].award, "ldtt");
    EXPECT_EQ(lines[1].year, "2017");
}

TEST(ReadLines, AHeaderSaysWhichColumnsTheyAre)
{
    auto const lines = read_lines("TT\tHọ và tên\tSố hiệu\tHình thức khen thưởng\tCấp bậc\n1\tNguyễn Văn An\tNV1\tbk-ban\tĐại úy\n"
                                  "2\tTrần Thị Bình\t\tbk-ban",
                                  {.year = "2018"});
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].subject, "NV1");
    EXPECT_EQ(lines[0].name, "Nguyễn Văn An");
    EXPECT_EQ(lines[0].rank, "Đại úy");
    EXPECT_EQ(lines[1].subject, "Trần Thị Bình") << "a name stands in for a missing code";
    EXPECT_EQ(lines[1].line, 3);
}

TEST(ParseYear, ReadsYearsSchoolYearsAndPeriods)
{
    EXPECT_EQ(parse_year("2018")->year, 2018);
    EXPECT_TRUE(parse_year("2018-2019")->is_school_year);
    EXPECT_FALSE(parse_year("2014-2018")->is_school_year);
    EXPECT_EQ(to_text(*parse_year("2014 - 2018")), "2014-2018");
    EXPECT_FALSE(parse_year("2019-2018"));
    EXPECT_FALSE(parse_year("18"));
    EXPECT_EQ(parse_year("")->year, std::nullopt);
}

}  // namespace
}  // namespace thidua::registry
