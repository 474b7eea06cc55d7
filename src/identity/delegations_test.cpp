#include "identity/delegations.h"

#include "identity/testing/world.h"
#include "identity/tokens.h"

namespace thidua::identity::testing {
namespace {

using access::Permission;

class DelegationsTest : public IdentityTest {
protected:
    void SetUp() override
    {
        IdentityTest::SetUp();
        have("truong", "unit-head", "K1");
        have("pho", "staff", "K1");
    }
    NewDelegation paper(std::string const& role, std::string const& unit)
    {
        auto const today = legal_day(now);
        return {.taker = "pho",
                .role = role,
                .unit = unit,
                .from = today,
                .to = today.plus_days(9),
                .paper_no = "15/GUQ",
                .paper_date = today};
    }
    Result<void> lend(NewDelegation const& command)
    {
        return as(actor("truong"), [&](audit::Act& act) { return add_delegation(act, command); });
    }
};
THIDUA_ON_EACH_ENGINE(DelegationsTest);

TEST_P(DelegationsTest, LendARoleFromDayToDay)
{
    auto command = paper("unit-head", "K1");
    command.from = legal_day(now).plus_days(1);
    ASSERT_TRUE(lend(command));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople));
    wait(24 * 3600);
    EXPECT_TRUE(actor("pho").may(Permission::WritePeople, "/BAN/K1/"));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople, "/BAN/K2/"));
    EXPECT_EQ(actor("pho").roles, (std::vector<std::string>{"staff", "unit-head"}));
    wait(9 * 24 * 3600);
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople));
}

TEST_P(DelegationsTest, LendNoMoreThanTheGiverHolds)
{
    EXPECT_EQ(key_of(lend(paper("unit-head", "K2"))), "identity.error.delegation-more");
    EXPECT_EQ(key_of(lend(paper("unit-head", ""))), "identity.error.delegation-more");
    EXPECT_EQ(key_of(lend(paper("standing-office", "K1"))), "identity.error.delegation-more");
    EXPECT_TRUE(lend(paper("unit-clerk", "K1A")));
    EXPECT_TRUE(actor("pho").may(Permission::WritePeople, "/BAN/K1/K1A/"));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople, "/BAN/K1/"));
}

TEST_P(DelegationsTest, EndWithTheGiversOwnRights)
{
    ASSERT_TRUE(lend(paper("unit-head", "K1")));
    EXPECT_TRUE(actor("pho").may(Permission::WritePeople));
    db().write([&](storage::Transaction& tx) {
        tx.execute("UPDATE role_grant SET unit = 'K1A' WHERE role = 'unit-head'");
    });
    EXPECT_EQ(actor("pho").scopes(Permission::WritePeople),
              std::vector<access::Scope>{"/BAN/K1/K1A/"});
    ASSERT_TRUE(as_system([](audit::Act& act) { return disable_account(act, "truong", 1); }));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople));
}

TEST_P(DelegationsTest, CannotBeLentOn)
{
    have("ba", "staff", "K1");
    ASSERT_TRUE(lend(paper("unit-head", "K1")));
    auto command = paper("unit-head", "K1");
    command.taker = "ba";
    auto const on = as(actor("pho"), [&](audit::Act& act) { return add_delegation(act, command); });
    EXPECT_EQ(key_of(on), "identity.error.delegation-more");
}

TEST_P(DelegationsTest, LendNeitherClearanceNorTheOwnSheet)
{
    ASSERT_TRUE(as_system([&](audit::Act& act) {
        return give_clearance(act,
                              {.account = "truong", .paper_no = "1", .paper_date = act.today()});
    }));
    ASSERT_TRUE(lend(paper("unit-head", "K1")));
    EXPECT_EQ(actor("pho").clearance, access::Marking::Thuong);
    EXPECT_EQ(key_of(lend(paper("staff", "K1"))), "identity.error.delegation-nothing");
}

TEST_P(DelegationsTest, NeedAPaperATakerAndAnEnd)
{
    auto command = paper("unit-head", "K1");
    command.paper_no.clear();
    EXPECT_EQ(key_of(lend(command)), "identity.error.paper-no");
    command = paper("unit-head", "K1");
    command.to.reset();
    EXPECT_EQ(key_of(lend(command)), "identity.error.delegation-end");
    command = paper("unit-head", "K1");
    command.to = command.from->plus_days(-1);
    EXPECT_EQ(key_of(lend(command)), "identity.error.period");
    command = paper("unit-head", "K1");
    command.taker = "truong";
    EXPECT_EQ(key_of(lend(command)), "identity.error.delegation-self");
    command.taker = "khong-co";
    EXPECT_EQ(key_of(lend(command)), "identity.error.account-unknown");
    command = paper("unit-head", "K1");
    command.giver = "truong";
    EXPECT_EQ(
        kind_of(as(actor("pho"), [&](audit::Act& act) { return add_delegation(act, command); })),
        Kind::Denied);
}

