#include "meeting/meeting.h"

#include "base/random.h"
#include "identity/accounts.h"
#include "inbox/inbox.h"
#include "meeting/testing/world.h"

namespace thidua::meeting {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class MeetingTest : public testing::BlockTest {
protected:
    static Plan plan()
    {
        return {.kind = "preparatory",
                .title = "Hội nghị trù bị",
                .day = day("2026-06-10"),
                .starts = "08:00",
                .place = "Hội trường",
                .guests = "",
                .agenda = "Thống nhất giao ước\nThống nhất thang điểm"};
    }
    Result<std::string> plan_by(access::Actor const& actor, Plan const& what = plan())
    {
        PlanMeeting const command{block_, 2026, what};
        return as(actor, [&](audit::Act& act) { return plan_meeting(act, command); });
    }
    std::string planned()
    {
        auto const ref = plan_by(head_);
        EXPECT_TRUE(ref) << problem(ref);
        return *ref;
    }
    Meeting meeting(std::string const& ref)
    {
        return read([&](auto& tx) { return find_meeting(tx, head_, ref).value(); });
    }
    Result<void> attend(std::string const& ref,
                        std::vector<Presence> const& units,
                        access::Actor const& actor)
    {
        EnterAttendance const command{ref, units, meeting(ref).version};
        return as(actor, [&](audit::Act& act) { return enter_attendance(act, command); });
    }
    static std::vector<Presence> two_of_three()
    {
        return {{"K101", "present", "", ""},
                {"K102", "represented", "Phó Cục trưởng", ""},
                {"K103", "absent", "", "Đi công tác"}};
    }
    Result<void> minute(std::string const& ref, std::string conclusions = "Nhất trí giao ước")
    {
        WriteMinutes const command{.ref = ref,
                                   .number = "01/BB",
                                   .chair = "Chánh Văn phòng",
                                   .secretary = "Trợ lý",
                                   .content = "Thảo luận dự thảo",
                                   .opinions = "",
                                   .conclusions = conclusions,
                                   .ends = "11:00",
                                   .version = meeting(ref).version};
        return as(secretary_, [&](audit::Act& act) { return write_minutes(act, command); });
    }
    Result<void> sign(std::string const& ref, access::Actor const& actor, bool as_chair)
    {
        SignMinutes const command{ref, as_chair, meeting(ref).version};
        return as(actor, [&](audit::Act& act) { return sign_minutes(act, command); });
    }
    std::string minuted()
    {
        auto const ref = planned();
        move_to("2026-06-10");
        EXPECT_TRUE(attend(ref, two_of_three(), head_));
        EXPECT_TRUE(minute(ref));
        return ref;
    }
};
THIDUA_ON_EACH_ENGINE(MeetingTest);

TEST_P(MeetingTest, IsRunByWhoLeadsTheBlockThatYear)
{
    EXPECT_TRUE(plan_by(head_));
    EXPECT_TRUE(plan_by(deputy_));
    EXPECT_EQ(problem(plan_by(member_)), "error.denied") << "a member that year";
    auto const ref = planned();
    EXPECT_EQ(meeting(ref).attendees.size(), 3U);
    EXPECT_EQ(meeting(ref).attendees.front().code, "K101");
    auto const stranger = of_unit("stranger", 20, "K109", {Permission::LeadBlock});
    EXPECT_FALSE(read([&](auto& tx) { return find_meeting(tx, stranger, ref); }));
    EXPECT_TRUE(read([&](auto& tx) { return find_meeting(tx, member_, ref); }));
}

TEST_P(MeetingTest, EverythingWrongIsSaidAtOnce)
{
    auto wrong = plan();
    wrong.kind = "party";
    wrong.agenda = " \n";
    wrong.starts = "25:00";
    wrong.day = day("2030-01-01");
    auto const answer = plan_by(head_, wrong);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().problems.size(), 4U);
    EXPECT_EQ(count("SELECT count(*) FROM meeting"), 0);
}

