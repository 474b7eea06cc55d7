#include "identity/confirm.h"

#include "base/random.h"
#include "http/testing/pages.h"
#include "identity/second_factor.h"
#include "identity/testing/world.h"

#include <boost/json.hpp>

#include <filesystem>

namespace thidua::identity {
namespace {

using testing::known_password;

// A page with one act behind the question.
class ConfirmTest : public testing::IdentityTest {
protected:
    void SetUp() override
    {
        IdentityTest::SetUp();
        have("lan", "staff", "K1");
        directory_ = std::filesystem::temp_directory_path() / ("thidua-" + random_token(8));
        std::filesystem::create_directory(directory_);
        options.secrets =
            std::make_shared<SecretBox const>(SecretBox::open(directory_ / "key").value());
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string act_with(http::testing::Fields const& form, bool by_session = true)
    {
        http::Router router;
        auto request = http::testing::Pages::request_for(http::Method::Post, "/act");
        for (auto const& [name, value] : form) request.form.add(name, value);
        auto const lan = actor("lan");
        FixedClock const clock{now};
        http::Context ctx{request, db(), lan, clock, router};
        if (by_session) ctx.session_hash = "session-of-lan";
        auto const answer = write_confirmed(ctx, options, [&](audit::Act&) -> Result<http::Answer> {
            ++done_;
            return http::done("/", "");
        });
        if (answer) return "";
        auto const& first = answer.error().problems.front();
        return first.field.empty() ? first.key : first.key + "@" + first.field;
    }
    void switch_on()
    {
        secret_ = new_totp_secret();
        auto const on = as(actor("lan"), [&](audit::Act& act) {
            return switch_on_totp(
                act, *options.secrets, secret_, totp_code(secret_, totp_step(now)));
        });
        ASSERT_TRUE(on);
    }
    std::string code() const { return totp_code(secret_, totp_step(now)); }

    std::filesystem::path directory_;
    std::string secret_;
    int done_ = 0;
};
THIDUA_ON_EACH_ENGINE(ConfirmTest);

TEST_P(ConfirmTest, NothingIsDoneWithoutThePassword)
{
    EXPECT_EQ(act_with({{"password", "sai"}}), "identity.error.password-wrong@password");
    EXPECT_EQ(act_with({}), "identity.error.password-wrong@password");
    EXPECT_EQ(act_with({{"password", known_password()}}, false), "error.denied");
    EXPECT_EQ(done_, 0);
    EXPECT_EQ(act_with({{"password", known_password()}}), "");
    EXPECT_EQ(done_, 1);
}

TEST_P(ConfirmTest, AnAppsCodeIsAskedForAndServesOnce)
{
    switch_on();
    wait(60);
    EXPECT_EQ(act_with({{"password", known_password()}}), "error.required@code");
    auto const good = code();
    EXPECT_EQ(
        act_with({{"password", known_password()}, {"code", good == "000000" ? "1" : "000000"}}),
        "identity.error.code-wrong@code");
    EXPECT_EQ(done_, 0);
    EXPECT_EQ(act_with({{"password", known_password()}, {"code", good}}), "");
    EXPECT_EQ(act_with({{"password", known_password()}, {"code", good}}),
              "identity.error.code-wrong@code");
    EXPECT_EQ(done_, 1);
}

TEST_P(ConfirmTest, WrongCodesHaveToWaitAsWrongPasswordsDo)
{
    switch_on();
    wait(60);
    http::testing::Fields const wrong{{"password", known_password()}, {"code", "abc"}};
    std::string said;
    for (int i = 0; i < 10 && said != "identity.error.wait"; ++i) said = act_with(wrong);
    EXPECT_EQ(said, "identity.error.wait");
}

}  // namespace
}  // namespace thidua::identity
