#include "storage/backup.h"

#include "storage/backup_file.h"
#include "storage/testing/fixture.h"

#include <sodium.h>
#include <zlib.h>

#include <fstream>
#include <random>
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

std::string unpacked(std::string const& packed)
{
    z_stream stream{};
    inflateInit(&stream);
    std::string in = packed;
    std::string out(packed.size() * 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

// The same backup as programs wrote it before they packed.
std::string as_format_1(std::string const& backup)
{
    auto const begin = backup.find('\n') + 1;
    auto out = "thidua-backup 1\n" +
               unpacked(backup.substr(begin, backup.size() - begin - crypto_hash_sha256_BYTES));
    std::string sum(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(sum.data()),
                       reinterpret_cast<unsigned char const*>(out.data()),
                       out.size());
    return out + sum;
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

TEST_P(BackupTest, ReadsAFileOfTheFormatBefore)
{
    fill(db());
    ASSERT_TRUE(backup(db(), file("packed")));
    write_content(file("plain"), as_format_1(content(file("packed"))));
    EXPECT_LT(content(file("packed")).size() * 2, content(file("plain")).size());
    testing::EmptyDatabase const place{Engine::Sqlite};
    auto const other = place.open();
    auto const restored = restore(*other, file("plain"));
    ASSERT_TRUE(restored) << restored.error().detail;
    ASSERT_TRUE(backup(*other, file("again")));
    EXPECT_EQ(content(file("again")), content(file("packed")));
}

TEST_P(BackupTest, CarriesMoreThanTheBuffersHold)
{
    migrate(db()).value();
    std::string noise(300'000, '\0');  // Cannot be packed.
    std::minstd_rand random{7};
    for (auto& byte : noise) byte = static_cast<char>('a' + random() % 26);
    db().write([&](Transaction& tx) {
        for (int i = 0; i < 5; ++i) {
            tx.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)",
                       {"noise" + std::to_string(i), noise});
        }
    });
    ASSERT_TRUE(backup(db(), file("large")));
    testing::EmptyDatabase const place{Engine::Sqlite};
    auto const other = place.open();
    ASSERT_TRUE(restore(*other, file("large")));
    ASSERT_TRUE(backup(*other, file("again")));
    EXPECT_EQ(content(file("again")), content(file("large")));
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
