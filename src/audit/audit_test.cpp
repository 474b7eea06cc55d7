#include "audit/audit.h"

#include "audit/settings.h"
#include "base/random.h"
#include "storage/testing/fixture.h"

#include <boost/json.hpp>

namespace thidua::audit {
namespace {

class AuditTest : public storage::testing::MigratedTest {
protected:
    access::Actor actor_ = access::Actor::system("kiểm thử");
    Instant now_{1'700'000'000};
};
THIDUA_ON_EACH_ENGINE(AuditTest);

TEST_P(AuditTest, AnActLeavesALine)
{
    db().write([&](storage::Transaction& tx) {
        Act act{tx, actor_, now_, "r1"};
        boost::json::object const before{{"name", "Phòng Kỹ thuật"}};
        boost::json::object const after{{"name", "Phòng Công nghệ"}};
        record(act,
               {.what = "organisation.unit.rename",
                .subject = "unit:K101",
                .before = &before,
                .after = &after,
                .unit_path = "/BAN/K101/",
                .marking = access::Marking::Mat});
    });
    db().read([&](storage::Transaction& tx) {
        auto rows = tx.query(
            "SELECT at, actor, what, subject, unit_path, marking, before, after, request FROM "
            "audit_line");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.integer(0), now_.seconds);
        EXPECT_EQ(rows.text(1), actor_.name);
        EXPECT_EQ(rows.text(3), "unit:K101");
        EXPECT_EQ(rows.integer(5), 1);
        EXPECT_EQ(rows.text(6), R"({"name":"Phòng Kỹ thuật"})");
        EXPECT_EQ(rows.text(7), R"({"name":"Phòng Công nghệ"})");
        EXPECT_EQ(rows.text(8), "r1");
        EXPECT_FALSE(rows.next());
    });
}

TEST_P(AuditTest, AFailedActLeavesNone)
{
    auto const answer = db().write([&](storage::Transaction& tx) -> Result<void> {
        Act act{tx, actor_, now_};
        record(act, {.what = "x", .subject = "y"});
        return not_found();
    });
    EXPECT_FALSE(answer);
    EXPECT_EQ(db().read([](storage::Transaction& tx) {
        return tx.integer("SELECT count(*) FROM audit_line");
    }),
              0);
}

TEST_P(AuditTest, APublicActIsCanonicalAndHashed)
{
    db().write([&](storage::Transaction& tx) {
        Act act{tx, actor_, now_};
        publish(act,
                "decision.recorded",
                {{"number", "512/QĐ-BCY"}, {"date", "2018-12-18"}, {"awards", 3}});
    });
    db().read([](storage::Transaction& tx) {
        auto rows = tx.query("SELECT type, body, hash FROM public_act");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), "decision.recorded");
        EXPECT_EQ(rows.text(1), R"({"awards":3,"date":"2018-12-18","number":"512/QĐ-BCY"})");
        EXPECT_EQ(rows.text(2), sha256_hex(rows.text(1)));
    });
}

TEST_P(AuditTest, TheSecretIsMadeOnceAndKeysTheHashes)
{
    auto const secret = db().write([](storage::Transaction& tx) { return instance_secret(tx); });
    EXPECT_GE(secret.size(), 32U);
    db().read([&](storage::Transaction& tx) {
        EXPECT_EQ(instance_secret(tx), secret);
        EXPECT_EQ(hashed(tx, "mật"), hashed(tx, "mật"));
        EXPECT_NE(hashed(tx, "mật"), hashed(tx, "khác"));
        EXPECT_NE(hashed(tx, "mật"), "sha256:" + sha256_hex("mật"));
    });
}

TEST_P(AuditTest, SettingsAndChangeCountersKeepTheLastValue)
{
    db().write([](storage::Transaction& tx) {
        EXPECT_EQ(setting(tx, "office"), std::nullopt);
        set_setting(tx, "office", "một");
        set_setting(tx, "office", "hai");
        EXPECT_EQ(setting(tx, "office"), "hai");
        EXPECT_EQ(change_seq(tx, "units"), 0);
        bump(tx, "units");
        bump(tx, "units");
        EXPECT_EQ(change_seq(tx, "units"), 2);
    });
}

}  // namespace
}  // namespace thidua::audit
