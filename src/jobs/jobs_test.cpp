#include "jobs/jobs.h"

#include "http/testing/pages.h"
#include "jobs/pages.h"
#include "jobs/runner.h"
#include "storage/testing/fixture.h"

#include <atomic>

namespace thidua::jobs {
namespace {

namespace json = boost::json;
using access::Permission;

access::Actor account(std::int64_t id, std::vector<Permission> const& permissions = {})
{
    auto actor = http::testing::actor_with(permissions, "account-" + std::to_string(id));
    actor.account = id;
    return actor;
}

class JobsTest : public storage::testing::MigratedTest {
protected:
    std::string ask(NewJob const& job, json::object const& args = {}, std::int64_t who = 1)
    {
        return db().write([&](storage::Transaction& tx) {
            auto const actor = account(who);
            audit::Act act{tx, actor, clock_.now()};
            return enqueue(act, job, args);
        });
    }
    json::object shown(std::string const& ref, access::Actor const& reader = account(1))
    {
        return pages_.get("/jobs/" + ref, reader).answer.document;
    }
    std::string state(std::string const& ref)
    {
        return std::string{shown(ref).at("state").as_string()};
    }
    void pass(int seconds) { clock_.move_to(Instant{clock_.now().seconds + seconds}); }
    std::unique_ptr<Runner> runner(Doing doing)
    {
        auto made = std::make_unique<Runner>(
            db(), clock_, [](storage::Transaction&, std::int64_t id, Date) {
                return id == 99 ? std::nullopt : std::optional{account(id)};
            });
        made->add("test", std::move(doing));
        return made;
    }
    std::optional<std::string> setting(std::string_view name)
    {
        return db().read([&](storage::Transaction& tx) {
            return tx.text("SELECT value FROM setting WHERE name = ?1", {name});
        });
    }
    static Outcome writing(std::string value)
    {
        return {.write = [value](audit::Act& act) -> Result<json::object> {
            act.tx.execute("INSERT INTO setting (name, value) VALUES ('job', ?1)", {value});
            return json::object{{"href", "/somewhere"}};
        }};
    }

