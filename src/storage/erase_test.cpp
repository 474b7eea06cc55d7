#include "storage/erase.h"

#include "storage/testing/fixture.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

namespace thidua::storage {
namespace {

// What lies in the database's files, the log among them.
std::string files_of(std::string const& url)
{
    std::string bytes;
    auto const path = url.substr(std::string_view{"sqlite:"}.size());
    for (auto const* const suffix : {"", "-wal"}) {
        std::ifstream file{path + suffix, std::ios::binary};
        bytes.append(std::istreambuf_iterator<char>{file}, {});
    }
    return bytes;
}

class EraseTest : public testing::EngineTest {
protected:
    void SetUp() override
    {
        db().write([](Transaction& tx) {
            tx.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
        });
        db().write([](Transaction& tx) {
            for (int i = 0; i < 100; ++i)
                tx.execute("INSERT INTO note (text) VALUES (?1)", {"secret-" + std::to_string(i)});
        });
    }
    std::int64_t notes()
    {
        return db().read([](Transaction& tx) { return *tx.integer("SELECT count(*) FROM note"); });
    }
};
THIDUA_ON_EACH_ENGINE(EraseTest);

TEST_P(EraseTest, WhatIsDeletedForGoodIsInNoFile)
{
    db().write([](Transaction& tx) {
        erase_for_good(tx);
        tx.execute("DELETE FROM note");
    });
    EXPECT_EQ(notes(), 0);
    if (GetParam() != Engine::Sqlite) return;
    EXPECT_EQ(files_of(url()).find("secret-"), std::string::npos);
}

TEST_P(EraseTest, AnEmptiedTableTakesBackWhatIsKept)
{
    db().write([](Transaction& tx) {
        auto const kept = *tx.text("SELECT text FROM note WHERE id = 7");
        erase_table(tx, "note");
        EXPECT_EQ(*tx.integer("SELECT count(*) FROM note"), 0);
        tx.execute("INSERT INTO note (id, text) VALUES (7, ?1)", {kept.substr(7)});
    });
    db().read([](Transaction& tx) { EXPECT_EQ(*tx.text("SELECT text FROM note"), "6"); });
    if (GetParam() != Engine::Sqlite) return;
    EXPECT_EQ(files_of(url()).find("secret-"), std::string::npos);
}

// An act that began earlier must not write into the table's old self.
TEST_P(EraseTest, NoActUnderWayLosesItsRow)
{
    std::optional<std::thread> emptying;
    db().write([&](Transaction& tx) {
        EXPECT_EQ(*tx.integer("SELECT count(*) FROM note WHERE id = 1 AND text = 'secret-0'"), 1);
        if (!emptying && GetParam() == Engine::Postgres) {
            emptying.emplace([&] {
                db().write([](Transaction& other) {
                    auto const kept = *other.text("SELECT text FROM note WHERE id = 1");
                    erase_table(other, "note");
                    other.execute("INSERT INTO note (id, text) VALUES (1, ?1)", {kept});
                });
            });
        }
        EXPECT_EQ(tx.execute("UPDATE note SET text = 'written' WHERE id = 1"), 1);
    });
    if (emptying) emptying->join();
    db().read([](Transaction& tx) {
        EXPECT_EQ(*tx.text("SELECT text FROM note WHERE id = 1"), "written");
    });
}

TEST_P(EraseTest, AReaderOfAnOlderStateOnlyPutsItOff)
{
    if (GetParam() != Engine::Sqlite) GTEST_SKIP() << "a matter of SQLite's log";
    db().read([&](Transaction& tx) {
        EXPECT_EQ(*tx.integer("SELECT count(*) FROM note"), 100);
        db().write([](Transaction& inner) {
            erase_for_good(inner);
            inner.execute("DELETE FROM note");
        });
        EXPECT_EQ(*tx.integer("SELECT count(*) FROM note"), 100) << "its own moment";
    });
    db().write([](Transaction& tx) { tx.execute("INSERT INTO note (text) VALUES ('public')"); });
    EXPECT_EQ(files_of(url()).find("secret-"), std::string::npos);
}

TEST_P(EraseTest, AnActThatFailsErasesNothing)
{
    auto const failed = db().write([](Transaction& tx) -> Result<void> {
        erase_for_good(tx);
        tx.execute("DELETE FROM note");
        return failure(Kind::Refused, "no");
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(notes(), 100);
}

}  // namespace
}  // namespace thidua::storage
