#include "audit/settings.h"

#include "base/random.h"

namespace thidua::audit {

namespace {

constexpr std::string_view kSecret = "secret";
constexpr std::size_t kSecretBytes = 32;

}  // namespace

std::optional<std::string> setting(storage::Transaction& tx, std::string_view name)
{
    return tx.text("SELECT value FROM setting WHERE name = ?1", {name});
}

void set_setting(storage::Transaction& tx, std::string_view name, std::string_view value)
{
    tx.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value "
        "= ?2",
        {name, value});
}

std::string instance_secret(storage::Transaction& tx)
{
    if (auto known = setting(tx, kSecret)) return *known;
    auto made = random_token(kSecretBytes);
    set_setting(tx, kSecret, made);
    return made;
}

void bump(storage::Transaction& tx, std::string_view topic)
{
    tx.execute(
        "INSERT INTO change_seq (topic, seq) VALUES (?1, 1) "
        "ON CONFLICT (topic) DO UPDATE SET seq = change_seq.seq + 1",
        {topic});
}

std::int64_t change_seq(storage::Transaction& tx, std::string_view topic)
{
    return tx.integer("SELECT seq FROM change_seq WHERE topic = ?1", {topic}).value_or(0);
}

}  // namespace thidua::audit
