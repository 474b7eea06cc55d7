#include "ballot/seal.h"

#include <sodium.h>

#include <stdexcept>

namespace thidua::ballot {
namespace {

static_assert(std::tuple_size_v<KeyBytes> == crypto_box_SECRETKEYBYTES);
static_assert(std::tuple_size_v<KeyBytes> == crypto_box_PUBLICKEYBYTES);

void start()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

// A key that leaves no copy of itself in memory.
struct Secret {
    KeyBytes bytes{};
    Secret() = default;
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }
};

KeyBytes combined(KeyBytes const& a, KeyBytes const& b)
{
    KeyBytes result;
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = a[i] ^ b[i];
    return result;
}

void shuffle(std::vector<Choice>& choices)
{
    for (auto left = choices.size(); left > 1; --left) {
        auto const other = randombytes_uniform(static_cast<std::uint32_t>(left));
        std::swap(choices[left - 1], choices[other]);
    }
}

}  // namespace

Keys make_keys()
{
    start();
    Keys keys;
    Secret secret;
    crypto_box_keypair(keys.public_key.data(), secret.bytes.data());
    randombytes_buf(keys.shares[0].data(), keys.shares[0].size());
    keys.shares[1] = combined(secret.bytes, keys.shares[0]);
    return keys;
}

Sealed seal(KeyBytes const& public_key, std::vector<Choice> const& choices)
{
    start();
    std::vector<unsigned char> plain;
    for (auto const choice : choices) plain.push_back(static_cast<unsigned char>(choice));
    Sealed sealed(plain.size() + crypto_box_SEALBYTES, '\0');
    crypto_box_seal(reinterpret_cast<unsigned char*>(sealed.data()), plain.data(), plain.size(), public_key.data());
    sodium_memzero(plain.data(), plain.size());
    return sealed;
}

thidua::Result<std::vector<Line>> open_box(KeyBytes const& public_key, std::array<KeyBytes, 2> shares,
                                           std::vector<Sealed> const& box, std::vector<std::string> const& lines)
{
    start();
    Secret secret;
    secret.bytes = combined(shares[0], shares[1]);
    KeyBytes made;
    crypto_scalarmult_base(made.data(), secret.bytes.data());
    if (made != public_key) return bad_input("ballot.wrong-share");
    std::vector<Line> opened;
    for (auto const& code : lines) opened.push_back({code, {}});
    std::vector<unsigned char> plain(lines.size());
    for (std::size_t i = 0; i < box.size(); ++i) {
        auto const broken = [i] { return bad_input("ballot.broken", {{"number", std::to_string(i + 1)}}); };
        if (box[i].size() != plain.size() + crypto_box_SEALBYTES) return broken();
        auto const* sealed = reinterpret_cast<unsigned char const*>(box[i].data());
        if (crypto_box_seal_open(plain.data(), sealed, box[i].size(), public_key.data(), secret.bytes.data()) != 0) return broken();
        for (std::size_t line = 0; line < plain.size(); ++line) {
            if (plain[line] > static_cast<unsigned char>(Choice::Against)) return broken();
            opened[line].choices.push_back(static_cast<Choice>(plain[line]));
        }
    }
    sodium_memzero(plain.data(), plain.size());
    for (auto& line : opened) shuffle(line.choices);
    return opened;
}

std::string to_text(KeyBytes const& share)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < share.size(); ++i) {
        if (i > 0 && i % 2 == 0) text += ' ';
        text += kDigits[share[i] >> 4];
        text += kDigits[share[i] & 15];
    }
    return text;
}

std::optional<KeyBytes> parse_share(std::string_view text)
{
    start();
    KeyBytes share{};
    std::size_t written = 0;
    char const* end = nullptr;
    int const bad = sodium_hex2bin(share.data(), share.size(), text.data(), text.size(), " -\t\r\n", &written, &end);
    if (bad != 0 || written != share.size() || end != text.data() + text.size()) return std::nullopt;
    return share;
}

}  // namespace thidua::ballot
