#include "identity/testing/world.h"

#include "identity/rights.h"

namespace thidua::identity::testing {
namespace {

using access::Permission;

class AccountsTest : public IdentityTest {};
THIDUA_ON_EACH_ENGINE(AccountsTest);

TEST_P(AccountsTest, AreMadeWithAFirstCodeAndLeaveALine)
{
    auto const issued = as_system([](audit::Act& act) {
        return add_account(act, {.name = "Lan.TT", .display_name = "Trần Thị  Lan", .unit = "k1"});
    });
    ASSERT_TRUE(issued);
    EXPECT_EQ(issued->code.size(), 19U);
    EXPECT_EQ(issued->display_name, "Trần Thị Lan");
    EXPECT_EQ(issued->unit, "K1");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'identity.account.add'"
                    " AND subject = 'account:Lan.TT' AND unit_path = '/BAN/K1/'"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM account WHERE code_hash = '" + issued->code + "'"), 0);
}

TEST_P(AccountsTest, BearNamesThatDifferInMoreThanCase)
{
    have("lan", "viewer");
    auto const again = as_system([](audit::Act& act) { return add_account(act, {.name = "LAN"}); });
    EXPECT_EQ(key_of(again), "identity.error.name-taken");
    auto const odd =
        as_system([](audit::Act& act) { return add_account(act, {.name = "lan<b>"}); });
    EXPECT_EQ(key_of(odd), "identity.error.account-name");
}

TEST_P(AccountsTest, HoldTheirRolesOverTheirPartFromDayToDay)
{
    have("huong", "viewer");
    auto const today = legal_day(now);
    ASSERT_TRUE(as_system([&](audit::Act& act) {
        return grant_role(act,
                          {"huong", {"unit-clerk", "K1", today.plus_days(1), today.plus_days(2)}});
    }));
    EXPECT_FALSE(actor("huong").may(Permission::WritePeople));
    wait(24 * 3600);
    EXPECT_TRUE(actor("huong").may(Permission::WritePeople, "/BAN/K1/K1A/"));
    EXPECT_FALSE(actor("huong").may(Permission::WritePeople, "/BAN/K2/"));
    wait(24 * 3600);
    EXPECT_TRUE(actor("huong").may(Permission::WritePeople, "/BAN/K1/"));
    wait(24 * 3600);
    EXPECT_FALSE(actor("huong").may(Permission::WritePeople));
    EXPECT_EQ(actor("huong").roles, std::vector<std::string>{"viewer"});
}

TEST_P(AccountsTest, FollowTheirUnitThroughTheTree)
{
    have("huong", "unit-clerk", "K1A");
    EXPECT_EQ(actor("huong").scopes(Permission::WritePeople),
              std::vector<access::Scope>{"/BAN/K1/K1A/"});
    db().write([](storage::Transaction& tx) {
        tx.execute("UPDATE unit SET path = '/BAN/K2/K1A/' WHERE code = 'K1A'");
    });
    EXPECT_EQ(actor("huong").scopes(Permission::WritePeople),
              std::vector<access::Scope>{"/BAN/K2/K1A/"});
}

TEST_P(AccountsTest, ReadUpToTheirClearanceWhileItRuns)
{
    have("bay", "leader");
    auto const today = legal_day(now);
    EXPECT_EQ(actor("bay").clearance, access::Marking::Thuong);
    ASSERT_TRUE(as_system([&](audit::Act& act) {
        return give_clearance(act, {"bay", access::Marking::ToiMat, today, today, "12/QĐ", today});
    }));
    EXPECT_EQ(actor("bay").clearance, access::Marking::ToiMat);
    wait(24 * 3600);
    EXPECT_EQ(actor("bay").clearance, access::Marking::Thuong);
}

TEST_P(AccountsTest, GetAClearanceByAPaperAlone)
{
    have("bay", "leader");
    auto const given =
        as_system([&](audit::Act& act) { return give_clearance(act, {.account = "bay"}); });
    EXPECT_EQ(key_of(given), "identity.error.paper-no");
}

TEST_P(AccountsTest, OfAUnitAreLookedAfterThereWithoutMail)
{
    have("truong", "unit-head", "K1");
    have("huong", "unit-clerk", "K1");
    have("nv1", "staff", "K1A");
    for (auto const* manager : {"truong", "huong"}) {
        auto const issued =
            as(actor(manager), [](audit::Act& act) { return issue_code(act, "nv1"); });
        EXPECT_TRUE(issued) << manager;
    }
    auto const clerk =
        as(actor("truong"), [](audit::Act& act) { return issue_code(act, "huong"); });
    EXPECT_TRUE(clerk);
}

// A reset code is the account: whoever can make one has all that the account has.
TEST_P(AccountsTest, ThatCanDoMoreAreNotResetFromBelow)
{
    have("truong", "unit-head", "K1");
    have("huong", "unit-clerk", "K1");
    have("khac", "staff", "K2");
    have("sep", "leader", "", "K1");
    EXPECT_EQ(
        kind_of(as(actor("huong"), [](audit::Act& act) { return issue_code(act, "truong"); })),
        Kind::Denied);
    EXPECT_EQ(kind_of(as(actor("truong"), [](audit::Act& act) { return issue_code(act, "sep"); })),
              Kind::Denied);
    // Another unit's account is not there at all.
    EXPECT_EQ(kind_of(as(actor("truong"), [](audit::Act& act) { return issue_code(act, "khac"); })),
              Kind::NotFound);
}

TEST_P(AccountsTest, WithAHigherClearanceAreNotResetFromBelow)
{
    have("truong", "unit-head", "K1");
    have("nv1", "staff", "K1");
    ASSERT_TRUE(as_system([&](audit::Act& act) {
        return give_clearance(act,
                              {.account = "nv1", .paper_no = "1/QĐ", .paper_date = legal_day(now)});
    }));
    EXPECT_EQ(kind_of(as(actor("truong"), [](audit::Act& act) { return issue_code(act, "nv1"); })),
              Kind::Denied);
}

TEST_P(AccountsTest, AreGivenNoMoreThanTheGiverHolds)
{
    have("huong", "unit-clerk", "K1");
    have("nv1", "staff", "K1");
    auto const clerk = actor("huong");
    auto const grant = [&](std::string const& role, std::string const& unit) {
        return as(clerk, [&](audit::Act& act) { return grant_role(act, {"nv1", {role, unit}}); });
    };
    EXPECT_TRUE(grant("unit-clerk", "K1A"));
    EXPECT_EQ(key_of(grant("unit-head", "K1")), "identity.error.more-than-own");
    EXPECT_EQ(kind_of(grant("unit-clerk", "K2")), Kind::Denied);
    EXPECT_EQ(kind_of(grant("unit-clerk", "")), Kind::Denied);
    auto const cleared = as(clerk, [&](audit::Act& act) {
        return give_clearance(act, {.account = "nv1", .paper_no = "1", .paper_date = act.today()});
    });
    EXPECT_EQ(kind_of(cleared), Kind::Denied);
}

TEST_P(AccountsTest, GiveNothingToThemselves)
{
    have("quan-tri", "admin");
    auto const admin = actor("quan-tri");
    EXPECT_EQ(key_of(as(admin,
                        [](audit::Act& act) {
                            return grant_role(act, {"quan-tri", {"leader"}});
                        })),
              "identity.error.not-oneself");
    EXPECT_EQ(key_of(as(admin, [](audit::Act& act) { return issue_code(act, "quan-tri"); })),
              "identity.error.not-oneself");
    EXPECT_EQ(
        key_of(as(admin, [](audit::Act& act) { return disable_account(act, "quan-tri", 1); })),
        "identity.error.not-oneself");
}

TEST_P(AccountsTest, LoseARoleWhenItIsRevoked)
{
    have("huong", "unit-clerk", "K1");
    auto const ref =
        db().read([](storage::Transaction& tx) { return *tx.text("SELECT ref FROM role_grant"); });
    have("khac", "viewer");
    auto const wrong = as_system([&](audit::Act& act) { return revoke_role(act, "khac", ref); });
    EXPECT_EQ(kind_of(wrong), Kind::NotFound);
    ASSERT_TRUE(as_system([&](audit::Act& act) { return revoke_role(act, "huong", ref); }));
    EXPECT_TRUE(actor("huong").grants.empty());
    EXPECT_EQ(kind_of(as_system([&](audit::Act& act) { return revoke_role(act, "huong", ref); })),
              Kind::NotFound);
}

TEST_P(AccountsTest, AreEditedFromTheVersionThatWasRead)
{
    have("huong", "viewer");
    EditAccount command{.name = "huong", .version = 1, .display_name = "Lê Hường", .unit = "K2"};
    ASSERT_TRUE(as_system([&](audit::Act& act) { return edit_account(act, command); }));
    auto const stale = as_system([&](audit::Act& act) { return edit_account(act, command); });
    EXPECT_EQ(kind_of(stale), Kind::Conflict);
    EXPECT_EQ(actor("huong").display_name, "Lê Hường");
}

TEST_P(AccountsTest, CannotBeMovedOutOfTheManagersReach)
{
    have("huong", "unit-clerk", "K1");
    have("nv1", "staff", "K1");
    EditAccount const command{.name = "nv1", .version = 1, .display_name = "A", .unit = "K2"};
    EXPECT_EQ(
        kind_of(as(actor("huong"), [&](audit::Act& act) { return edit_account(act, command); })),
        Kind::Denied);
}

TEST_P(AccountsTest, OfAUnitsStaffAreMadeAtOnce)
{
    have("huong", "unit-clerk", "K1");
    BulkAccounts bulk{
        .staff = {{"NV000001", "Nguyễn Văn An", "K1"}, {"NV000002", "Lê Thị Bình", "K1A"}}};
    auto const clerk = actor("huong");
    auto const first = as(clerk, [&](audit::Act& act) { return add_accounts(act, bulk); });
    ASSERT_TRUE(first);
    ASSERT_EQ(first->size(), 2U);
    EXPECT_EQ(first->front().name, "nv000001");
    EXPECT_TRUE(actor("nv000002").may(Permission::ReadOwnSheet));
    EXPECT_EQ(actor("nv000002").person, "NV000002");

    auto const second = as(clerk, [&](audit::Act& act) { return add_accounts(act, bulk); });
    ASSERT_TRUE(second);
    EXPECT_TRUE(second->empty());
    bulk.again = true;
    auto const third = as(clerk, [&](audit::Act& act) { return add_accounts(act, bulk); });
    ASSERT_TRUE(third);
    EXPECT_EQ(third->size(), 2U);
    EXPECT_NE(third->front().code, first->front().code);

    bulk.staff.push_back({"NV000003", "Trần Văn Cường", "K2"});
    EXPECT_FALSE(as(clerk, [&](audit::Act& act) { return add_accounts(act, bulk); }));
    EXPECT_EQ(id_of("nv000003"), 0);
}

}  // namespace
}  // namespace thidua::identity::testing
