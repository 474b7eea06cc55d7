#include "base/random.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace thidua {

namespace {

std::string base32(unsigned char const* bytes, std::size_t size)
{
    static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string text;
    unsigned buffer = 0;
    int bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        buffer = buffer << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[buffer >> (bits - 5) & 31];
    }
    if (bits > 0) text += kAlphabet[buffer << (5 - bits) & 31];
    return text;
}

void start()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

}  // namespace

std::string random_token(std::size_t bytes)
{
    start();
    std::vector<unsigned char> noise(bytes);
    randombytes_buf(noise.data(), noise.size());
    return base32(noise.data(), noise.size());
}

std::string address_of(std::string_view secret, std::string_view name)
{
    start();
    unsigned char hash[crypto_generichash_BYTES_MIN];
    static_assert(sizeof hash >= 10);
    crypto_generichash(hash, sizeof hash, reinterpret_cast<unsigned char const*>(name.data()), name.size(),
                       reinterpret_cast<unsigned char const*>(secret.data()),
                       std::min<std::size_t>(secret.size(), crypto_generichash_KEYBYTES_MAX));
    return base32(hash, 10);
}

std::string sha256_hex(std::string_view bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    char text[sizeof hash * 2 + 1];
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    return text;
}

}  // namespace thidua
