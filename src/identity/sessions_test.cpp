#include "identity/testing/world.h"

#include "base/random.h"
#include "identity/second_factor.h"

#include <filesystem>

namespace thidua::identity::testing {
namespace {

using access::Permission;

class SessionsTest : public IdentityTest {
protected:
    std::optional<http::SignIn> seen(std::string const& token)
    {
        return db().read(
            [&](storage::Transaction& tx) { return authenticator_->by_cookie(tx, token, now); });
    }
    void touch(std::string const& token)
    {
        auto const hash = seen(token)->session_hash;
        db().write([&](storage::Transaction& tx) { authenticator_->touch(tx, hash, now); });
    }

private:
    std::unique_ptr<http::Authenticator> authenticator_ = make_authenticator({});
};
THIDUA_ON_EACH_ENGINE(SessionsTest);

TEST_P(SessionsTest, BeginWithTheRightPassword)
{
    have("lan", "viewer");
    auto const session = sign_in("LAN", known_password());
    ASSERT_TRUE(session);
    auto const who = seen(session->token);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->actor.name, "lan");
    EXPECT_TRUE(who->actor.may(Permission::ReadRegister));
    EXPECT_EQ(who->csrf, session->csrf);
    EXPECT_EQ(count("SELECT count(*) FROM session WHERE token_hash = '" + session->token + "'"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'identity.session.begin' AND "
                    "actor = 'lan'"),
              1);
    EXPECT_FALSE(seen(session->token + "x"));
}

TEST_P(SessionsTest, AreNewAtEachLogIn)
{
    have("lan", "viewer");
    auto const one = sign_in("lan", known_password());
    auto const two = sign_in("lan", known_password());
    EXPECT_NE(one->token, two->token);
    EXPECT_NE(one->csrf, two->csrf);
}

TEST_P(SessionsTest, EndWhenIdleAndWhenOld)
{
    have("lan", "viewer");
    auto const session = sign_in("lan", known_password());
    wait(30 * 60 - 1);
    EXPECT_TRUE(seen(session->token));
    touch(session->token);
    wait(30 * 60 - 1);
    ASSERT_TRUE(seen(session->token));
    wait(1);
    EXPECT_FALSE(seen(session->token));

    auto const busy = sign_in("lan", known_password());
    for (int half_hours = 1; half_hours < 24 * 2; ++half_hours) {
        wait(15 * 60);
        ASSERT_TRUE(seen(busy->token)) << half_hours;
        touch(busy->token);
    }
    wait(15 * 60);
    EXPECT_FALSE(seen(busy->token));
}

// What is kept in memory between requests holds only until anybody writes.
TEST_P(SessionsTest, DieAtOnceWhateverProcessEndsThem)
{
    have("lan", "viewer");
    auto const session = sign_in("lan", known_password());
    auto const other = storage::Database::open(url()).value();  // As another process.
    auto const elsewhere = [&](char const* sql) {
        other->write([&](storage::Transaction& tx) { tx.execute(sql); });
    };
    ASSERT_TRUE(seen(session->token)->actor.may(Permission::ReadRegister));
    elsewhere("UPDATE role_grant SET revoked_at = 1");
    ASSERT_TRUE(seen(session->token));
    EXPECT_FALSE(seen(session->token)->actor.may(Permission::ReadRegister));
    elsewhere("UPDATE role_grant SET revoked_at = NULL");
    EXPECT_TRUE(seen(session->token)->actor.may(Permission::ReadRegister));
    elsewhere("UPDATE account SET disabled = 1");
    EXPECT_FALSE(seen(session->token));
    elsewhere("UPDATE account SET disabled = 0");
    EXPECT_TRUE(seen(session->token));
    elsewhere("DELETE FROM session");
    EXPECT_FALSE(seen(session->token));
}

TEST_P(SessionsTest, CarryTheRightsOfTheDay)
{
    have("lan", "viewer");
    auto const session = sign_in("lan", known_password());
    db().write([&](storage::Transaction& tx) {
        tx.execute("UPDATE role_grant SET to_on = '2025-12-01'");
        tx.execute("UPDATE session SET expires_at = expires_at + 100000, seen_at = seen_at + 100000");
    });
    wait(16 * 3600 - 1);  // From 08:00 to 23:59:59,
    EXPECT_TRUE(seen(session->token)->actor.may(Permission::ReadRegister));
    wait(1);  // and to midnight.
    EXPECT_FALSE(seen(session->token)->actor.may(Permission::ReadRegister));
}

TEST_P(SessionsTest, AskToBeNotedOnceAMinute)
{
    have("lan", "viewer");
    auto const session = sign_in("lan", known_password());
    EXPECT_FALSE(seen(session->token)->stale);
    wait(60);
    EXPECT_TRUE(seen(session->token)->stale);
    touch(session->token);
    EXPECT_FALSE(seen(session->token)->stale);
}

TEST_P(SessionsTest, TellNobodyWhichNamesExist)
{
    have("lan", "viewer");
    have("nghi", "viewer");
    ASSERT_TRUE(as_system([](audit::Act& act) { return disable_account(act, "nghi", 1); }));
    for (int attempt = 0; attempt < 6; ++attempt) {
        auto const wrong = sign_in("lan", "sai-mat-khau", "", "10.0.0.1");
        auto const missing = sign_in("khong-co", "sai-mat-khau", "", "10.0.0.2");
        auto const disabled = sign_in("nghi", known_password(), "", "10.0.0.3");
        ASSERT_FALSE(wrong);
        EXPECT_EQ(wrong.error().problems.front().args, missing.error().problems.front().args);
        EXPECT_EQ(key_of(wrong), key_of(missing));
        EXPECT_EQ(key_of(wrong), key_of(disabled));
    }
    // Nor does the log keep what was typed for a name.
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE subject = 'account:khong-co'"), 0);
}

TEST_P(SessionsTest, WaitLongerAfterEachWrongPasswordButNotForEver)
{
    have("lan", "viewer");
    for (int attempt = 0; attempt < 5; ++attempt)
        EXPECT_EQ(key_of(sign_in("lan", "sai")), "identity.error.log-in");
    // Two seconds now, also for the right password; being refused does not make it longer.
    EXPECT_EQ(key_of(sign_in("lan", known_password())), "identity.error.wait");
    EXPECT_EQ(key_of(sign_in("lan", known_password(), "", "10.9.9.9")), "identity.error.wait");
    wait(2);
    EXPECT_EQ(key_of(sign_in("lan", "sai")), "identity.error.log-in");
    wait(3);
    EXPECT_EQ(key_of(sign_in("lan", known_password())), "identity.error.wait");
    wait(1);
    EXPECT_TRUE(sign_in("lan", known_password()));
    // The right password clears the count.
    EXPECT_EQ(key_of(sign_in("lan", "sai")), "identity.error.log-in");
    EXPECT_TRUE(sign_in("lan", known_password()));
}

TEST_P(SessionsTest, WaitByAddressTooAndASuccessDoesNotClearIt)
{
    have("lan", "viewer");
    for (int name = 0; name < 8; ++name) {
        have("ten-" + std::to_string(name), "viewer");
        for (int attempt = 0; attempt < 4 && name * 4 + attempt < 31; ++attempt) {
            EXPECT_EQ(key_of(sign_in("ten-" + std::to_string(name), "sai")),
                      "identity.error.log-in");
        }
    }
    EXPECT_EQ(key_of(sign_in("lan", known_password())), "identity.error.wait");
    EXPECT_TRUE(sign_in("lan", known_password(), "", "10.0.0.8"));
    wait(2);
    EXPECT_TRUE(sign_in("lan", known_password()));
    EXPECT_EQ(key_of(sign_in("ten-7", "sai")), "identity.error.log-in");
    EXPECT_EQ(key_of(sign_in("lan", known_password())), "identity.error.wait");
}

TEST_P(SessionsTest, BegunByACodeLeadToAPasswordFirst)
{
    auto const issued = as_system(
        [](audit::Act& act) { return add_account(act, {.name = "lan", .roles = {{"viewer"}}}); });
    auto const session = sign_in("lan", issued->code);
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->must_change);
    auto who = seen(session->token);
    ASSERT_TRUE(who);
    EXPECT_FALSE(who->actor.may(Permission::ReadRegister));
    EXPECT_FALSE(who->actor.is_anonymous());
    as(who->actor, [&](audit::Act& act) { set_password(act, known_hash(), who->session_hash); });
    EXPECT_TRUE(seen(session->token)->actor.may(Permission::ReadRegister));
    EXPECT_FALSE(sign_in("lan", issued->code));
    EXPECT_TRUE(sign_in("lan", known_password()));
}