TEST_P(MeetingTest, CallingTellsEveryUnit)
{
    auto const ref = planned();
    auto const told = [&] {
        return read([&](auto& tx) { return inbox::count_items(tx, member_, {.kind = "notice"}); });
    };
    EXPECT_EQ(told(), 0);
    OnMeeting const call{ref, meeting(ref).version};
    ASSERT_TRUE(as(head_, [&](auto& act) { return call_meeting(act, call); }));
    EXPECT_EQ(told(), 1);
    OnMeeting const again{ref, meeting(ref).version};
    EXPECT_EQ(problem(as(head_, [&](auto& act) { return call_meeting(act, again); })),
              "meeting.error.called");
}

TEST_P(MeetingTest, TheHeadHasTheNextThingToDoUntilTheMinutesAreSigned)
{
    auto const open = [&](access::Actor const& actor) {
        std::string list;
        for (auto const& item :
             read([&](auto& tx) { return inbox::items_of(tx, actor, {.kind = "task"}); }))
            list += item.sentence + " " + item.deadline.value_or("-");
        return list;
    };
    auto const ref = planned();
    EXPECT_EQ(open(head_), "meeting.task.call 2026-06-10");
    EXPECT_EQ(open(member_), "");
    OnMeeting const call{ref, meeting(ref).version};
    ASSERT_TRUE(as(head_, [&](auto& act) { return call_meeting(act, call); }));
    EXPECT_EQ(open(head_), "meeting.task.hold 2026-06-10");
    move_to("2026-06-10");
    ASSERT_TRUE(attend(ref, two_of_three(), head_));
    EXPECT_EQ(open(head_), "meeting.task.minutes -");
    ASSERT_TRUE(minute(ref));
    ASSERT_TRUE(sign(ref, head_, true));
    EXPECT_EQ(open(head_), "meeting.task.minutes -");
    ASSERT_TRUE(sign(ref, secretary_, false));
    EXPECT_EQ(open(head_), "");
}

TEST_P(MeetingTest, ACancelledMeetingLeavesNothingToDo)
{
    auto const ref = planned();
    CancelMeeting const command{ref, "Trùng lịch", meeting(ref).version};
    ASSERT_TRUE(as(head_, [&](auto& act) { return cancel_meeting(act, command); }));
    EXPECT_EQ(read([&](auto& tx) { return inbox::count_items(tx, head_, {.kind = "task"}); }), 0);
}

TEST_P(MeetingTest, AttendanceIsForEveryUnitOnTheDay)
{
    auto const ref = planned();
    EXPECT_EQ(problem(attend(ref, two_of_three(), head_)), "meeting.error.before-day");
    move_to("2026-06-10");
    EXPECT_EQ(problem(attend(ref, {{"K101", "present", "", ""}}, head_)),
              "meeting.error.presence@presence-K102");
    auto careless = two_of_three();
    careless[1].who = "";
    careless[2].reason = "";
    auto const answer = attend(ref, careless, head_);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().problems.size(), 2U);
    ASSERT_TRUE(attend(ref, two_of_three(), head_));
    EXPECT_EQ(meeting(ref).came(), 2);
    EXPECT_TRUE(meeting(ref).has_quorum());
}

TEST_P(MeetingTest, TheQuorumIsTheOfficesRule)
{
    auto const office = actor_over("/", {Permission::PlanYear});
    auto const set = [&](access::Actor const& actor, int percent) {
        return as(actor, [&](auto& act) { return set_quorum_percent(act, percent); });
    };
    EXPECT_EQ(problem(set(head_, 66)), "error.denied");
    EXPECT_EQ(problem(set(office, 100)), "meeting.error.percent@percent");
    ASSERT_TRUE(set(office, 66));
    auto const ref = planned();
    move_to("2026-06-10");
    ASSERT_TRUE(attend(ref, two_of_three(), head_));
    EXPECT_TRUE(meeting(ref).has_quorum()) << "200 > 198";
    ASSERT_TRUE(set(office, 67));
    EXPECT_TRUE(meeting(ref).has_quorum()) << "it was planned under the older rule";
    auto const stricter = planned();
    ASSERT_TRUE(attend(stricter, two_of_three(), head_));
    EXPECT_FALSE(meeting(stricter).has_quorum()) << "200 < 201";
}