    FixedClock clock_{*make_date(2026, 11, 21)};
    http::testing::Pages pages_{db(), clock_, {add_pages}};
};
THIDUA_ON_EACH_ENGINE(JobsTest);

TEST_P(JobsTest, AJobIsDoneOnceWithItsResult)
{
    auto const ref = ask({.kind = "test"}, {{"name", "Đức"}});
    auto const worker = runner([](Work& work) -> Result<Outcome> {
        EXPECT_TRUE(work.step(1, 2));
        work.log("test.line", {{"n", "1"}});
        work.log("test.line", {{"n", "2"}});
        auto outcome =
            writing(std::string{work.args.at("name").as_string()} + " " + work.actor.name);
        outcome.file = ResultFile{"lỗi.csv", "text/csv", std::string{"a\0b", 3}};
        return outcome;
    });
    EXPECT_EQ(state(ref), "waiting");
    EXPECT_TRUE(worker->run_one());
    EXPECT_FALSE(worker->run_one());
    auto const job = shown(ref);
    EXPECT_EQ(job.at("state"), "done");
    EXPECT_EQ(job.at("percent"), 100);
    EXPECT_EQ(job.at("result").at("href"), "/somewhere");
    EXPECT_EQ(job.at("log").at(1).at("args").at("n"), "2");
    EXPECT_EQ(setting("job"), "Đức account-1");
    auto const file = pages_.get("/jobs/" + ref + "/file", account(1));
    EXPECT_EQ(file.answer.filename, "lỗi.csv");
    EXPECT_EQ(file.answer.bytes, std::string("a\0b", 3));
}

TEST_P(JobsTest, OneJobPerKindAndSlot)
{
    EXPECT_EQ(ask({.kind = "test", .slot = "2026-11-21"}),
              ask({.kind = "test", .slot = "2026-11-21"}));
    EXPECT_NE(ask({.kind = "test"}), ask({.kind = "test"}));
    int runs = 0;
    auto const worker = runner([&](Work&) -> Result<Outcome> { return ++runs, Outcome{}; });
    while (worker->run_one()) {
    }
    EXPECT_EQ(runs, 3);
}

TEST_P(JobsTest, WaitsUntilItIsDue)
{
    ask({.kind = "test", .due = Instant{clock_.now().seconds + 100}});
    auto const worker = runner([](Work&) -> Result<Outcome> { return Outcome{}; });
    EXPECT_FALSE(worker->run_one());
    pass(101);
    EXPECT_TRUE(worker->run_one());
}

TEST_P(JobsTest, AFailureIsShownAndWritesNothing)
{
    auto const ref = ask({.kind = "test"});
    auto const worker = runner([](Work&) -> Result<Outcome> {
        return Outcome{.write = [](audit::Act& act) -> Result<json::object> {
            act.tx.execute("INSERT INTO setting (name, value) VALUES ('job', 'half')");
            return bad_input("test.wrong", {{"row", "7"}});
        }};
    });
    worker->run_one();
    auto const job = shown(ref);
    EXPECT_EQ(job.at("state"), "failed");
    EXPECT_EQ(job.at("failures").at(0).at("key"), "test.wrong");
    EXPECT_EQ(job.at("failures").at(0).at("args").at("row"), "7");
    EXPECT_EQ(setting("job"), std::nullopt);
}

TEST_P(JobsTest, AWaitingJobIsCancelledAtOnce)
{
    auto const ref = ask({.kind = "test"});
    EXPECT_EQ(pages_.post("/jobs/" + ref + "/cancel", {}, account(1)).status, 200);
    EXPECT_EQ(state(ref), "cancelled");
    EXPECT_EQ(pages_.post("/jobs/" + ref + "/cancel", {}, account(1)).problems(),
              "jobs.error.over");
    EXPECT_FALSE(runner([](Work&) -> Result<Outcome> { return Outcome{}; })->run_one());
}

TEST_P(JobsTest, ARunningJobStopsAtItsNextStepAndWritesNothing)
{
    auto const ref = ask({.kind = "test"});
    auto const worker = runner([&](Work& work) -> Result<Outcome> {
        EXPECT_TRUE(work.step(1, 3));
        pages_.post("/jobs/" + ref + "/cancel", {}, account(1));
        pass(1);
        if (!work.step(2, 3)) return work.stopped();
        return writing("too late");
    });
    worker->run_one();
    EXPECT_EQ(state(ref), "cancelled");
    EXPECT_EQ(setting("job"), std::nullopt);
}

TEST_P(JobsTest, ACancelBetweenTheLastStepAndTheEndStillHolds)
{
    auto const ref = ask({.kind = "test"});
    auto const worker = runner([&](Work&) -> Result<Outcome> {
        pages_.post("/jobs/" + ref + "/cancel", {}, account(1));
        return writing("too late");
    });
    worker->run_one();
    EXPECT_EQ(state(ref), "cancelled");
    EXPECT_EQ(setting("job"), std::nullopt);
}

TEST_P(JobsTest, AnotherRunnerTakesOverFromADeadOneWhichThenWritesNothing)
{
    auto const ref = ask({.kind = "test"});
    auto const second = runner([](Work&) -> Result<Outcome> { return writing("second"); });
    auto const first = runner([&](Work& work) -> Result<Outcome> {
        EXPECT_FALSE(second->run_one());  // The lease holds.
        pass(kLease_s + 1);
        EXPECT_TRUE(second->run_one());
        EXPECT_FALSE(work.step(1, 2));
        return writing("first");
    });
    first->run_one();
    EXPECT_EQ(state(ref), "done");
    EXPECT_EQ(setting("job"), "second");
}

TEST_P(JobsTest, AHeartbeatKeepsTheLease)
{
    ask({.kind = "test"});
    auto const second = runner([](Work&) -> Result<Outcome> { return writing("second"); });
    std::unique_ptr<Runner> first;
    first = runner([&](Work&) -> Result<Outcome> {
        pass(kLease_s - 1);
        first->beat();
        pass(kLease_s - 1);
        EXPECT_FALSE(second->run_one());
        return writing("first");
    });
    first->run_one();
    EXPECT_EQ(setting("job"), "first");
}

TEST_P(JobsTest, AFaultIsTriedAgainAndThenGivenUp)
{
    auto const ref = ask({.kind = "test"});
    int runs = 0;
    auto const worker = runner([&](Work&) -> Result<Outcome> {
        ++runs;
        throw std::runtime_error("disk");
    });
    for (int i = 0; i < 6; ++i, pass(kLease_s + 1)) worker->run_one();
    EXPECT_EQ(runs, kMostAttempts);
    EXPECT_EQ(state(ref), "failed");
    EXPECT_EQ(shown(ref).at("failures").at(0).at("key"), "jobs.error.fault");
}

TEST_P(JobsTest, ADisabledAccountsJobIsNotDone)
{
    auto const ref = ask({.kind = "test"}, {}, 99);
    runner([](Work&) -> Result<Outcome> { return writing("no"); })->run_one();
    EXPECT_EQ(shown(ref, account(99)).at("failures").at(0).at("key"), "jobs.error.no-account");
    EXPECT_EQ(setting("job"), std::nullopt);
}

TEST_P(JobsTest, EachSeesTheirOwnAndTheAdministratorAll)
{
    auto const ref = ask({.kind = "test"});
    EXPECT_EQ(pages_.get("/jobs/" + ref, account(2)).status, 404);
    EXPECT_EQ(pages_.post("/jobs/" + ref + "/cancel", {}, account(2)).status, 404);
    EXPECT_EQ(pages_.get("/jobs", account(2)).document().at("list").at("total"), 0);
    EXPECT_EQ(pages_.get("/jobs", account(1)).document().at("list").at("total"), 1);
    EXPECT_EQ(pages_.get("/jobs", account(2, {Permission::ManageSystem}))
                  .document()
                  .at("list")
                  .at("total"),
              1);
    EXPECT_EQ(pages_.get("/jobs/" + ref + "/file", account(1)).status, 404);
}

TEST_P(JobsTest, ThreadsDoWhatIsWaitingAndStop)
{
    constexpr int kJobs = 5;
    for (int i = 0; i < kJobs; ++i) ask({.kind = "test"});
    std::atomic<int> left = kJobs;
    auto const worker = runner([&](Work&) -> Result<Outcome> {
        left.fetch_sub(1);
        left.notify_all();
        return Outcome{};
    });
    worker->start(2);
    for (int seen = left; seen > 0; seen = left) left.wait(seen);
    worker->stop();
    auto const done = db().read([](storage::Transaction& tx) {
        return tx.integer("SELECT count(*) FROM job WHERE state = 'done'");
    });
    EXPECT_EQ(done, kJobs);
}

}  // namespace
}  // namespace thidua::jobs
