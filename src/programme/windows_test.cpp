#include "programme/windows.h"

#include "inbox/inbox.h"
#include "programme/reminders.h"
#include "programme/testing/world.h"
#include "programme/window_tasks.h"
#include "terms/locale.h"

namespace thidua::programme {
namespace {

class WindowTest : public testing::ProgrammeTest {
protected:
    std::vector<inbox::Item> inbox_of(access::Actor const& actor, std::string kind = "task")
    {
        return read([&](auto& tx) { return inbox::items_of(tx, actor, {.kind = kind}); });
    }
    void new_day(std::string_view iso)
    {
        move_to(iso);
        run([](audit::Act& act) { return begin_day(act), 0; });
    }
    std::vector<Due> dues(std::string_view code, WindowKind kind = WindowKind::Registration)
    {
        auto const id = window(kind, 2026, code).value().id;
        return read([&](auto& tx) { return dues_of(tx, id); });
    }
};
THIDUA_ON_EACH_ENGINE(WindowTest);

using testing::day;
using testing::problem;

TEST_P(WindowTest, TheDailyWorkIsListedByAName)
{
    run([](audit::Act& act) { return schedule_days(act), 0; });
    auto const kinds = read([](storage::Transaction& tx) {
        std::vector<std::string> found;
        auto rows = tx.query("SELECT kind FROM job ORDER BY id", {});
        while (rows.next()) found.push_back(rows.string(0));
        return found;
    });
    ASSERT_FALSE(kinds.empty());
    for (auto const& kind : kinds) {
        for (auto const& language : terms::languages())
            EXPECT_TRUE(terms::has_text(language, "jobs.kind." + kind)) << language << kind;
    }
}

TEST_P(WindowTest, HoldsOnceTheProgrammeIsIssuedForEveryUnitBelow)
{
    auto const ref = draft();
    ASSERT_TRUE(set(ref, WindowKind::Registration, "2026-02-01", "2026-03-31"));
    EXPECT_FALSE(window(WindowKind::Registration, 2026, "K101"));
    ASSERT_TRUE(issue(ref));
    auto const found = window(WindowKind::Registration, 2026, "K101-01");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->on(day("2026-01-31")), Timeliness::Early);
    EXPECT_EQ(found->on(day("2026-02-01")), Timeliness::InTime);
    EXPECT_EQ(found->on(day("2026-03-31")), Timeliness::InTime);
    EXPECT_EQ(found->on(day("2026-04-01")), Timeliness::Late);
    EXPECT_FALSE(window(WindowKind::Registration, 2025, "K101"));
    EXPECT_FALSE(window(WindowKind::SelfScore, 2026, "K101"));
}

TEST_P(WindowTest, TheNearestProgrammeThatHasOneCounts)
{
    issued();
    auto const own = draft({.owner = "K101", .year = 2026, .theme = "Kỷ cương"});
    ASSERT_TRUE(set(own, WindowKind::Registration, "2026-02-01", "2026-02-15"));
    ASSERT_TRUE(issue(own));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K101-01")->last_day, day("2026-02-15"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K102")->last_day, day("2026-06-30"));
}

TEST_P(WindowTest, TrainingUnitsFollowTheSchoolYear)
{
    issued();
    auto const school = draft({.owner = "BAN",
                               .year = 2026,
                               .calendar = "school",
                               .theme = "Dạy tốt, học tốt",
                               .units = {"K102"}});
    ASSERT_TRUE(set(school, WindowKind::Registration, "2026-09-01", "2026-09-30"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K102")->opens, day("2026-02-01"))
        << "a draft changes nothing";
    ASSERT_TRUE(issue(school));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K102")->opens, day("2026-09-01"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K101")->opens, day("2026-02-01"));
    EXPECT_EQ(dues("K102").size(), 1U);
    ASSERT_EQ(dues("K101").size(), 1U) << "the training unit owes nothing by the calendar year";
    EXPECT_EQ(dues("K101").front().code, "K101");
}

TEST_P(WindowTest, AUnitOfTheSchoolYearSignsAndScoresWithItsBlock)
{
    auto const ref = draft();
    ASSERT_TRUE(set(ref, WindowKind::SelfScore, "2026-10-15", "2026-10-31"));
    ASSERT_TRUE(issue(ref));
    auto const school = draft({.owner = "BAN",
                               .year = 2026,
                               .calendar = "school",
                               .theme = "Dạy tốt, học tốt",
                               .units = {"K102"}});
    ASSERT_TRUE(issue(school));
    ASSERT_TRUE(window(WindowKind::SelfScore, 2026, "K102"));
    EXPECT_EQ(window(WindowKind::SelfScore, 2026, "K102")->last_day, day("2026-10-31"));
}