TEST_P(MeetingTest, TwoPeopleSignAndThenNothingChanges)
{
    auto const ref = minuted();
    EXPECT_EQ(count("SELECT count(*) FROM meeting_absence_view"), 0) << "not signed yet";
    EXPECT_EQ(problem(sign(ref, member_, true)), "error.denied");
    ASSERT_TRUE(sign(ref, head_, true));
    EXPECT_EQ(problem(sign(ref, head_, false)), "meeting.error.two-people");
    ASSERT_TRUE(sign(ref, secretary_, false));
    auto const signed_meeting = meeting(ref);
    EXPECT_EQ(signed_meeting.state, kSigned);
    EXPECT_EQ(signed_meeting.hash, sha256_hex(signed_text(signed_meeting)));
    EXPECT_EQ(problem(minute(ref)), "meeting.error.closed");
    EXPECT_EQ(problem(attend(ref, two_of_three(), head_)), "meeting.error.closed");
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'meeting.sign'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM meeting_absence_view v JOIN unit u ON u.id = v.unit_id"
                    " WHERE u.code = 'K103' AND v.reason = 'Đi công tác'"),
              1);
}

TEST_P(MeetingTest, AChangedTextIsSignedAnew)
{
    auto const ref = minuted();
    ASSERT_TRUE(sign(ref, head_, true));
    ASSERT_TRUE(minute(ref, "Kết luận khác"));
    EXPECT_FALSE(meeting(ref).chair_signature.at);
    ASSERT_TRUE(sign(ref, secretary_, false));
    EXPECT_EQ(meeting(ref).state, kHeld);
}

TEST_P(MeetingTest, MinutesFollowTheAttendanceAndStaleOnesShowBothTexts)
{
    auto const ref = planned();
    EXPECT_EQ(problem(minute(ref)), "meeting.error.no-attendance");
    move_to("2026-06-10");
    ASSERT_TRUE(attend(ref, two_of_three(), head_));
    EXPECT_EQ(problem(sign(ref, head_, true)), "meeting.error.no-minutes");
    ASSERT_TRUE(minute(ref));
    WriteMinutes stale{.ref = ref, .conclusions = "Của tôi", .version = 1};
    auto const answer = as(head_, [&](auto& act) { return write_minutes(act, stale); });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Conflict);
    EXPECT_EQ(answer.error().problems.back().args,
              (Args{{"mine", "Của tôi"}, {"theirs", "Nhất trí giao ước"}}));
}

TEST_P(MeetingTest, IsCancelledWithAReasonBeforeItIsHeld)
{
    auto const ref = planned();
    auto const cancel = [&](std::string reason) {
        CancelMeeting const command{ref, reason, meeting(ref).version};
        return as(head_, [&](auto& act) { return cancel_meeting(act, command); });
    };
    EXPECT_EQ(problem(cancel("")), "error.required@reason");
    ASSERT_TRUE(cancel("Lùi sang quý III"));
    EXPECT_EQ(meeting(ref).state, kCancelled);
    EXPECT_EQ(problem(cancel("Lần nữa")), "meeting.error.closed");
}

class CouncilMeetingTest : public MeetingTest {
protected:
    void SetUp() override
    {
        MeetingTest::SetUp();
        for (std::string const name : {"uy-vien-mot", "uy-vien-hai", "uy-vien-ba"}) {
            auto const added =
                run([&](audit::Act& act) { return identity::add_account(act, {.name = name}); });
            ASSERT_TRUE(added) << problem(added);
        }
    }
    static access::Actor office(std::string name, std::int64_t account)
    {
        auto actor = actor_over("/", {Permission::PlanYear, Permission::ReadMovements});
        actor.name = std::move(name);
        actor.account = account;
        return actor;
    }
    access::Actor person(std::string const& name)
    {
        auto actor = actor_over("/BAN/K109/", {Permission::ReadMovements});
        actor.name = name;
        actor.account = count("SELECT id FROM account WHERE name = ?1", {name});
        return actor;
    }
    PlanCouncil council() const
    {
        auto what = plan();
        what.kind = "review";
        return {"Hội đồng Ban", "BAN", 2026, {"uy-vien-mot", "uy-vien-hai", "uy-vien-ba"}, what};
    }
    Result<std::string> plan_by_office(PlanCouncil const& command)
    {
        return as(chair_, [&](audit::Act& act) { return plan_council(act, command); });
    }
    Meeting of_council(std::string const& ref)
    {
        return read([&](auto& tx) { return find_meeting(tx, chair_, ref).value(); });
    }
    Result<void> come(std::string const& ref, std::vector<Presence> const& persons)
    {
        EnterAttendance const command{ref, persons, of_council(ref).version};
        return as(chair_, [&](audit::Act& act) { return enter_attendance(act, command); });
    }
    access::Actor const chair_ = office("thuong-truc", 31);
    access::Actor const clerk_ = office("thu-ky", 32);
};
THIDUA_ON_EACH_ENGINE(CouncilMeetingTest);