TEST_P(DelegationsTest, AreRevokedByTheGiverAndNotByTheTaker)
{
    ASSERT_TRUE(lend(paper("unit-head", "K1")));
    auto const listed =
        db().read([&](storage::Transaction& tx) { return delegations(tx, actor("pho")); });
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_FALSE(listed.front().may_revoke);
    auto const ref = listed.front().ref;
    have("ngoai", "viewer");
    EXPECT_TRUE(db().read([&](storage::Transaction& tx) { return delegations(tx, actor("ngoai")); })
                    .empty());
    for (auto const* name : {"pho", "ngoai"}) {
        EXPECT_EQ(
            kind_of(as(actor(name), [&](audit::Act& act) { return revoke_delegation(act, ref); })),
            Kind::NotFound);
    }
    ASSERT_TRUE(as(actor("truong"), [&](audit::Act& act) { return revoke_delegation(act, ref); }));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople));
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'identity.delegation.revoke'"),
              1);
}

class TokensTest : public DelegationsTest {
protected:
    NewToken wish(std::vector<access::Permission> permissions)
    {
        return {"Đồng bộ nhân sự", std::move(permissions), legal_day(now).plus_days(30)};
    }
    Result<std::string> make(NewToken const& command)
    {
        return as(actor("truong"), [&](audit::Act& act) { return add_token(act, command); });
    }
    std::optional<access::Actor> bearer(std::string const& token)
    {
        return db().read([&](storage::Transaction& tx) { return token_actor(tx, token, now); });
    }
};
THIDUA_ON_EACH_ENGINE(TokensTest);

TEST_P(TokensTest, DoAPartOfWhatTheirOwnerMay)
{
    auto const token = make(wish({Permission::ReadPeople}));
    ASSERT_TRUE(token);
    auto const actor_of_token = bearer(*token);
    ASSERT_TRUE(actor_of_token);
    EXPECT_TRUE(actor_of_token->may(Permission::ReadPeople, "/BAN/K1/"));
    EXPECT_FALSE(actor_of_token->may(Permission::ReadPeople, "/BAN/K2/"));
    EXPECT_FALSE(actor_of_token->may(Permission::WritePeople));
    EXPECT_EQ(count("SELECT count(*) FROM access_token WHERE token_hash = '" + *token + "'"), 0);
    EXPECT_FALSE(bearer("td_khong-co"));
}

TEST_P(TokensTest, AreMadeForNothingThatTheOwnerLacks)
{
    EXPECT_EQ(key_of(make(wish({Permission::ManageSystem}))), "identity.error.more-than-own");
    EXPECT_EQ(key_of(make(wish({}))), "identity.error.token-permissions");
    auto far = wish({Permission::ReadPeople});
    far.last_day = legal_day(now).plus_days(400);
    EXPECT_EQ(key_of(make(far)), "identity.error.token-days");
}

TEST_P(TokensTest, EndOnTheirDayAndWithTheirOwner)
{
    auto const token = make(wish({Permission::ReadPeople}));
    wait(30 * 24 * 3600);
    EXPECT_TRUE(bearer(*token));
    wait(24 * 3600);
    EXPECT_FALSE(bearer(*token));

    auto const second = make(wish({Permission::ReadPeople}));
    ASSERT_TRUE(as_system([](audit::Act& act) { return disable_account(act, "truong", 1); }));
    EXPECT_FALSE(bearer(*second));
}

TEST_P(TokensTest, AreRevokedByTheirOwner)
{
    auto const token = make(wish({Permission::ReadPeople}));
    auto const listed =
        db().read([&](storage::Transaction& tx) { return own_tokens(tx, actor("truong"), now); });
    ASSERT_EQ(listed.size(), 1U);
    auto const revoke = [&](std::string_view name) {
        return as(actor(name),
                  [&](audit::Act& act) { return revoke_token(act, listed.front().ref); });
    };
    EXPECT_EQ(kind_of(revoke("pho")), Kind::NotFound);
    ASSERT_TRUE(revoke("truong"));
    EXPECT_FALSE(bearer(*token));
}

}  // namespace
}  // namespace thidua::identity::testing
