#include "storage/database.h"

#include "storage/testing/fixture.h"
#include "storage/version.h"

#include <atomic>
#include <thread>

namespace thidua::storage {
namespace {

class DatabaseTest : public testing::EngineTest {
protected:
    void SetUp() override
    {
        db().write([](Transaction& tx) {
            tx.execute(
                "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, data BLOB) "
                "STRICT");
        });
    }

    std::int64_t count()
    {
        return db().read([](Transaction& tx) { return *tx.integer("SELECT count(*) FROM thing"); });
    }
};
THIDUA_ON_EACH_ENGINE(DatabaseTest);

TEST_P(DatabaseTest, KeepsEveryTypeAsItWas)
{
    std::string const bytes{"\0\x01'\\\xff\n", 6};
    auto const smallest = std::numeric_limits<std::int64_t>::min();
    auto const id = db().write([&](Transaction& tx) {
        return tx.insert("INSERT INTO thing (name, amount, data) VALUES (?1, ?2, ?3) RETURNING id",
                         {"Nguyễn Đức 'Ước'\n\t\\N", smallest, Bytes{bytes}});
    });
    db().read([&](Transaction& tx) {
        auto rows = tx.query("SELECT name, amount, data FROM thing WHERE id = ?1", {id});
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), "Nguyễn Đức 'Ước'\n\t\\N");
        EXPECT_EQ(rows.integer(1), smallest);
        EXPECT_EQ(rows.bytes(2), bytes);
        EXPECT_FALSE(rows.next());
    });
}

TEST_P(DatabaseTest, TellsNullFromEmpty)
{
    db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (id, name, amount, data) VALUES (1, ?1, ?2, ?3)",
                   {std::string_view{}, std::optional<int>{}, Bytes{}});
        tx.execute("INSERT INTO thing (id, name) VALUES (2, ?1)", {nullptr});
    });
    db().read([](Transaction& tx) {
        auto rows = tx.query("SELECT name, amount, data FROM thing ORDER BY id");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.maybe_string(0), "");
        EXPECT_EQ(rows.maybe_integer(1), std::nullopt);
        EXPECT_FALSE(rows.is_null(2));
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.maybe_string(0), std::nullopt);
        EXPECT_TRUE(rows.is_null(2));
        EXPECT_EQ(rows.text(0), "");
        EXPECT_EQ(rows.integer(1), 0);
    });
}

TEST_P(DatabaseTest, ExecuteSaysHowManyRowsItTouched)
{
    db().write([](Transaction& tx) {
        EXPECT_EQ(tx.execute("INSERT INTO thing (amount) VALUES (1), (2), (3)"), 3);
        EXPECT_EQ(tx.execute("UPDATE thing SET amount = 0 WHERE amount > ?1", {1}), 2);
        EXPECT_EQ(tx.execute("DELETE FROM thing WHERE amount = 9"), 0);
        EXPECT_EQ(tx.execute("CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT"), 0);
    });
}

TEST_P(DatabaseTest, OneParameterMayServeTwice)
{
    auto const sum = db().read([](Transaction& tx) {
        return tx.integer("SELECT CAST(?1 AS INTEGER) + CAST(?2 AS INTEGER) * CAST(?1 AS INTEGER)",
                          {2, 5});
    });
    EXPECT_EQ(sum, 12);
}

TEST_P(DatabaseTest, OneStatementMayRunInsideItself)
{
    db().write([](Transaction& tx) { tx.execute("INSERT INTO thing (amount) VALUES (1), (2)"); });
    int pairs = 0;
    db().read([&](Transaction& tx) {
        for (auto outer = tx.query("SELECT id FROM thing ORDER BY id"); outer.next();) {
            for (auto inner = tx.query("SELECT id FROM thing ORDER BY id"); inner.next();) ++pairs;
        }
    });
    EXPECT_EQ(pairs, 4);
}