TEST_P(WindowTest, AnExtensionKeepsTheOldDayAndMayBeForOneUnit)
{
    auto const ref = issued();
    EXPECT_EQ(problem(extend(ref, WindowKind::Registration, "2026-06-30")),
              "programme.error.not-later@last_day");
    EXPECT_EQ(problem(extend(ref, WindowKind::Registration, "2026-07-10", "", "")),
              "error.required@reason");
    ASSERT_TRUE(extend(ref, WindowKind::Registration, "2026-07-10", "K101"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K101-01")->last_day, day("2026-07-10"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K102")->last_day, day("2026-06-30"));
    ASSERT_TRUE(extend(ref, WindowKind::Registration, "2026-07-05"));
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K101")->last_day, day("2026-07-10"));
    auto const other = window(WindowKind::Registration, 2026, "K102").value();
    EXPECT_EQ(other.last_day, day("2026-07-05"));
    EXPECT_EQ(other.planned_last_day, day("2026-06-30"));
    auto const history = read([&](auto& tx) { return extensions_of(tx, other.id); });
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].old_last_day, day("2026-06-30"));
    EXPECT_EQ(history[0].unit_code, "K101");
    EXPECT_EQ(history[1].reason, "Đơn vị đi diễn tập");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'programme.extend'"), 2);
}

TEST_P(WindowTest, AStaleOrForeignExtensionIsRefused)
{
    auto const ref = issued();
    ExtendWindow const stale{
        ref, WindowKind::Registration, day("2026-07-10"), "", "Lý do", 0};
    EXPECT_EQ(as(office_, [&](auto& act) { return extend_window(act, stale); }).error().kind,
              Kind::Conflict);
    auto fresh = stale;
    fresh.version = programme(ref).version;
    EXPECT_EQ(problem(as(clerk_, [&](auto& act) { return extend_window(act, fresh); })),
              "error.denied");
    EXPECT_EQ(window(WindowKind::Registration, 2026, "K101")->last_day, day("2026-06-30"));
}

TEST_P(WindowTest, EachUnitIsGivenItsTaskWhenItOpensAndDoneCompletesIt)
{
    auto const ref = draft();
    ASSERT_TRUE(set(ref, WindowKind::Registration, "2026-06-10", "2026-06-30"));
    ASSERT_TRUE(issue(ref));
    EXPECT_EQ(inbox_of(clerk_).size(), 1U) << "the programme's task alone";
    new_day("2026-06-10");
    ASSERT_EQ(inbox_of(clerk_).size(), 2U);
    EXPECT_EQ(inbox_of(clerk_).back().sentence, "programme.task.registration");
    EXPECT_EQ(inbox_of(clerk_).back().deadline, "2026-06-30");
    EXPECT_TRUE(inbox_of(office_).empty()) << "not everybody's work on the office's list";
    auto const unit_id = unit("K101").id;
    auto const registration = WindowKind::Registration;
    as(clerk_, [&](auto& act) { return window_done(act, registration, 2026, unit_id), 0; });
    EXPECT_EQ(inbox_of(clerk_).size(), 1U);
    EXPECT_EQ(dues("K101").at(0).done_on, day("2026-06-10"));
    EXPECT_FALSE(dues("K101").at(1).done_on);
    as(office_, [&](auto& act) { return window_undone(act, registration, 2026, unit_id), 0; });
    EXPECT_EQ(inbox_of(clerk_).size(), 2U) << "returned: owed again";
}

TEST_P(WindowTest, RemindsWhoIsBehindAndTellsTheOfficeWhoIsLate)
{
    issued();
    new_day("2026-06-22");
    EXPECT_TRUE(inbox_of(clerk_, "notice").empty());
    new_day("2026-06-23");
    EXPECT_EQ(inbox_of(clerk_, "notice").size(), 1U);
    new_day("2026-07-01");
    ASSERT_EQ(inbox_of(office_, "notice").size(), 1U);
    EXPECT_EQ(inbox_of(office_, "notice").front().args, R"({"year":"2026","late":"2"})");
    auto const unit_id = unit("K101").id;
    as(clerk_, [&](auto& act) {
        return window_done(act, WindowKind::Registration, 2026, unit_id), 0;
    });
    EXPECT_TRUE(dues("K101").at(0).late);
}

TEST_P(WindowTest, AnExtensionMovesTheDeadlineOfOpenTasks)
{
    auto const ref = issued();
    ASSERT_TRUE(extend(ref, WindowKind::Registration, "2026-07-10"));
    ASSERT_EQ(inbox_of(clerk_).size(), 2U);
    EXPECT_EQ(inbox_of(clerk_).back().deadline, "2026-07-10");
}

TEST_P(WindowTest, WorkThatIsAskedForElsewhereIsOneTask)
{
    auto const ref = draft();
    ASSERT_TRUE(set(ref, WindowKind::Registration, "2026-06-10", "2026-06-30"));
    ASSERT_TRUE(issue(ref));
    auto const unit_id = unit("K101").id;
    auto const path = unit("K101").path;
    auto const registration = WindowKind::Registration;
    run([&](audit::Act& act) {
        inbox::assign(act,
                      {.to = {.permission = access::Permission::WriteRegistrations,
                              .unit_path = path},
                       .dedup = "elsewhere",
                       .sentence = "programme.task.dossiers"});
        window_work_given(act, registration, 2026, unit_id, "elsewhere");
        return 0;
    });
    new_day("2026-06-10");
    ASSERT_EQ(inbox_of(clerk_).size(), 2U) << "the programme's task and the one from elsewhere";
    ASSERT_TRUE(extend(ref, registration, "2026-07-10"));
    ASSERT_EQ(inbox_of(clerk_).size(), 2U);
    EXPECT_EQ(inbox_of(clerk_).back().sentence, "programme.task.dossiers");
    EXPECT_EQ(inbox_of(clerk_).back().deadline, "2026-07-10");
    run([&](audit::Act& act) { return inbox::complete(act, "elsewhere"), 0; });
    as(office_, [&](auto& act) { return window_done(act, registration, 2026, unit_id), 0; });
    EXPECT_EQ(inbox_of(clerk_).size(), 1U);
    as(office_, [&](auto& act) { return window_undone(act, registration, 2026, unit_id), 0; });
    EXPECT_EQ(inbox_of(clerk_).size(), 2U) << "owed again though nobody asks for it elsewhere";
}

