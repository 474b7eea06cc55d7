// Passwords, codes, app codes, delays: the parts without a database.

#include "identity/delays.h"
#include "identity/password.h"
#include "identity/totp.h"

#include "base/random.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace thidua::identity {
namespace {

TEST(Password, IsHashedWithArgon2idAndSixtyFourMebibytes)
{
    auto const hash = hash_password("một mật khẩu dài");
    EXPECT_EQ(hash.substr(0, 29), "$argon2id$v=19$m=65536,t=3,p=");
    EXPECT_TRUE(verify_password(hash, "một mật khẩu dài"));
    EXPECT_FALSE(verify_password(hash, "một mật khẩu dai"));
}

TEST(Password, MatchesHoweverTheKeyboardComposesIt)
{
    auto const hash = hash_password("mật khẩu", Cost::Demo);
    EXPECT_TRUE(verify_password(hash, "ma\xCC\xA3\xCC\x82t kha\xCC\x82\xCC\x89u"));  // Marks apart.
}

TEST(Password, OfNobodyMatchesNothing) { EXPECT_FALSE(verify_password("", "")); }

TEST(Password, HasToBeLongAndOtherThanTheName)
{
    EXPECT_TRUE(check_password("ngựa-đúng-pin-ghim", "nv000123", "password"));
    EXPECT_EQ(check_password("ngắn", "nv1", "password").error().problems.front().key,
              "identity.error.password-short");
    EXPECT_EQ(check_password("NV000123-2025", "nv000123", "password").error().problems.front().key,
              "identity.error.password-name");
    EXPECT_FALSE(check_password(std::string(1000, 'x'), "nv1", "password"));
}

TEST(Code, IsReadWithoutDashesAndInAnyCase)
{
    auto const code = new_code();
    ASSERT_EQ(code.size(), 19U);
    auto typed = code;
    for (auto& c : typed) {
        if (c == '-') c = ' ';
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    EXPECT_EQ(code_hash(typed), code_hash(code));
    EXPECT_NE(code_hash(new_code()), code_hash(code));
}

// RFC 6238, appendix B (SHA-1).
TEST(Totp, GivesTheCodesOfTheStandard)
{
    std::string const secret = "12345678901234567890";
    EXPECT_EQ(totp_code(secret, totp_step(Instant{59}), 8), "94287082");
    EXPECT_EQ(totp_code(secret, totp_step(Instant{1111111109}), 8), "07081804");
    EXPECT_EQ(totp_code(secret, totp_step(Instant{1111111111}), 8), "14050471");
    EXPECT_EQ(totp_code(secret, totp_step(Instant{1234567890}), 8), "89005924");
    EXPECT_EQ(totp_code(secret, totp_step(Instant{2000000000}), 8), "69279037");
    EXPECT_EQ(totp_code(secret, totp_step(Instant{20000000000}), 8), "65353130");
}

TEST(Totp, TakesTheStepsBesideButNoneTwice)
{
    auto const secret = new_totp_secret();
    Instant const now{1'764'550'800};
    auto const step = totp_step(now);
    EXPECT_EQ(matching_step(secret, totp_code(secret, step), now, 0), step);
    EXPECT_EQ(matching_step(secret, totp_code(secret, step - 1), now, 0), step - 1);
    EXPECT_EQ(matching_step(secret, totp_code(secret, step + 1), now, 0), step + 1);
    EXPECT_EQ(matching_step(secret, totp_code(secret, step - 2), now, 0), std::nullopt);
    EXPECT_EQ(matching_step(secret, totp_code(secret, step), now, step), std::nullopt);
    EXPECT_EQ(matching_step(secret, "", now, 0), std::nullopt);
}

TEST(Base32, ReadsWhatItWrote)
{
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
    for (std::size_t size = 0; size < 12; ++size) {
        auto const bytes = std::string(size, '\xA5');
        EXPECT_EQ(from_base32(to_base32(bytes)), bytes);
    }
    EXPECT_EQ(from_base32("0189"), std::nullopt);
}

TEST(Qr, IsAnImageOfItsOwn)
{
    auto const uri = qr_data_uri(totp_uri("12345678901234567890", "Thi đua", "lan"));
    EXPECT_EQ(uri.substr(0, 26), "data:image/svg+xml;base64,");
    EXPECT_GT(uri.size(), 1000U);
}

class SecretBoxTest : public ::testing::Test {
protected:
    SecretBoxTest() { std::filesystem::create_directory(directory_); }
    ~SecretBoxTest() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path const directory_ =
        std::filesystem::temp_directory_path() / ("thidua_" + random_token(8));
};

TEST_F(SecretBoxTest, OpensWithItsKeyFileAndForItsOwnerAlone)
{
    auto const wrapped = SecretBox::open(directory_ / "key").value().wrap("bí mật", "lan");
    EXPECT_EQ(wrapped.find("bí mật"), std::string::npos);
    auto const again = SecretBox::open(directory_ / "key").value();
    EXPECT_EQ(again.unwrap(wrapped, "lan"), "bí mật");
    EXPECT_EQ(again.unwrap(wrapped, "huệ"), std::nullopt);
    EXPECT_EQ(again.unwrap("", "lan"), std::nullopt);
    EXPECT_EQ(SecretBox::open(directory_ / "other").value().unwrap(wrapped, "lan"), std::nullopt);
}

TEST_F(SecretBoxTest, KeepsItsKeyFileToItsOwner)
{
    ASSERT_TRUE(SecretBox::open(directory_ / "key"));
    using std::filesystem::perms;
    auto const mode = std::filesystem::status(directory_ / "key").permissions();
    EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none);
}

TEST_F(SecretBoxTest, SaysWhenThereIsNoPlaceForTheKey)
{
    auto const box = SecretBox::open(directory_ / "missing" / "key");
    ASSERT_FALSE(box);
    EXPECT_EQ(box.error().kind, Kind::Unavailable);
}

TEST(Delay, GrowsAndStops)
{
    EXPECT_EQ(delay_after(Attempt::Account, 4), 0);
    EXPECT_EQ(delay_after(Attempt::Account, 5), 2);
    EXPECT_EQ(delay_after(Attempt::Account, 6), 4);
    EXPECT_EQ(delay_after(Attempt::Account, 10), 64);
    EXPECT_EQ(delay_after(Attempt::Account, 1'000'000), 15 * 60);
    EXPECT_EQ(delay_after(Attempt::Address, 30), 0);
    EXPECT_EQ(delay_after(Attempt::Address, 1'000'000), 5 * 60);
}

}  // namespace
}  // namespace thidua::identity