TEST_P(DatabaseTest, AWriteMayReadWhileItWrites)
{
    db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (id, amount) VALUES (1, 1), (2, 2), (3, 3)");
        for (auto rows = tx.query("SELECT id, amount FROM thing ORDER BY id"); rows.next();) {
            tx.execute("UPDATE thing SET name = ?2 WHERE id = ?1",
                       {rows.integer(0), rows.string(1) + "!"});
        }
    });
    EXPECT_EQ(
        db().read([](Transaction& tx) { return tx.text("SELECT name FROM thing WHERE id = 3"); }),
        "3!");
}

TEST_P(DatabaseTest, AFailedResultChangesNothing)
{
    auto const answer = db().write([](Transaction& tx) -> Result<int> {
        tx.execute("INSERT INTO thing (name) VALUES ('half')");
        return bad_input("test.no");
    });
    EXPECT_FALSE(answer);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AnExceptionChangesNothing)
{
    EXPECT_THROW(db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (name) VALUES ('half')");
        throw std::runtime_error("stop");
    }),
                 std::runtime_error);
    EXPECT_EQ(count(), 0);
    db().write([](Transaction& tx) { tx.execute("INSERT INTO thing (name) VALUES ('whole')"); });
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, WrongSqlFailsAndTheDatabaseGoesOn)
{
    EXPECT_THROW(db().read([](Transaction& tx) { tx.query("SELECT nothing FROM nowhere"); }),
                 Failure);
    EXPECT_THROW(db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (id) VALUES (1)");
        tx.execute("INSERT INTO thing (id) VALUES (1)");
    }),
                 Failure);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AReadCannotWrite)
{
    EXPECT_THROW(
        db().read([](Transaction& tx) { tx.execute("INSERT INTO thing (id) VALUES (1)"); }),
        Failure);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, InsertGivesTheNewKey)
{
    db().write([](Transaction& tx) {
        auto const first = tx.insert("INSERT INTO thing (name) VALUES ('a') RETURNING id");
        auto const second = tx.insert("INSERT INTO thing (name) VALUES ('b') RETURNING id");
        EXPECT_LT(first, second);
    });
}

TEST_P(DatabaseTest, BulkInsertWritesEveryKindOfValue)
{
    constexpr int kRows = 5000;
    std::string const bytes{"\\\0\n\t\r\x80", 6};
    int row = 0;
    auto const written = db().write([&](Transaction& tx) {
        row = 0;
        std::string name;
        return tx.bulk_insert("thing", {"name", "amount", "data"}, [&](std::vector<Param>& values) {
            if (row == kRows) return false;
            name = "dòng\t\\.\n" + std::to_string(row);
            values = {row % 7 == 0 ? Param{} : Param{name}, -row, Bytes{bytes}};
            ++row;
            return true;
        });
    });
    EXPECT_EQ(written, kRows);
    EXPECT_EQ(count(), kRows);
    db().read([&](Transaction& tx) {
        auto rows = tx.query("SELECT name, data FROM thing WHERE amount = -4999");
        ASSERT_TRUE(rows.next());
        EXPECT_EQ(rows.text(0), "dòng\t\\.\n4999");
        EXPECT_EQ(rows.bytes(1), bytes);
        EXPECT_EQ(tx.integer("SELECT count(*) FROM thing WHERE name IS NULL"), 715);
    });
}

TEST_P(DatabaseTest, ABulkInsertThatStopsLeavesNothing)
{
    EXPECT_THROW(db().write([](Transaction& tx) {
        int row = 0;
        tx.bulk_insert("thing", {"amount"}, [&](std::vector<Param>& values) {
            if (++row == 3) throw std::runtime_error("stop");
            values = {row};
            return true;
        });
    }),
                 std::runtime_error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, ASourceOfRowsMayNotUseTheTransaction)
{
    EXPECT_THROW(db().write([](Transaction& tx) {
        tx.bulk_insert("thing", {"amount"}, [&](std::vector<Param>& values) {
            values = {*tx.integer("SELECT 1")};
            return true;
        });
    }),
                 std::logic_error);
}

TEST_P(DatabaseTest, AFailureThatTheBodySwallowsDoesNotPassForSuccess)
{
    EXPECT_THROW(db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (id) VALUES (1)");
        try {
            tx.execute("INSERT INTO thing (id) VALUES (1)");
        } catch (Failure const&) {
        }
    }),
                 Failure);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, NullsAndValuesShareOneStatement)
{
    db().write([](Transaction& tx) {
        for (int i = 0; i < 20; ++i) {
            tx.execute("INSERT INTO thing (name, amount) VALUES (?1, ?2)",
                       {i % 2 == 0 ? Param{} : Param{"x"}, i % 3 == 0 ? Param{} : Param{i}});
        }
        EXPECT_EQ(tx.integer("SELECT count(*) FROM thing WHERE name IS NULL AND amount IS NULL"),
                  4);
    });
}

