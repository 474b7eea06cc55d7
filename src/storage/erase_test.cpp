#include "storage/erase.h"

#include "storage/testing/fixture.h"

#include <fstream>
#include <iterator>

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
