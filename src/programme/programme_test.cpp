#include "programme/programme.h"

#include "programme/paper.h"
#include "programme/testing/world.h"

#include <boost/json.hpp>

namespace thidua::programme {
namespace {

using testing::day;
using testing::problem;

class YearTest : public testing::ProgrammeTest {
protected:
    auto edit(access::Actor const& actor, EditProgramme const& command)
    {
        return as(actor, [&](audit::Act& act) { return edit_programme(act, command); });
    }
    std::vector<Programme> seen_by(access::Actor const& actor)
    {
        return read([&](auto& tx) { return programmes(tx, actor); });
    }
    Task task_of(std::string const& ref)
    {
        auto const id = programme(ref).id;
        return read([&](auto& tx) { return tasks_of(tx, id).at(0); });
    }
};
THIDUA_ON_EACH_ENGINE(YearTest);

TEST_P(YearTest, OneForEachBodyYearAndCalendar)
{
    draft();
    auto const again = as(office_, [](auto& act) {
        return create_programme(act, {.owner = "BAN", .year = 2026, .theme = "Khác"});
    });
    EXPECT_EQ(problem(again), "programme.error.taken@year");
    auto const school = as(office_, [](auto& act) {
        return create_programme(
            act, {.owner = "BAN", .year = 2026, .calendar = "school", .theme = "Học tốt"});
    });
    EXPECT_EQ(problem(school), "programme.error.no-units@units");
    auto const denied = as(clerk_, [](auto& act) {
        return create_programme(act, {.owner = "K101", .year = 2026, .theme = "Khác"});
    });
    EXPECT_EQ(problem(denied), "error.denied");
    EXPECT_EQ(count("SELECT count(*) FROM programme"), 1);
}

TEST_P(YearTest, ADraftIsSeenByWhoPlansAlone)
{
    auto const ref = draft();
    EXPECT_EQ(seen_by(office_).size(), 1U);
    EXPECT_TRUE(seen_by(clerk_).empty());
    ASSERT_TRUE(issue(ref));
    EXPECT_EQ(seen_by(clerk_).size(), 1U);
    auto const elsewhere = draft({.owner = "K102", .year = 2026, .theme = "Của riêng"});
    ASSERT_TRUE(issue(elsewhere));
    EXPECT_EQ(seen_by(clerk_).size(), 1U) << "another unit's is none of theirs";
    EXPECT_EQ(seen_by(office_).size(), 2U);
}

TEST_P(YearTest, IssuedItChangesWithAReasonAndKeepsWhatWas)
{
    auto const ref = draft();
    EditProgramme command{.ref = ref, .theme = "Kỷ cương", .version = programme(ref).version};
    ASSERT_TRUE(edit(office_, command));
    EXPECT_EQ(count("SELECT count(*) FROM programme_amendment"), 0);
    ASSERT_TRUE(issue(ref));
    command.theme = "An toàn";
    command.version = programme(ref).version;
    EXPECT_EQ(problem(edit(office_, command)), "error.required@reason");
    EXPECT_EQ(problem(edit(clerk_, command)), "error.denied");
    command.reason = "Theo kết luận của Hội đồng";
    ASSERT_TRUE(edit(office_, command));
    auto const id = programme(ref).id;
    auto const kept = read([&](auto& tx) { return amendments_of(tx, id); });
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].old_value, "Kỷ cương");
    EXPECT_EQ(kept[0].new_value, "An toàn");
    EXPECT_EQ(problem(issue(ref)), "programme.error.issued-already");
}

TEST_P(YearTest, AStaleEditSeesBothValues)
{
    auto const ref = draft();
    EditProgramme const first{.ref = ref, .theme = "Một", .version = programme(ref).version};
    auto second = first;
    second.theme = "Hai";
    ASSERT_TRUE(edit(office_, first));
    auto const answer = edit(office_, second);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Conflict);
    EXPECT_EQ(answer.error().problems.front().args,
              (Args{{"mine", "Hai"}, {"theirs", "Một"}}));
}

