// The bulk loader's two readings where they do not run beside each other undisturbed: on one
// connection, with an act in between, with one that breaks off.
#include "eligibility/bulk.h"
#include "eligibility/record_store.h"
#include "eligibility/testing/world.h"
#include "law/sweep.h"

#include <atomic>
#include <mutex>

namespace thidua::eligibility {
namespace {

using namespace testing;

// Gives one row of what it was given and breaks off.
class BrokenCursor final : public storage::Cursor {
public:
    explicit BrokenCursor(storage::Rows rows) : rows_(std::move(rows)) {}
    bool next() override
    {
        if (began_) throw storage::Failure("broken off");
        began_ = true;
        return rows_.next();
    }
    bool is_null(int column) const override { return rows_.is_null(column); }
    std::int64_t integer(int column) const override { return rows_.integer(column); }
    std::string_view text(int column) const override { return rows_.text(column); }
    std::string_view bytes(int column) const override { return rows_.bytes(column); }

private:
    storage::Rows rows_;
    bool began_ = false;
};

// A transaction in which statements over one table break off in the middle, `times` often.
class BreakingTransaction final : public storage::Transaction {
public:
    BreakingTransaction(storage::Transaction& tx, std::string table, std::atomic<int>& times)
        : tx_(tx), from_("FROM " + std::move(table)), times_(times)
    {}
    storage::Engine engine() const override { return tx_.engine(); }
    storage::Rows query(std::string_view sql, storage::Params params) override
    {
        auto rows = tx_.query(sql, params);
        if (!sql.ends_with(from_) && sql.find(from_ + " ") == sql.npos) return rows;
        if (times_.fetch_sub(1) <= 0) return rows;
        return storage::Rows{std::make_unique<BrokenCursor>(std::move(rows))};
    }
    std::int64_t execute(std::string_view sql, storage::Params params) override
    {
        return tx_.execute(sql, params);
    }
    std::int64_t bulk_insert(std::string_view table,
                             std::span<std::string_view const> columns,
                             storage::RowSource const& next) override
    {
        return tx_.bulk_insert(table, columns, next);
    }

private:
    storage::Transaction& tx_;
    std::string from_;
    std::atomic<int>& times_;
};

// Another database's only connection.
class OneConnection final : public storage::Database {
public:
    explicit OneConnection(storage::Database& db) : db_(db) {}
    storage::Engine engine() const override { return db_.engine(); }

    std::function<void()> after_first = [] {};  // Between the first reading and the next.
    std::string breaking_table = "nothing";
    std::atomic<int> breaks{0};
    int readings = 0;

private:
    void run(Mode mode, std::function<bool(storage::Transaction&)> const& body) override
    {
        std::lock_guard const lock{mutex_};
        ASSERT_EQ(mode, Mode::Read);
        ++readings;
        db_.read([&](storage::Transaction& tx) {
            BreakingTransaction breaking{tx, breaking_table, breaks};
            return body(breaking);
        });
        if (readings == 1) after_first();
    }

    storage::Database& db_;
    std::mutex mutex_;
};

// NV1 has what the title asks: a rating, which one reading takes, and an initiative, which the
// other takes. NV2 has a row of each that does not serve.
class BulkReadingsTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        rating("NV2", 2023, "hoan-thanh");
        initiative("NV2", 2022, "co-so");
    }
    void make_eligible()
    {
        rating("NV1", 2023, "xuat-sac");
        initiative("NV1", 2023, "co-so");
    }

    std::vector<law::Answer> answers()
    {
        law::Question const question{"cstd-co-so", 2023, *make_date(2023, 12, 31)};
        auto const loaded =
            load_persons(connection, Marking::TuyetMat, 2030, question.received, true);
        auto const records =
            db().read([](storage::Transaction& tx) { return read_persons(tx, Marking::TuyetMat); });
        auto const swept =
            law::sweep(law::built_in(), loaded.columns, question, [&](std::size_t at) {
                return facts_of(records[at], question, true);
            });
        EXPECT_EQ(swept.explained.count(), 0U);  // Told by the columns alone.
        return {swept.answer(0), swept.answer(1)};
    }

    std::vector<law::Answer> const first_alone{law::Answer::Eligible, law::Answer::NotEligible};
    std::vector<law::Answer> const nobody{law::Answer::NotEligible, law::Answer::NotEligible};
    OneConnection connection{db()};
};
THIDUA_ON_EACH_ENGINE(BulkReadingsTest);

TEST_P(BulkReadingsTest, FollowEachOtherOnOneConnection)
{
    EXPECT_EQ(answers(), nobody);
    make_eligible();
    connection.readings = 0;
    EXPECT_EQ(answers(), first_alone);
    EXPECT_EQ(connection.readings, 2);
}

// Whichever came first lacks a half of what the act wrote.
TEST_P(BulkReadingsTest, AreMadeAsOneWhereAnActCameBetween)
{
    connection.after_first = [this] {
        make_eligible();
        run("INSERT INTO audit_line (seq, at, actor, what, subject)"
            " VALUES (9000, 0, 'x', 'register.decision.record', 'x')");
    };
    EXPECT_EQ(answers(), first_alone);
    EXPECT_EQ(connection.readings, 3);
}

TEST_P(BulkReadingsTest, AreMadeAsOneWhereEitherBrokeOff)
{
    make_eligible();
    for (auto const* table : {"rating", "initiative"}) {
        connection.breaking_table = table;
        connection.breaks = 1;
        connection.readings = 0;
        EXPECT_EQ(answers(), first_alone) << table;
        EXPECT_EQ(connection.readings, 3) << table;
    }
}

TEST_P(BulkReadingsTest, TellOfADatabaseThatFailsAndLeaveNothingBehind)
{
    make_eligible();
    connection.breaking_table = "rating";
    connection.breaks = 2;
    EXPECT_THROW(answers(), storage::Failure);
    EXPECT_EQ(connection.readings, 3);
    EXPECT_EQ(answers(), first_alone);
}

}  // namespace
}  // namespace thidua::eligibility