TEST_P(SessionsTest, DoNotBeginByACodeThatIsOld)
{
    auto const issued =
        as_system([](audit::Act& act) { return add_account(act, {.name = "lan"}); });
    wait(30 * 24 * 3600);
    EXPECT_EQ(key_of(sign_in("lan", issued->code)), "identity.error.log-in");
}

TEST_P(SessionsTest, EndEverywhereWhenTheAccountIsResetOrDisabled)
{
    have("lan", "viewer");
    auto const before = sign_in("lan", known_password());
    ASSERT_TRUE(as_system([](audit::Act& act) { return issue_code(act, "lan"); }));
    EXPECT_FALSE(seen(before->token));
    EXPECT_FALSE(sign_in("lan", known_password()));

    have("hue", "viewer");
    auto const running = sign_in("hue", known_password());
    ASSERT_TRUE(as_system([](audit::Act& act) { return disable_account(act, "hue", 1); }));
    EXPECT_FALSE(seen(running->token));
}

TEST_P(SessionsTest, AreEndedByTheirOwnerOneOrAll)
{
    have("lan", "viewer");
    have("hue", "viewer");
    auto const here = sign_in("lan", known_password());
    auto const there = sign_in("lan", known_password());
    auto const other = sign_in("hue", known_password());
    auto const who = *seen(here->token);
    auto const list = db().read([&](storage::Transaction& tx) {
        return own_sessions(tx, who.actor, who.session_hash, now, options);
    });
    EXPECT_EQ(list.size(), 2U);
    EXPECT_EQ(std::count_if(list.begin(), list.end(), [](Session const& s) { return s.current; }),
              1);

    auto const ref = db().read([&](storage::Transaction& tx) {
        return *tx.text(
            "SELECT ref FROM session WHERE account_id = (SELECT id FROM account WHERE name = "
            "'hue')");
    });
    EXPECT_EQ(kind_of(as(who.actor, [&](audit::Act& act) { return end_session(act, ref); })),
              Kind::NotFound);

    as(who.actor, [&](audit::Act& act) { end_other_sessions(act, who.session_hash); });
    EXPECT_TRUE(seen(here->token));
    EXPECT_FALSE(seen(there->token));
    EXPECT_TRUE(seen(other->token));
    as(who.actor, [&](audit::Act& act) { log_out(act, who.session_hash); });
    EXPECT_FALSE(seen(here->token));
}

