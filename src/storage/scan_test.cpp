#include "storage/scan.h"

#include "storage/testing/fixture.h"

#include <algorithm>
#include <limits>

namespace thidua::storage {
namespace {

class ScanTest : public testing::EngineTest {
protected:
    static constexpr int kRows = 1000;

    void SetUp() override
    {
        db().write([](Transaction& tx) {
            tx.execute(
                "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER) STRICT");
            int id = 0;
            tx.bulk_insert("thing", {"id", "name", "amount"}, [&](std::vector<Param>& row) {
                if (id == kRows) return false;
                row = {++id, "số", id * 3};
                return true;
            });
        });
    }

    std::vector<std::int64_t> amounts_above(std::int64_t least)
    {
        std::vector<std::int64_t> amounts;
        db().read([&](Transaction& tx) {
            scan(
                tx, "name, amount", "thing WHERE amount > ?1", {least}, [&](ScannedRow const& row) {
                    EXPECT_EQ(row.text(0), "số");
                    amounts.push_back(row.integer(1));
                });
        });
        std::ranges::sort(amounts);
        return amounts;
    }
};
THIDUA_ON_EACH_ENGINE(ScanTest);

TEST_P(ScanTest, VisitsEveryRowOnceEachTime)
{
    auto const all = amounts_above(0);
    ASSERT_EQ(all.size(), kRows);
    for (int i = 0; i < kRows; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], 3 * (i + 1));
    EXPECT_EQ(amounts_above(3 * kRows - 1), (std::vector<std::int64_t>{3 * kRows}));
    EXPECT_TRUE(amounts_above(3 * kRows).empty());
}

TEST_P(ScanTest, ReadsWhatAQueryReads)
{
    db().write([](Transaction& tx) {
        tx.execute("DELETE FROM thing");
        tx.execute(
            "INSERT INTO thing (id, name, amount) VALUES (1, ?1, ?2), (2, ?3, ?4)",
            {std::string_view{}, std::numeric_limits<std::int64_t>::min(), nullptr, nullptr});
    });
    db().read([](Transaction& tx) {
        int seen = 0;
        scan(tx, "id, name, amount", "thing", {}, [&](ScannedRow const& row) {
            bool const second = row.integer(0) == 2;
            EXPECT_EQ(row.is_null(1), second);
            EXPECT_EQ(row.is_null(2), second);
            EXPECT_EQ(row.text(1), "");
            EXPECT_EQ(row.integer(2), second ? 0 : std::numeric_limits<std::int64_t>::min());
            EXPECT_EQ(row.boolean(2), !second);
            ++seen;
        });
        EXPECT_EQ(seen, 2);
    });
}

TEST_P(ScanTest, EndsWithWhatTheVisitThrows)
{
    struct Enough {};
    int seen = 0;
    auto const stop_at_ten = [&](Transaction& tx) {
        scan(tx, "id", "thing", {}, [&](ScannedRow const&) {
            if (++seen == 10) throw Enough{};
        });
    };
    EXPECT_THROW(db().read(stop_at_ten), Enough);
    EXPECT_EQ(seen, 10);
    EXPECT_EQ(amounts_above(0).size(), kRows);  // The connection serves on.
}

TEST_P(ScanTest, FailsAsAQueryFails)
{
    auto const wrong = [](Transaction& tx) {
        scan(tx, "nothing_of_the_kind", "thing", {}, [](ScannedRow const&) {});
    };
    EXPECT_THROW(db().read(wrong), Failure);
    EXPECT_EQ(amounts_above(0).size(), kRows);
}

}  // namespace
}  // namespace thidua::storage
