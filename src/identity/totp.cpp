#include "identity/totp.h"

#include "base/random.h"
#include "http/request.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <qrencode.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

namespace thidua::identity {

namespace {

constexpr std::int64_t kStepSeconds = 30;
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string base64(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(
        text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // The terminating zero.
    return text;
}

// A new key file, readable by its owner alone; false when it cannot be written or exists already.
bool write_key_file(std::filesystem::path const& path, std::string_view key)
{
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return false;
    auto const text = to_base32(key) + "\n";
    auto const written = ::write(file, text.data(), text.size());
    bool const kept = ::fsync(file) == 0;
    ::close(file);
    return kept && written == static_cast<ssize_t>(text.size());
}

std::optional<std::string> read_key_file(std::filesystem::path const& path)
{
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) return std::nullopt;
    auto key = from_base32(line);
    if (!key || key->size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) return std::nullopt;
    return key;
}

}  // namespace

std::string new_totp_secret() { return random_bytes(20); }

std::string to_base32(std::string_view bytes)
{
    std::string text;
    unsigned buffer = 0;
    int bits = 0;
    for (char const c : bytes) {
        buffer = (buffer << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
        for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[buffer >> (bits - 5) & 31];
    }
    if (bits > 0) text += kAlphabet[buffer << (5 - bits) & 31];
    return text;
}

std::optional<std::string> from_base32(std::string_view text)
{
    std::string bytes;
    unsigned buffer = 0;
    int bits = 0;
    for (char const c : text) {
        auto const upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        auto const value = kAlphabet.find(upper);
        if (value == std::string_view::npos) return std::nullopt;
        buffer = (buffer << 5 | static_cast<unsigned>(value)) & 0xFFFF;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(buffer >> bits & 0xFF);
        }
    }
    return bytes;
}

std::int64_t totp_step(Instant at) { return at.seconds / kStepSeconds; }

std::string totp_code(std::string_view secret, std::int64_t step, int digits)
{
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < 8; ++i)
        counter[7 - i] = static_cast<unsigned char>(step >> (8 * i) & 0xFF);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(EVP_sha1(),
         secret.data(),
         static_cast<int>(secret.size()),
         counter.data(),
         counter.size(),
         mac.data(),
         &size);
    std::size_t const at = mac[size - 1] & 0x0F;
    std::uint32_t number = (mac[at] & 0x7FU) << 24 | static_cast<std::uint32_t>(mac[at + 1]) << 16 |
                           static_cast<std::uint32_t>(mac[at + 2]) << 8 | mac[at + 3];
    std::string code(static_cast<std::size_t>(digits), '0');
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit, number /= 10) {
        *digit = static_cast<char>('0' + number % 10);
    }
    return code;
}

std::optional<std::int64_t> matching_step(std::string_view secret,
                                          std::string_view code,
                                          Instant now,
                                          std::int64_t last_used)
{
    std::string typed;
    for (char const c : code) {
        if (c != ' ') typed += c;
    }
    std::optional<std::int64_t> match;
    for (auto step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step) {
        auto const expected = totp_code(secret, step);
        bool const same = typed.size() == expected.size() &&
                          sodium_memcmp(typed.data(), expected.data(), expected.size()) == 0;
        if (same && step > last_used) match = step;
    }
    return match;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account)
{
    return "otpauth://totp/" + http::percent_encode(issuer) + ":" + http::percent_encode(account) +
           "?secret=" + to_base32(secret) + "&issuer=" + http::percent_encode(issuer);
}

std::string qr_data_uri(std::string_view text)
{
    constexpr int quiet = 4;  // Modules of white around the code, as its standard asks.
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code{
        QRcode_encodeString8bit(std::string{text}.c_str(), 0, QR_ECLEVEL_M), &QRcode_free};
    if (!code) return {};
    auto const side = std::to_string(code->width + 2 * quiet);
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if ((code->data[y * code->width + x] & 1) == 0) continue;
            path += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h1v1h-1z";
        }
    }
    return "data:image/svg+xml;base64," +
           base64("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
                  "\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side + "H0z\"/><path d=\"" +
                  path + "\"/></svg>");
}

Result<SecretBox> SecretBox::open(std::filesystem::path const& key_file)
{
    if (sodium_init() < 0) throw std::logic_error("libsodium does not start");
    if (!std::filesystem::exists(key_file)) {
        write_key_file(key_file, random_bytes(crypto_aead_xchacha20poly1305_ietf_KEYBYTES));
    }
    auto key = read_key_file(key_file);
    if (!key)
        return failure(Kind::Unavailable, "identity.error.key-file", {{"path", key_file.string()}});
    return SecretBox{std::move(*key)};
}

std::string SecretBox::wrap(std::string_view secret, std::string_view owner) const
{
    auto const nonce = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    std::string sealed(secret.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(sealed.data()),
                                               nullptr,
                                               bytes_of(secret),
                                               secret.size(),
                                               bytes_of(owner),
                                               owner.size(),
                                               nullptr,
                                               bytes_of(nonce),
                                               bytes_of(key_));
    return nonce + sealed;
}

std::optional<std::string> SecretBox::unwrap(std::string_view wrapped, std::string_view owner) const
{
    constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (wrapped.size() < nonce_size + tag_size) return std::nullopt;
    auto const sealed = wrapped.substr(nonce_size);
    std::string secret(sealed.size() - tag_size, '\0');
    auto const failed =
        crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(secret.data()),
                                                   nullptr,
                                                   nullptr,
                                                   bytes_of(sealed),
                                                   sealed.size(),
                                                   bytes_of(owner),
                                                   owner.size(),
                                                   bytes_of(wrapped),
                                                   bytes_of(key_));
    if (failed != 0) return std::nullopt;
    return secret;
}

}  // namespace thidua::identity
