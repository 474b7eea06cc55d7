#include "storage/backup.h"

#include "storage/backup_file.h"
#include "storage/testing/fixture.h"

#include <fstream>
#include <sstream>

namespace thidua::storage {
namespace {

std::string content(std::filesystem::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

void write_content(std::filesystem::path const& path, std::string const& bytes)
{
    std::ofstream{path, std::ios::binary} << bytes;
}

class BackupTest : public testing::EngineTest {
protected:
    void SetUp() override { std::filesystem::create_directory(directory_); }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::filesystem::path file(std::string const& name) const { return directory_ / name; }

    // A unit before its parent, bytes that need care, a public act, gaps in keys.
    static void fill(Database& db)
    {
        migrate(db).value();
        db.write([](Transaction& tx) {
            tx.execute(
                "INSERT INTO setting (name, value) VALUES ('secret', 'x\n''y''\t'), ('trống', '')");
            tx.execute(
                "INSERT INTO public_act (seq, type, body, hash, at) VALUES (41, 'a', '{}', 'h', "
                "-5)");
        });
        db.write([](Transaction& tx) {
            std::string const bytes{"\0\\x\xff\n", 5};
            tx.execute(
                "INSERT INTO unit (id, code, code_key, kind, name, search_key, sort_key, path, "
                "valid_from) "
                "VALUES (9, 'BAN', 'ban', 'ban', 'Ban', 'ban', ?1, '/BAN/', '1990-01-01')",
                {Bytes{bytes}});
            tx.execute(
                "INSERT INTO unit (id, code, code_key, kind, name, search_key, sort_key, path, "
                "valid_from, parent_id) "
                "VALUES (3, 'K1', 'k1', 'cap-2', 'Một', 'mot', ?1, '/BAN/K1/', '1990-01-01', 9)",
                {Bytes{}});
        });
    }

private:
    std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("thidua-backup-" + random_token(6));
};
THIDUA_ON_EACH_ENGINE(BackupTest);

TEST_P(BackupTest, GoesThroughTheOtherEnginesAndBackUnchanged)
{
    fill(db());
    ASSERT_TRUE(backup(db(), file("first")));
    auto last = file("first");
    for (auto const engine : testing::engines()) {
        testing::EmptyDatabase const place{engine};
        auto const other = place.open();
        auto const restored = restore(*other, last);
        ASSERT_TRUE(restored) << restored.error().detail;
        last = file("after-" + std::to_string(static_cast<int>(engine)));
        ASSERT_TRUE(backup(*other, last));
        EXPECT_EQ(content(last), content(file("first")));
    }
}

TEST_P(BackupTest, NewRowsGetKeysAfterTheRestoredOnes)
{
    testing::EmptyDatabase const source{Engine::Sqlite};
    fill(*source.open());
    ASSERT_TRUE(backup(*source.open(), file("b")));
    ASSERT_TRUE(restore(db(), file("b")));
    auto const seq = db().write([](Transaction& tx) {
        return tx.insert(
            "INSERT INTO public_act (type, body, hash, at) VALUES ('b', '{}', 'h', 0) RETURNING "
            "seq");
    });
    EXPECT_EQ(seq, 42);
    auto const first = db().write([](Transaction& tx) {
        return tx.insert(
            "INSERT INTO audit_line (at, actor, what, subject) VALUES (0, 'a', 'b', 'c') RETURNING "
            "seq");
    });
    EXPECT_EQ(first, 1);
}

TEST_P(BackupTest, ReferencesHoldAfterwards)
{
    testing::EmptyDatabase const source{Engine::Sqlite};
    fill(*source.open());
    ASSERT_TRUE(backup(*source.open(), file("b")));
    ASSERT_TRUE(restore(db(), file("b")));
    EXPECT_THROW(db().write([](Transaction& tx) {
        tx.execute("UPDATE unit SET parent_id = 77 WHERE id = 3");
    }),
                 Failure);
}

TEST_P(BackupTest, RefusesADatabaseThatHasTables)
{
    fill(db());
    ASSERT_TRUE(backup(db(), file("b")));
    EXPECT_EQ(restore(db(), file("b")).error().problems.front().key, "storage.restore-not-empty");
}

TEST_P(BackupTest, RefusesADamagedFileAndWritesNothing)
{
    testing::EmptyDatabase const source{Engine::Sqlite};
    fill(*source.open());
    ASSERT_TRUE(backup(*source.open(), file("b")));
    auto const good = content(file("b"));
    auto flipped = good;
    flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 1);
    for (auto const& bad :
         {flipped, good.substr(0, good.size() - 1), good.substr(0, 20), std::string{}}) {
        write_content(file("bad"), bad);
        EXPECT_EQ(restore(db(), file("bad")).error().problems.front().key,
                  "storage.backup-damaged");
    }
    EXPECT_TRUE(db().read(tables_of).empty());
    EXPECT_EQ(restore(db(), file("missing")).error().problems.front().key,
              "storage.backup-cannot-read");
}

TEST_P(BackupTest, RefusesAFileOfANewerProgram)
{
    {
        BackupWriter out{file("schema")};
        out.header({{9999, "src/future/schema/9999_future.sql", "hash"}});
        out.finish();
    }
    EXPECT_EQ(restore(db(), file("schema")).error().problems.front().key, "storage.backup-newer");
    EXPECT_TRUE(db().read(tables_of).empty());
}

TEST_P(BackupTest, RefusesATableTheSchemaDoesNotHave)
{
    {
        BackupWriter out{file("b")};
        out.header({});
        out.begin_table({"x; DROP TABLE y", {{"a", Param::Type::Integer}}, {}});
        out.end_table();
        out.finish();
    }
    EXPECT_EQ(restore(db(), file("b")).error().problems.front().key, "storage.backup-damaged");
}

TEST_P(BackupTest, SaysWhenItCannotWrite)
{
    migrate(db()).value();
    EXPECT_EQ(backup(db(), "/nowhere/at/all").error().problems.front().key,
              "storage.backup-cannot-write");
}

TEST_P(BackupTest, RefusesADatabaseWithoutSchema)
{
    EXPECT_EQ(backup(db(), file("b")).error().problems.front().key, "storage.backup-no-schema");
}

}  // namespace
}  // namespace thidua::storage
