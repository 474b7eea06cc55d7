// Codes of an authenticator app (RFC 6238: HMAC-SHA-1, six digits, thirty seconds).
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::identity {

std::string new_totp_secret();  // 20 random bytes.

// What apps take: base32 without padding, upper case.
std::string to_base32(std::string_view bytes);
std::optional<std::string> from_base32(std::string_view text);

std::int64_t totp_step(Instant at);
std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

// The step whose code was typed: this one, the one before or after, and later than `last_used`.
std::optional<std::int64_t> matching_step(std::string_view secret,
                                          std::string_view code,
                                          Instant now,
                                          std::int64_t last_used);

// otpauth://totp/… for apps, and its QR code as a data URI of an SVG image.
std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);
std::string qr_data_uri(std::string_view text);

// Wraps secrets with a key that lies in a file outside the database, so that a stolen database or
// backup gives no codes.
class SecretBox {
public:
    // Reads the key file, or makes it (mode 0600) where there is none. Unavailable when neither
    // works.
    static Result<SecretBox> open(std::filesystem::path const& key_file);

    // `owner` is bound in: what was wrapped for one account does not open for another.
    std::string wrap(std::string_view secret, std::string_view owner) const;
    // Nothing when the key or the owner is another.
    std::optional<std::string> unwrap(std::string_view wrapped, std::string_view owner) const;

private:
    explicit SecretBox(std::string key) : key_(std::move(key)) {}
    std::string key_;
};

}  // namespace thidua::identity