TEST_P(SessionsTest, OfDemoAccountsBeginOnThisMachineAlone)
{
    ASSERT_TRUE(as_system([](audit::Act& act) {
        return add_demo_accounts(act, {{.name = "demo", .roles = {{"viewer"}}}}, "thi-dua");
    }));
    EXPECT_EQ(key_of(sign_in("demo", "thi-dua", "", "10.0.0.7")), "identity.error.log-in");
    EXPECT_TRUE(sign_in("demo", "thi-dua", "", "127.0.0.1"));
    EXPECT_TRUE(sign_in("demo", "thi-dua", "", "::1"));
}

class SecondFactorTest : public SessionsTest {
protected:
    void SetUp() override
    {
        SessionsTest::SetUp();
        std::filesystem::create_directory(directory_);
        options.secrets =
            std::make_shared<SecretBox const>(SecretBox::open(directory_ / "key").value());
        have("lan", "viewer");
        auto const codes = as(actor("lan"), [&](audit::Act& act) {
            return switch_on_totp(
                act, *options.secrets, secret_, totp_code(secret_, totp_step(now)));
        });
        ASSERT_TRUE(codes);
        recovery_ = codes->front();
    }
    ~SecondFactorTest() override { std::filesystem::remove_all(directory_); }

    std::string code_now() const { return totp_code(secret_, totp_step(now)); }

    std::string const secret_ = new_totp_secret();
    std::string recovery_;
    std::filesystem::path const directory_ =
        std::filesystem::temp_directory_path() / ("thidua_" + random_token(8));
};
THIDUA_ON_EACH_ENGINE(SecondFactorTest);

TEST_P(SecondFactorTest, IsAskedForAndTakenOnce)
{
    EXPECT_EQ(key_of(sign_in("lan", known_password())), "identity.error.log-in");
    EXPECT_EQ(key_of(sign_in("lan", known_password(), code_now())),
              "identity.error.log-in");  // Used to switch on.
    wait(30);
    EXPECT_TRUE(sign_in("lan", known_password(), code_now()));
    EXPECT_EQ(key_of(sign_in("lan", known_password(), code_now())), "identity.error.log-in");
}

TEST_P(SecondFactorTest, CountsWrongCodesAsWrongPasswords)
{
    for (int attempt = 0; attempt < 5; ++attempt) {
        EXPECT_EQ(key_of(sign_in("lan", known_password(), "000000")), "identity.error.log-in");
    }
    wait(1);
    EXPECT_EQ(key_of(sign_in("lan", known_password(), recovery_)), "identity.error.wait");
}

TEST_P(SecondFactorTest, HasRecoveryCodesThatWorkOnce)
{
    EXPECT_TRUE(sign_in("lan", known_password(), recovery_));
    EXPECT_FALSE(sign_in("lan", known_password(), recovery_));
    auto const left =
        db().read([&](storage::Transaction& tx) { return recovery_codes_left(tx, id_of("lan")); });
    EXPECT_EQ(left, 9);
}

TEST_P(SecondFactorTest, IsNotReadableFromTheDatabase)
{
    auto const stored = db().read([](storage::Transaction& tx) {
        auto rows = tx.query("SELECT totp_secret FROM account");
        return rows.next() ? std::string{rows.bytes(0)} : std::string{};
    });
    EXPECT_EQ(stored.find(secret_), std::string::npos);
    options.secrets = nullptr;  // Without the key file the app's codes say nothing.
    wait(30);
    EXPECT_FALSE(sign_in("lan", known_password(), code_now()));
    EXPECT_TRUE(sign_in("lan", known_password(), recovery_));
}

TEST_P(SecondFactorTest, GoesWhenSwitchedOff)
{
    as(actor("lan"), [](audit::Act& act) { switch_off_totp(act); });
    EXPECT_TRUE(sign_in("lan", known_password()));
}

}  // namespace
}  // namespace thidua::identity::testing