TEST_P(CouncilMeetingTest, IsCalledAttendedMinutedAndSigned)
{
    auto const ref = plan_by_office(council());
    ASSERT_TRUE(ref) << problem(ref);
    EXPECT_TRUE(of_council(*ref).is_of_council());
    auto const member = person("uy-vien-mot");
    auto const knows = [&](access::Actor const& actor) {
        return read([&](auto& tx) { return find_meeting(tx, actor, *ref).has_value(); });
    };
    EXPECT_FALSE(knows(member)) << "not called yet";
    OnMeeting const call{*ref, of_council(*ref).version};
    EXPECT_FALSE(as(member, [&](auto& act) { return call_meeting(act, call); }));
    ASSERT_TRUE(as(chair_, [&](auto& act) { return call_meeting(act, call); }));
    EXPECT_TRUE(knows(member));
    EXPECT_FALSE(knows(head_)) << "a block's head is not of the council";
    EXPECT_EQ(read([&](auto& tx) { return inbox::count_items(tx, member, {.kind = "notice"}); }),
              1);
    move_to("2026-06-10");
    std::vector<Presence> who{{"uy-vien-mot", "present", "", ""},
                              {"uy-vien-hai", "represented", "Ai đó", ""},
                              {"uy-vien-ba", "absent", "", ""}};
    auto const careless = come(*ref, who);
    ASSERT_FALSE(careless);
    EXPECT_EQ(careless.error().problems.size(), 2U) << "nobody is represented, an absence has why";
    who[1].presence = "present";
    who[2].reason = "Ốm";
    ASSERT_TRUE(come(*ref, who));
    EXPECT_TRUE(of_council(*ref).has_quorum());
    WriteMinutes const minutes{.ref = *ref,
                               .chair = "Chủ tịch",
                               .secretary = "Thư ký",
                               .content = "Xét đề nghị",
                               .conclusions = "Nhất trí",
                               .ends = "10:00",
                               .version = of_council(*ref).version};
    ASSERT_TRUE(as(chair_, [&](auto& act) { return write_minutes(act, minutes); }));
    for (auto const* signer : {&chair_, &clerk_}) {
        SignMinutes const command{*ref, signer == &chair_, of_council(*ref).version};
        ASSERT_TRUE(as(*signer, [&](auto& act) { return sign_minutes(act, command); }));
    }
    auto const signed_meeting = of_council(*ref);
    EXPECT_EQ(signed_meeting.state, kSigned);
    EXPECT_EQ(signed_meeting.hash, sha256_hex(signed_text(signed_meeting)));
    EXPECT_EQ(count("SELECT count(*) FROM meeting_absence_view"), 0) << "of blocks alone";
}

TEST_P(CouncilMeetingTest, EverythingWrongIsSaidAtOnceAndOnlyThePlannerPlans)
{
    auto wrong = council();
    wrong.name = "";
    wrong.unit = "NONE";
    wrong.persons = {"uy-vien-mot", "uy-vien-mot", "khong-co"};
    auto const answer = plan_by_office(wrong);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().problems.size(), 4U);
    EXPECT_EQ(problem(as(head_, [&](audit::Act& act) { return plan_council(act, council()); })),
              "error.denied");
    auto block_plan = plan();
    block_plan.kind = "review";
    EXPECT_EQ(problem(plan_by(head_, block_plan)), "error.choice@kind") << "no block reviews";
    EXPECT_EQ(count("SELECT count(*) FROM meeting"), 0);
}

}  // namespace
}  // namespace thidua::meeting
