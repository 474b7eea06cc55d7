#include "storage/migrations.h"

#include "storage/testing/fixture.h"

#include <thread>

namespace thidua::storage {
namespace {

class MigrationsTest : public testing::EngineTest {};
THIDUA_ON_EACH_ENGINE(MigrationsTest);

TEST_P(MigrationsTest, BringsAnEmptyDatabaseUpOnce)
{
    auto const first = migrate(db());
    ASSERT_TRUE(first) << first.error().problems.front().key;
    EXPECT_GT(*first, 0);
    EXPECT_EQ(migrate(db()).value(), 0);
    auto const files =
        db().read([](Transaction& tx) { return tx.integer("SELECT count(*) FROM schema_file"); });
    EXPECT_EQ(files, *first);
    EXPECT_EQ(db().read([](Transaction& tx) { return tx.integer("SELECT count(*) FROM setting"); }),
              0);
}

TEST_P(MigrationsTest, RefusesASchemaItDoesNotKnow)
{
    migrate(db()).value();
    db().write([](Transaction& tx) {
        tx.execute(
            "INSERT INTO schema_file (number, name, hash) VALUES (9999, '9999_future.sql', '')");
    });
    auto const answer = migrate(db());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Refused);
    EXPECT_EQ(answer.error().problems.front().key, "storage.schema-newer");
}

TEST_P(MigrationsTest, RefusesAFileThatWasEditedAfterItRan)
{
    migrate(db()).value();
    db().write([](Transaction& tx) {
        tx.execute("UPDATE schema_file SET hash = 'other' WHERE number = 100");
    });
    EXPECT_EQ(migrate(db()).error().problems.front().key, "storage.schema-changed");
}

TEST_P(MigrationsTest, TwoProcessesAtOnceRunEachFileOnce)
{
    int ran[2] = {-1, -1};
    auto const start = [&](int which) {
        auto const own = Database::open(url()).value();
        ran[which] = migrate(*own).value();
    };
    std::thread first{start, 0};
    std::thread second{start, 1};
    first.join();
    second.join();
    EXPECT_EQ(std::min(ran[0], ran[1]), 0);
    EXPECT_GT(std::max(ran[0], ran[1]), 0);
}

}  // namespace
}  // namespace thidua::storage