TEST_P(WindowTest, RemindsAsManyDaysBeforeAsTheWindowSays)
{
    auto const ref = draft();
    SetWindow command{ref,
                      WindowKind::Registration,
                      day("2026-02-01"),
                      day("2026-06-30"),
                      "",
                      programme(ref).version,
                      61};
    auto const put = [&] {
        return problem(as(office_, [&](audit::Act& act) { return set_window(act, command); }));
    };
    EXPECT_EQ(put(), "programme.error.remind-days@remind_days");
    command.remind_days = 20;
    EXPECT_EQ(put(), "");
    ASSERT_TRUE(issue(ref));
    new_day("2026-06-09");
    EXPECT_TRUE(inbox_of(clerk_, "notice").empty());
    new_day("2026-06-10");
    EXPECT_EQ(inbox_of(clerk_, "notice").size(), 1U);
}

TEST_P(WindowTest, ReportsThatCameOnPaperAreMarkedByTheOffice)
{
    auto const ref = draft();
    ASSERT_TRUE(set(ref, WindowKind::Dossiers, "2026-05-01", "2026-05-20"));
    ASSERT_TRUE(set(ref, WindowKind::SelfScore, "2026-05-01", "2026-05-20"));
    ASSERT_TRUE(issue(ref));
    auto const dossiers = window(WindowKind::Dossiers, 2026, "K101").value().ref;
    auto const mark = [&](access::Actor const& actor, MarkDone const& command) {
        return as(actor, [&](auto& act) { return mark_done(act, command); });
    };
    EXPECT_EQ(problem(mark(clerk_, {dossiers, "K101", day("2026-05-10")})), "error.denied");
    EXPECT_EQ(problem(mark(office_, {dossiers, "K101", day("2026-06-02")})),
              "programme.error.done-later@received_on");
    EXPECT_EQ(problem(mark(office_, {dossiers, "K101-01", day("2026-05-10")})),
              "programme.error.not-owed@unit");
    EXPECT_EQ(inbox_of(clerk_).size(), 2U) << "the programme's task and the dossiers";
    ASSERT_TRUE(mark(office_, {dossiers, "K101", day("2026-05-10")}));
    ASSERT_TRUE(mark(office_, {dossiers, "K102", day("2026-05-21")}));
    EXPECT_EQ(inbox_of(clerk_).size(), 1U);
    EXPECT_FALSE(dues("K101", WindowKind::Dossiers).at(0).late);
    EXPECT_TRUE(dues("K101", WindowKind::Dossiers).at(1).late);
    ASSERT_TRUE(mark(office_, {dossiers, "K101", day("2026-05-10"), true}));
    EXPECT_FALSE(dues("K101", WindowKind::Dossiers).at(0).done_on);
    EXPECT_EQ(inbox_of(clerk_).size(), 2U);
    auto const scores = window(WindowKind::SelfScore, 2026, "K101").value().ref;
    EXPECT_EQ(problem(mark(office_, {scores, "K101", day("2026-05-10")})),
              "programme.error.marks-itself");
}

TEST_P(WindowTest, OnlyKnownWorkOnPlausibleDays)
{
    auto const ref = draft();
    EXPECT_EQ(problem(set(ref, WindowKind::MidYear, "2026-07-01", "2026-06-30")),
              "programme.error.ends-before@last_day");
    EXPECT_EQ(problem(set(ref, WindowKind::MidYear, "2020-07-01", "2026-06-30")),
              "programme.error.far-from-year@opens");
    EXPECT_FALSE(window_kind("none"));
    for (auto const kind : kWindowKinds) EXPECT_EQ(window_kind(name_of(kind)), kind);
}

TEST_P(WindowTest, OnceToldItsDaysChangeByExtensionAlone)
{
    auto const ref = issued();
    EXPECT_EQ(problem(set(ref, WindowKind::Registration, "2026-02-01", "2026-05-31", "Sớm hơn")),
              "programme.error.window-open");
    EXPECT_EQ(problem(set(ref, WindowKind::YearEnd, "2026-11-01", "2026-12-10")),
              "error.required@reason");
    EXPECT_TRUE(set(ref, WindowKind::YearEnd, "2026-11-01", "2026-12-10", "Bổ sung"));
}

}  // namespace
}  // namespace thidua::programme
