#include "inbox/inbox.h"

#include "http/testing/pages.h"
#include "inbox/pages.h"
#include "storage/testing/fixture.h"

namespace thidua::inbox {
namespace {

using access::Permission;

class InboxTest : public storage::testing::MigratedTest {
protected:
    void act(std::function<void(audit::Act&)> const& body)
    {
        db().write([&](storage::Transaction& tx) {
            audit::Act the_act{tx, giver_, clock_.now()};
            body(the_act);
        });
    }
    std::vector<std::string> tasks(access::Actor const& reader)
    {
        std::vector<std::string> sentences;
        auto const shown = pages_.get("/", reader);
        for (auto const& task : shown.document().at("tasks").as_array()) {
            sentences.emplace_back(task.at("sentence").as_string());
        }
        return sentences;
    }
    static access::Actor account(std::int64_t id,
                                 std::vector<Permission> const& permissions = {},
                                 std::string const& scope = "/")
    {
        auto actor = http::testing::actor_with(permissions, "account-" + std::to_string(id), scope);
        actor.account = id;
        return actor;
    }

    access::Actor giver_ = account(9);
    FixedClock clock_{*make_date(2026, 11, 21)};
    http::testing::Pages pages_{db(), clock_, {add_pages}};
};
THIDUA_ON_EACH_ENGINE(InboxTest);

TEST_P(InboxTest, WorkOfAUnitIsNotOnTheListsOfThoseOverTheWholeTree)
{
    act([](audit::Act& a) {
        assign(a,
               {.to = {.permission = Permission::WriteRegistrations, .unit_path = "/BAN/K101/"},
                .dedup = "unit",
                .sentence = "of the unit"});
        assign(a,
               {.to = {.permission = Permission::WriteRegistrations, .unit_path = "/BAN/"},
                .dedup = "top",
                .sentence = "of the top"});
    });
    using Sentences = std::vector<std::string>;
    EXPECT_EQ(tasks(account(1, {Permission::WriteRegistrations}, "/BAN/K101/")),
              Sentences{"of the unit"});
    EXPECT_EQ(tasks(account(2, {Permission::WriteRegistrations}, "/")), Sentences{"of the top"});
    EXPECT_EQ(tasks(account(3, {Permission::WriteRegistrations}, "/BAN/")),
              Sentences{"of the top"});
    EXPECT_TRUE(tasks(account(4, {Permission::WriteRegistrations}, "/BAN/K102/")).empty());
}

TEST_P(InboxTest, TasksStandByDeadlineAndSayWhenTheyAreLate)
{
    act([](audit::Act& a) {
        assign(a, {.to = {.account = 1}, .dedup = "a", .sentence = "none"});
        assign(a,
               {.to = {.account = 1},
                .dedup = "b",
                .sentence = "later",
                .deadline = *make_date(2026, 12, 1)});
        assign(a,
               {.to = {.account = 1},
                .dedup = "c",
                .sentence = "late",
                .deadline = *make_date(2026, 11, 20)});
        assign(a,
               {.to = {.account = 1},
                .dedup = "d",
                .sentence = "today",
                .deadline = *make_date(2026, 11, 21)});
    });
    auto const shown = pages_.get("/", account(1)).answer.document;
    auto const& list = shown.at("tasks").as_array();
    ASSERT_EQ(list.size(), 4U);
    EXPECT_EQ(list[0].at("sentence"), "late");
    EXPECT_EQ(list[0].at("late"), true);
    EXPECT_EQ(list[0].at("days_left"), -1);
    EXPECT_EQ(list[1].at("sentence"), "today");
    EXPECT_EQ(list[1].at("late"), false);
    EXPECT_EQ(list[3].at("sentence"), "none");
    EXPECT_EQ(shown.at("late_count"), 1);
    EXPECT_EQ(shown.at("task_count"), 4);
}

TEST_P(InboxTest, GoToWhoHoldsThePermissionOverTheUnit)
{
    act([](audit::Act& a) {
        assign(a,
               {.to = {.permission = Permission::ReleaseRegister,
                       .unit_path = "/BAN/K1/",
                       .except_account = 3},
                .dedup = "r",
                .sentence = "release"});
    });
    std::vector<std::string> const one{"release"};
    EXPECT_EQ(tasks(account(1, {Permission::ReleaseRegister})), one);
    EXPECT_EQ(tasks(account(1, {Permission::ReleaseRegister}, "/BAN/K1/")), one);
    EXPECT_TRUE(tasks(account(1, {Permission::ReleaseRegister}, "/BAN/K2/")).empty());
    EXPECT_TRUE(tasks(account(1, {Permission::ReadRegister})).empty());
    EXPECT_TRUE(tasks(account(3, {Permission::ReleaseRegister})).empty());
}

TEST_P(InboxTest, AMarkedOneIsHiddenWithoutClearance)
{
    act([](audit::Act& a) {
        assign(a,
               {.to = {.account = 1},
                .dedup = "m",
                .sentence = "mat",
                .marking = access::Marking::Mat});
    });
    auto reader = account(1);
    EXPECT_TRUE(tasks(reader).empty());
    EXPECT_EQ(pages_.get("/inbox", reader).document().at("list").at("total"), 0);
    reader.clearance = access::Marking::Mat;
    EXPECT_EQ(tasks(reader).size(), 1U);
}

TEST_P(InboxTest, ADoneTaskLeavesTheListAndMayComeBack)
{
    Message const task{
        .to = {.account = 1}, .dedup = "t", .sentence = "first", .args = {{"number", "512"}}};
    act([&](audit::Act& a) { assign(a, task); });
    act([](audit::Act& a) {
        complete(a, "t");
        complete(a, "unknown");
    });
    EXPECT_TRUE(tasks(account(1)).empty());
    auto const shown = pages_.get("/inbox?state=done", account(1));
    auto const& done = shown.document().at("list").at("rows").as_array();
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].at("done_by"), "account-9");
    EXPECT_EQ(done[0].at("args").at("number"), "512");
    act([&](audit::Act& a) { assign(a, task); });
    EXPECT_EQ(tasks(account(1)).size(), 1U);
    EXPECT_EQ(pages_.get("/inbox?state=done", account(1)).document().at("list").at("total"), 0);
}