TEST_P(DatabaseTest, ManyDifferentStatementsAreNoTrouble)
{
    db().write([](Transaction& tx) {
        for (int i = 0; i < 600; ++i) {
            EXPECT_EQ(tx.integer("SELECT " + std::to_string(i)), i);
        }
    });
}

TEST_P(DatabaseTest, TextSortsByItsBytes)
{
    db().write([](Transaction& tx) {
        for (auto const* const name : {"Ân", "an", "Zoe", "đa", "Bình", "\U00010400", "\uE000"}) {
            tx.execute("INSERT INTO thing (name) VALUES (?1)", {name});
        }
    });
    std::vector<std::string> names;
    db().read([&](Transaction& tx) {
        for (auto rows = tx.query("SELECT name FROM thing ORDER BY name"); rows.next();)
            names.push_back(rows.string(0));
    });
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    EXPECT_EQ(names.size(), 7U);
}

TEST_P(DatabaseTest, ConflictingWritesComeOneAfterTheOther)
{
    db().write([](Transaction& tx) { tx.execute("INSERT INTO thing (id, amount) VALUES (1, 0)"); });
    constexpr int kThreads = 4;
    constexpr int kEach = 25;
    auto const increment = [&] {
        for (int i = 0; i < kEach; ++i) {
            db().write([](Transaction& tx) {
                auto const now = *tx.integer("SELECT amount FROM thing WHERE id = 1");
                tx.execute("UPDATE thing SET amount = ?1 WHERE id = 1", {now + 1});
            });
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(increment);
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(db().read([](Transaction& tx) { return tx.integer("SELECT amount FROM thing"); }),
              kThreads * kEach);
}

// Each of two acts is right alone; together they would leave nobody on duty.
TEST_P(DatabaseTest, WritesThatReadEachOthersRowsAreSerialised)
{
    db().write([](Transaction& tx) {
        tx.execute("INSERT INTO thing (id, amount) VALUES (1, 1), (2, 1)");
    });
    auto const leave = [&](int who) {
        db().write([&](Transaction& tx) {
            auto const on_duty = *tx.integer("SELECT CAST(sum(amount) AS INTEGER) FROM thing");
            if (on_duty > 1) tx.execute("UPDATE thing SET amount = 0 WHERE id = ?1", {who});
        });
    };
    std::thread first{leave, 1};
    std::thread second{leave, 2};
    first.join();
    second.join();
    EXPECT_EQ(db().read([](Transaction& tx) {
        return tx.integer("SELECT CAST(sum(amount) AS INTEGER) FROM thing");
    }),
              1);
}

// Waits until another act has written, or stands waiting for this one to end.
void let_others_write(Transaction& tx, std::atomic<int> const& written)
{
    if (tx.engine() == Engine::Sqlite) return;  // Lets nobody write beside this one.
    auto const enough = written + 2;  // The first may have ended before this one began.
    while (written < enough &&
           tx.integer("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                      "(SELECT oid FROM pg_database WHERE datname = current_database())") == 0) {
        std::this_thread::yield();
    }
}

TEST_P(DatabaseTest, ALongWriteIsNotKeptFromItsEndByShortOnes)
{
    db().write([](Transaction& tx) { tx.execute("INSERT INTO thing (id, amount) VALUES (1, 0)"); });
    auto const increment = [](Transaction& tx) {
        tx.execute("UPDATE thing SET amount = amount + 1 WHERE id = 1");
    };
    std::atomic<bool> ended = false;
    std::atomic<int> written = 0;
    std::thread others{[&] {
        for (; !ended; ++written) db().write(increment);
    }};
    int tries = 0;
    EXPECT_NO_THROW(db().write([&](Transaction& tx) {
        ++tries;
        EXPECT_TRUE(tx.integer("SELECT amount FROM thing WHERE id = 1"));
        let_others_write(tx, written);
        increment(tx);
    }));
    ended = true;
    others.join();
    EXPECT_LE(tries, 2);
    EXPECT_EQ(db().read([](Transaction& tx) { return tx.integer("SELECT amount FROM thing"); }),
              written + 1);
}

TEST_P(DatabaseTest, AReadSeesOneMoment)
{
    db().write([](Transaction& tx) { tx.execute("INSERT INTO thing (id, amount) VALUES (1, 1)"); });
    db().read([&](Transaction& tx) {
        auto const before = tx.integer("SELECT amount FROM thing");
        std::thread{[&] {
            db().write([](Transaction& other) { other.execute("UPDATE thing SET amount = 2"); });
        }}.join();
        EXPECT_EQ(tx.integer("SELECT amount FROM thing"), before);
    });
}

TEST_P(DatabaseTest, ConnectionsThatWereCutAreMadeAnew)
{
    if (GetParam() == Engine::Sqlite) return;  // Has no line to cut.
    auto const other = Database::open(url()).value();
    other->read([](Transaction& tx) {
        tx.integer(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    });
    EXPECT_EQ(count(), 0);
}

TEST(SqliteInMemory, LivesAsLongAsTheObject)
{
    auto const db = Database::open("sqlite::memory:").value();
    db->write(
        [](Transaction& tx) { tx.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT"); });
    db->write([](Transaction& tx) { tx.execute("INSERT INTO thing (id) VALUES (7)"); });
    EXPECT_EQ(db->read([](Transaction& tx) { return tx.integer("SELECT id FROM thing"); }), 7);
    EXPECT_THROW(db->read([](Transaction& tx) { tx.execute("DELETE FROM thing"); }), Failure);
}

TEST(SqliteDatabase, RefusesATransactionInsideATransaction)
{
    auto const db = Database::open("sqlite::memory:").value();
    EXPECT_THROW(db->write([&](Transaction&) { db->write([](Transaction&) {}); }),
                 std::logic_error);
}

TEST(OpenDatabase, SaysWhatIsWrongWithTheAddress)
{
    EXPECT_EQ(Database::open("mysql://x").error().problems.front().key, "storage.bad-url");
    EXPECT_EQ(Database::open("sqlite:").error().problems.front().key, "storage.bad-url");
    auto const missing = Database::open("sqlite:/nowhere/at/all.db");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, Kind::Unavailable);
    EXPECT_EQ(Database::open("postgresql://127.0.0.1:1/x?connect_timeout=2").error().kind,
              Kind::Unavailable);
}

TEST_P(DatabaseTest, AVersionTellsOfEveryWriteOfAnybody)
{
    db().write([](Transaction& tx) {
        tx.execute("CREATE TABLE version_test (id INTEGER PRIMARY KEY) STRICT");
        EXPECT_FALSE(version_of(tx));
    });
    auto const version = [&] { return db().read([](Transaction& tx) { return version_of(tx); }); };
    auto const first = version();
    EXPECT_EQ(first.has_value(), db().engine() == Engine::Sqlite);
    if (!first) return;
    EXPECT_EQ(version(), first);
    auto const insert = [](Transaction& tx) {
        tx.execute("INSERT INTO version_test DEFAULT VALUES");
    };
    db().write(insert);
    auto const second = version();
    EXPECT_NE(second, first);
    EXPECT_EQ(version(), second);
    auto const other = Database::open(url()).value();  // As another process.
    other->write(insert);
    EXPECT_NE(version(), second);
    auto const memory = Database::open("sqlite::memory:").value();
    EXPECT_FALSE(memory->read([](Transaction& tx) { return version_of(tx); }));
}

}  // namespace
}  // namespace thidua::storage
