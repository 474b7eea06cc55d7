#include "ballot/seal.h"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace thidua::ballot {
namespace {

static_assert(std::tuple_size_v<KeyBytes> == crypto_box_SECRETKEYBYTES);
static_assert(std::tuple_size_v<KeyBytes> == crypto_box_PUBLICKEYBYTES);

void start()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

// Bytes that leave no copy of themselves in memory.
struct Wiped {
    std::vector<unsigned char> bytes;
    explicit Wiped(std::size_t size) : bytes(size) {}
    Wiped(Wiped const&) = delete;
    Wiped& operator=(Wiped const&) = delete;
    ~Wiped() { sodium_memzero(bytes.data(), bytes.size()); }
};

void seal_to(KeyBytes const& key, Wiped const& plain, unsigned char* sealed)
{
    crypto_box_seal(sealed, plain.bytes.data(), plain.bytes.size(), key.data());
}

bool open_with(KeyBytes const& key,
               KeyBytes const& share,
               unsigned char const* sealed,
               std::size_t size,
               Wiped& plain)
{
    if (size != plain.bytes.size() + crypto_box_SEALBYTES) return false;
    return crypto_box_seal_open(plain.bytes.data(), sealed, size, key.data(), share.data()) == 0;
}

bool is_choice(unsigned char byte) { return byte <= static_cast<unsigned char>(Choice::Against); }

// Copying a ballot onto another's place would show its vote by the count: nobody seals the same
// bytes twice.
std::optional<std::size_t> copied(std::vector<Sealed> const& box)
{
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < box.size(); ++i) {
        if (!seen.insert(box[i]).second) return i;
    }
    return std::nullopt;
}

void shuffle(std::vector<Choice>& choices)
{
    for (auto left = choices.size(); left > 1; --left) {
        auto const other = randombytes_uniform(static_cast<std::uint32_t>(left));
        std::swap(choices[left - 1], choices[other]);
    }
}

}  // namespace

TellerKey make_key()
{
    start();
    TellerKey key;
    crypto_box_keypair(key.public_key.data(), key.share.data());
    return key;
}

bool belongs(KeyBytes const& share, KeyBytes const& public_key)
{
    start();
    KeyBytes made;
    crypto_scalarmult_base(made.data(), share.data());
    return made == public_key;
}

std::size_t sealed_size(std::size_t lines) { return lines + 2 * crypto_box_SEALBYTES; }

Sealed seal(PublicKeys const& keys, std::vector<Choice> const& choices)
{
    start();
    Wiped plain{choices.size()};
    std::transform(choices.begin(), choices.end(), plain.bytes.begin(), [](Choice choice) {
        return static_cast<unsigned char>(choice);
    });
    Wiped inner{choices.size() + crypto_box_SEALBYTES};
    seal_to(keys[0], plain, inner.bytes.data());
    Sealed sealed(sealed_size(choices.size()), '\0');
    seal_to(keys[1], inner, reinterpret_cast<unsigned char*>(sealed.data()));
    return sealed;
}

thidua::Result<std::vector<Line>> open_box(PublicKeys const& keys,
                                           Shares const& shares,
                                           std::vector<Sealed> const& box,
                                           std::vector<std::string> const& lines)
{
    auto const at = [](char const* key, std::size_t index) {
        return bad_input(key, {{"number", std::to_string(index + 1)}});
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!belongs(shares[i], keys[i])) return at("ballot.wrong-share", i);
    }
    if (auto const twice = copied(box)) return at("ballot.copied", *twice);
    std::vector<Line> opened;
    for (auto const& code : lines) opened.push_back({code, {}});
    Wiped plain{lines.size()};
    Wiped inner{lines.size() + crypto_box_SEALBYTES};
    for (std::size_t i = 0; i < box.size(); ++i) {
        auto const* sealed = reinterpret_cast<unsigned char const*>(box[i].data());
        if (!open_with(keys[1], shares[1], sealed, box[i].size(), inner) ||
            !open_with(keys[0], shares[0], inner.bytes.data(), inner.bytes.size(), plain) ||
            !std::all_of(plain.bytes.begin(), plain.bytes.end(), is_choice)) {
            return at("ballot.broken", i);
        }
        for (std::size_t line = 0; line < opened.size(); ++line)
            opened[line].choices.push_back(static_cast<Choice>(plain.bytes[line]));
    }
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
