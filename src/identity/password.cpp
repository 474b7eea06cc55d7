#include "identity/password.h"

#include "base/random.h"
#include "base/text.h"

#include <sodium.h>

#include <array>
#include <cctype>
#include <new>
#include <semaphore>
#include <stdexcept>

namespace thidua::identity {

namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 64U << 20;
constexpr std::ptrdiff_t kHashesAtOnce = 2;
constexpr std::size_t kShortest = 10;
constexpr std::size_t kLongest = 200;

// Memory is what argon2id costs: the limit bounds what a burst of log-ins can take.
class Turn {
public:
    Turn() { turns().acquire(); }
    ~Turn() { turns().release(); }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;

private:
    static std::counting_semaphore<kHashesAtOnce>& turns()
    {
        static std::counting_semaphore<kHashesAtOnce> both{kHashesAtOnce};
        return both;
    }
};

void require_sodium()
{
    static int const started = sodium_init();
    if (started < 0) throw std::logic_error("libsodium does not start");
}

}  // namespace

std::string hash_password(std::string_view password, Cost cost)
{
    require_sodium();
    bool const full = cost == Cost::Full;
    auto const typed = tidy(password);
    std::array<char, crypto_pwhash_STRBYTES> out{};
    Turn const turn;
    auto const failed = crypto_pwhash_str_alg(out.data(),
                                              typed.data(),
                                              typed.size(),
                                              full ? kPasses : crypto_pwhash_OPSLIMIT_MIN,
                                              full ? kMemoryBytes : crypto_pwhash_MEMLIMIT_MIN,
                                              crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc{};
    return out.data();
}

bool verify_password(std::string_view hash, std::string_view password)
{
    require_sodium();
    if (hash.empty()) {
        static auto const nobody = hash_password(random_token());
        return verify_password(nobody, password), false;
    }
    auto const typed = tidy(password);
    Turn const turn;
    return crypto_pwhash_str_verify(std::string{hash}.c_str(), typed.data(), typed.size()) == 0;
}

Result<void> check_password(std::string_view password,
                            std::string_view account_name,
                            std::string field)
{
    if (count_characters(password) < kShortest) {
        return bad_input("identity.error.password-short",
                         {{"least", std::to_string(kShortest)}},
                         std::move(field));
    }
    if (password.size() > kLongest)
        return bad_input("identity.error.password-long", {}, std::move(field));
    auto const name = fold(account_name);
    if (name.size() >= 4 && fold(password).find(name) != std::string::npos) {
        return bad_input("identity.error.password-name", {}, std::move(field));
    }
    return {};
}

std::string new_code()
{
    auto const token = random_token(10);
    std::string code;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (i != 0 && i % 4 == 0) code += '-';
        code += token[i];
    }
    return code;
}

std::string code_hash(std::string_view code)
{
    std::string plain;
    for (char const c : code) {
        if (c == '-' || c == ' ') continue;
        plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return sha256_hex("code:" + plain);
}

}  // namespace thidua::identity