TEST_P(InboxTest, TheNewestNoticeStandsFirst)
{
    act([](audit::Act& a) {
        for (auto const* name : {"old", "new"}) {
            notify(a, {.to = {.account = 1}, .dedup = name, .sentence = name});
            a.now.seconds += 60;
        }
    });
    auto const notices = pages_.get("/", account(1)).document().at("notices").as_array();
    ASSERT_EQ(notices.size(), 2U);
    EXPECT_GT(notices.at(0).at("created_at").as_string(),
              notices.at(1).at("created_at").as_string());
}

TEST_P(InboxTest, TheFirstPageShowsTheNewestNoticesAndCountsThemAll)
{
    act([](audit::Act& a) {
        for (auto const* name : {"1", "2", "3", "4", "5", "6", "7"})
            notify(a, {.to = {.account = 1}, .dedup = name, .sentence = name});
    });
    auto const home = pages_.get("/", account(1));
    EXPECT_EQ(home.document().at("notices").as_array().size(), 5U);
    EXPECT_EQ(home.document().at("notice_count"), 7);
}

TEST_P(InboxTest, EachReaderPutsANoticeAwayForThemselves)
{
    act([](audit::Act& a) {
        notify(a,
               {.to = {.permission = Permission::ReadRegister}, .dedup = "n", .sentence = "news"});
        assign(a, {.to = {.account = 1}, .dedup = "t", .sentence = "task"});
    });
    auto const one = account(1, {Permission::ReadRegister});
    auto const two = account(2, {Permission::ReadRegister});
    auto const home = pages_.get("/", one);
    auto const notice = std::string{home.document().at("notices").at(0).at("ref").as_string()};
    auto const task = std::string{home.document().at("tasks").at(0).at("ref").as_string()};
    EXPECT_EQ(pages_.post("/inbox/" + notice + "/put-away", {}, account(3)).status, 404);
    EXPECT_EQ(pages_.post("/inbox/" + task + "/put-away", {}, one).status, 404);
    EXPECT_EQ(pages_.post("/inbox/" + notice + "/put-away", {}, one).status, 200);
    EXPECT_EQ(pages_.post("/inbox/" + notice + "/put-away", {}, one).status, 200);
    EXPECT_EQ(pages_.get("/", one).document().at("notice_count"), 0);
    EXPECT_EQ(pages_.get("/", two).document().at("notice_count"), 1);
}

TEST_P(InboxTest, FoldersAddPanelsToTheHomePage)
{
    pages_.router().panel(
        "home", "x/y", [](http::Context&, std::string const&) -> Result<boost::json::object> {
            return boost::json::object{{"count", 3}};
        });
    auto const shown = pages_.get("/", account(1));
    EXPECT_EQ(shown.document().at("panels").at(0).at("count"), 3);
    EXPECT_EQ(shown.document().at("panels").at(0).at("view"), "x/y");
}

}  // namespace
}  // namespace thidua::inbox