TEST_P(YearTest, ItsTasksAreFinishedByTheUnitThatDoesThem)
{
    auto const ref = draft();
    auto task = task_of(ref);
    auto const finish = [&](access::Actor const& actor, std::string_view on) {
        FinishTask const command{task.ref, day(on), "Đã xong", task_of(ref).version};
        return as(actor, [&](auto& act) { return finish_task(act, command); });
    };
    EXPECT_EQ(problem(finish(clerk_, "2026-05-01")), "error.not-found") << "still a draft";
    ASSERT_TRUE(issue(ref));
    EXPECT_EQ(problem(finish(clerk_, "2026-06-02")), "programme.error.done-later@done_on");
    auto stranger = clerk_;
    for (auto& grant : stranger.grants) grant.scope = "/BAN/K102/";
    EXPECT_EQ(problem(finish(stranger, "2026-05-01")), "error.denied");
    ASSERT_TRUE(finish(clerk_, "2026-05-01"));
    EXPECT_EQ(problem(finish(clerk_, "2026-05-01")), "programme.error.finished");
    EXPECT_EQ(task_of(ref).done_on, day("2026-05-01"));
}

TEST_P(YearTest, ADroppedTaskOfAnIssuedProgrammeStaysOnRecord)
{
    auto const ref = draft();
    ASSERT_TRUE(issue(ref));
    auto const drop = [&](std::string const& reason) {
        DropTask const command{task_of(ref).ref, reason, task_of(ref).version};
        return as(office_, [&](auto& act) { return drop_task(act, command); });
    };
    EXPECT_EQ(problem(drop("")), "error.required@reason");
    ASSERT_TRUE(drop("Chuyển sang năm sau"));
    EXPECT_TRUE(task_of(ref).dropped);
    EXPECT_EQ(problem(drop("Lần nữa")), "programme.error.dropped");
}

TEST_P(YearTest, TheNextYearBeginsAsACopyMovedByTwelveMonths)
{
    auto const ref = issued();
    auto const copy = as(office_, [&](auto& act) {
        return copy_programme(act, {.ref = ref, .year = 2027});
    });
    ASSERT_TRUE(copy) << problem(copy);
    EXPECT_EQ(programme(*copy).state, kDraft);
    EXPECT_EQ(task_of(*copy).due, day("2027-03-31"));
    auto const id = programme(*copy).id;
    auto const windows = read([&](auto& tx) { return windows_of(tx, id); });
    ASSERT_EQ(windows.size(), 1U);
    EXPECT_EQ(windows[0].last_day, day("2027-06-30"));
}

TEST_P(YearTest, ThePlaceOnPapersIsTheOffices)
{
    auto const set = [&](access::Actor const& actor, std::string place) {
        return as(actor, [&](auto& act) { return set_place(act, place); });
    };
    EXPECT_EQ(problem(set(clerk_, "Huế")), "error.denied");
    EXPECT_EQ(problem(set(office_, "")), "error.required@place");
    ASSERT_TRUE(set(office_, "Hà Nội"));
    auto const paper = read([&](auto& tx) {
        return paper_document(tx, {.issuer = "Ban", .dated = day("2026-02-05")});
    });
    EXPECT_EQ(paper.at("place").as_string(), "Hà Nội");
    EXPECT_EQ(paper.at("day").as_string(), "05");
    EXPECT_EQ(paper.at("month").as_string(), "02");
}

TEST_P(YearTest, GroundsAreWrittenAsPapersWriteThem)
{
    auto const list = grounds_document("Căn cứ Luật A;\n\n Kế hoạch của Ban. \n");
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].at("text"), "Căn cứ Luật A");
    EXPECT_EQ(list[0].at("begins"), true);
    EXPECT_EQ(list[1].at("text"), "Kế hoạch của Ban");
    EXPECT_EQ(list[1].at("begins"), false);
}

TEST_P(YearTest, AnEmptyProgrammeIsNotIssued)
{
    auto const ref = as(office_, [](auto& act) {
        return create_programme(act, {.owner = "BAN", .year = 2026, .theme = "Chủ đề"});
    });
    EXPECT_EQ(problem(issue(*ref)), "programme.error.no-tasks");
}

}  // namespace
}  // namespace thidua::programme
