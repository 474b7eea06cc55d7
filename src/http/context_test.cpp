#include "http/idempotency.h"
#include "http/testing/pages.h"
#include "storage/testing/fixture.h"

#include <gtest/gtest.h>

#include <thread>

namespace thidua::http {
namespace {

using testing::actor_with;
using testing::Pages;

// A page whose act counts itself in `setting`.
void add_counting_pages(Router& routes)
{
    routes.post("/count", Door::SignedIn, [](Context& context) {
        return context.write([&](audit::Act& act) -> Result<Answer> {
            act.tx.execute("INSERT INTO setting (name, value) VALUES (?1, '')", {random_token()});
            if (context.form().checked("refuse")) return failure(Kind::Refused, "x.refused");
            auto answer = done("/count", "x.done", {{"name", context.form().text("name")}});
            answer.secret = context.form().checked("secret");
            return answer;
        });
    });
    routes.panel("unit", "x/first", [](Context&, std::string const& code) -> Result<json::object> {
        return json::object{{"code", code}};
    });
    routes.panel("unit", "x/denied", [](Context&, std::string const&) -> Result<json::object> {
        return denied();
    });
    routes.panel("unit", "x/empty", [](Context&, std::string const&) -> Result<json::object> {
        return json::object{};
    });
    routes.get("/panels/{code}", Door::Public, "x", [](Context& context) -> Result<Answer> {
        return page("x", "x", {{"panels", context.panels("unit", context.param("code"))}});
    });
}

class WriteOnce : public storage::testing::MigratedTest {
protected:
    std::int64_t acts()
    {
        return db().read([](storage::Transaction& tx) {
            return tx.integer("SELECT count(*) FROM setting").value();
        });
    }
    FixedClock clock{*make_date(2026, 11, 21)};
    Pages pages{db(), clock, {add_counting_pages}};
    access::Actor const clerk = actor_with({});
};
THIDUA_ON_EACH_ENGINE(WriteOnce);

TEST_P(WriteOnce, ATextLongerThanItsFieldIsRefusedThereAndActsNot)
{
    auto const long_number =
        pages.post("/count", {{"number", std::string(101, 'x')}, {"name", "An"}}, clerk);
    EXPECT_EQ(long_number.problems(), "error.too-long@number");
    std::string prose;  // Counted in characters, not in bytes.
    for (int i = 0; i < 2000; ++i) prose += "ế";
    EXPECT_EQ(pages.post("/count", {{"citation_2", prose + "x"}}, clerk).problems(),
              "error.too-long@citation_2");
    EXPECT_EQ(acts(), 0);
    EXPECT_EQ(pages.post("/count", {{"citation_2", prose}, {"recipients", prose + prose}}, clerk).status, 200);
    EXPECT_EQ(acts(), 1);
}

TEST_P(WriteOnce, TheSameKeyGetsTheFirstAnswerAndActsOnce)
{
    auto const first =
        pages.post("/count", {{"_key", "k1"}, {"_csrf", "a"}, {"name", "An"}}, clerk);
    auto const again =
        pages.post("/count", {{"_key", "k1"}, {"_csrf", "b"}, {"name", "An"}}, clerk);
    EXPECT_EQ(acts(), 1);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.location(), "/count");
    EXPECT_EQ(again.answer.notice_key, "x.done");
    EXPECT_EQ(again.document(), first.document());
}

TEST_P(WriteOnce, AnotherKeyOrAnotherAccountActsAgain)
{
    auto other = clerk;
    other.account = 2;
    pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, clerk);
    pages.post("/count", {{"_key", "k2"}, {"name", "An"}}, clerk);
    pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, other);
    pages.post("/count", {{"name", "An"}}, clerk);
    pages.post("/count", {{"name", "An"}}, clerk);
    EXPECT_EQ(acts(), 5);
}

TEST_P(WriteOnce, TheKeyWithOtherContentIsAConflict)
{
    pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, clerk);
    auto const changed = pages.post("/count", {{"_key", "k1"}, {"name", "Bình"}}, clerk);
    EXPECT_EQ(changed.status, 409);
    EXPECT_EQ(changed.problems(), "http.key-reused");
    EXPECT_EQ(acts(), 1);
}

TEST_P(WriteOnce, ARefusedActLeavesNothingSoThatItCanBeSentAgain)
{
    EXPECT_EQ(pages.post("/count", {{"_key", "k1"}, {"refuse", "1"}}, clerk).status, 409);
    EXPECT_EQ(acts(), 0);
    EXPECT_EQ(pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, clerk).status, 200);
    EXPECT_EQ(acts(), 1);
}

TEST_P(WriteOnce, ASecretAnswerIsNotKept)
{
    pages.post("/count", {{"_key", "k1"}, {"secret", "1"}, {"name", "one-time-code"}}, clerk);
    auto const again =
        pages.post("/count", {{"_key", "k1"}, {"secret", "1"}, {"name", "one-time-code"}}, clerk);
    EXPECT_EQ(again.problems(), "http.already-done");
    auto const kept = db().read(
        [](storage::Transaction& tx) { return tx.text("SELECT answer FROM idempotency"); });
    EXPECT_EQ(kept.value().find("one-time-code"), std::string::npos);
    EXPECT_EQ(acts(), 1);
}

TEST_P(WriteOnce, KeysLiveForADay)
{
    pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, clerk);
    clock.move_to({clock.now().seconds + kKeyLifetimeSeconds});
    pages.post("/count", {{"_key", "k1"}, {"name", "Bình"}}, clerk);
    EXPECT_EQ(acts(), 2);
    auto const later = Instant{clock.now().seconds + kKeyLifetimeSeconds};
    EXPECT_EQ(db().write([&](storage::Transaction& tx) { return purge_keys(tx, later); }), 1);
}

TEST_P(WriteOnce, TwoAtTheSameMomentActOnce)
{
    std::vector<std::thread> clicks;
    std::atomic<int> good{0};
    for (int i = 0; i < 4; ++i) {
        clicks.emplace_back([&] {
            if (pages.post("/count", {{"_key", "k1"}, {"name", "An"}}, clerk).status == 200) ++good;
        });
    }
    for (auto& click : clicks) click.join();
    EXPECT_EQ(good, 4);
    EXPECT_EQ(acts(), 1);
}

TEST_P(WriteOnce, PanelsThatFailOrSayNothingAreLeftOut)
{
    auto const reply = pages.get("/panels/K101", access::Actor::anonymous());
    auto const& panels = reply.document().at("panels").as_array();
    ASSERT_EQ(panels.size(), 1U);
    EXPECT_EQ(panels.front(), json::value({{"code", "K101"}, {"view", "x/first"}}));
}

}  // namespace
}  // namespace thidua::http
