// Accounts and what is granted to them, when the units they name change.
#include "identity/accounts.h"
#include "identity/rights.h"
#include "organisation/import.h"
#include "organisation/testing/world.h"
#include "organisation/top_unit.h"

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class GrantsTest : public testing::WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        auto const made = run([&](Act& act) {
            return identity::add_account(act,
                                         {.name = "vanthu",
                                          .unit = "K101",
                                          .password_hash = "x",
                                          .roles = {{.role = "unit-clerk", .unit = "K101"}}});
        });
        ASSERT_TRUE(made) << problem(made);
    }
    access::Actor clerk()
    {
        return read([&](storage::Transaction& tx) {
            auto const id = *tx.integer("SELECT id FROM account WHERE name = 'vanthu'");
            return *identity::load_actor(tx, id, day(kToday));
        });
    }
    std::int64_t count(std::string_view sql)
    {
        return read([&](storage::Transaction& tx) { return tx.integer(sql).value_or(0); });
    }
    static constexpr std::string_view kTasks =
        "SELECT count(*) FROM inbox_item WHERE kind = 'task' AND dedup = 'grants:unit:K101'";
};
THIDUA_ON_EACH_ENGINE(GrantsTest);

TEST_P(GrantsTest, FollowAUnitUnderItsNewCode)
{
    ASSERT_TRUE(clerk().may(Permission::WritePeople, unit("K101").path));
    auto const renamed = run([&](Act& act) {
        return rename_unit(act,
                           {.code = "K101",
                            .name = "Văn phòng Ban",
                            .new_code = "K101A",
                            .on = day("2026-03-01"),
                            .version = unit("K101").version});
    });
    ASSERT_TRUE(renamed) << problem(renamed);
    EXPECT_TRUE(clerk().may(Permission::WritePeople, unit("K101A").path));
    EXPECT_FALSE(clerk().may(Permission::WritePeople, unit("K102").path));
    EXPECT_EQ(count("SELECT count(*) FROM account WHERE unit = 'K101A'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'identity.account.follow-unit'"
                    " AND subject = 'account:vanthu' AND unit_path = '/BAN/K101A/'"),
              1);
    EXPECT_EQ(count(kTasks), 0);
}

TEST_P(GrantsTest, AreAskedForAnewAfterAMerger)
{
    auto const merged = run([&](Act& act) {
        return merge_units(act,
                           {.codes = {"K101"},
                            .into = "K102",
                            .on = day("2026-03-01"),
                            .version = unit("K101").version});
    });
    ASSERT_TRUE(merged) << problem(merged);
    EXPECT_FALSE(clerk().may(Permission::WritePeople, unit("K102").path)) << "nobody gave that";
    EXPECT_EQ(count(kTasks), 1);
}

TEST_P(GrantsTest, AreAskedForAnewAfterASplit)
{
    auto const split = run([&](Act& act) {
        return split_unit(act,
                          {.code = "K101",
                           .parts = {{"K103", "Cục Ba"}, {"K104", "Cục Bốn"}},
                           .rest = "K103",
                           .on = day("2026-03-01"),
                           .version = unit("K101").version});
    });
    ASSERT_TRUE(split) << problem(split);
    EXPECT_EQ(count(kTasks), 1);
    auto const again = run([&](Act& act) {
        return rename_unit(act,
                           {.code = "K102",
                            .name = "Cục Tổ chức Cán bộ",
                            .new_code = "K102A",
                            .on = day("2026-03-01"),
                            .version = unit("K102").version});
    });
    ASSERT_TRUE(again) << problem(again);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE kind = 'task'"), 1)
        << "nobody's grants name K102";
}

class TopUnitTest : public storage::testing::MigratedTest {};
THIDUA_ON_EACH_ENGINE(TopUnitTest);

TEST_P(TopUnitTest, IsMadeOfAnEmptyTreeOrComplainsInTheFormsWords)
{
    auto const system = access::Actor::system("setup");
    auto make = [&](std::string const& code, std::string_view from) {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, system, start_of(day("2026-06-01")), "test"};
            return make_top_unit(act, code, "Ban Ví dụ", day(from));
        });
    };
    EXPECT_EQ(problem(make("BAN", "2026-06-02")), "organisation.unit.future@top_unit_from");
    EXPECT_TRUE(make("BAN", "1995-09-12"));
    EXPECT_EQ(db().read([](storage::Transaction& tx) {
        return tx.text("SELECT path || valid_from || kind FROM unit");
    }),
              "/BAN/1995-09-12ban");
}

}  // namespace
}  // namespace thidua::organisation
