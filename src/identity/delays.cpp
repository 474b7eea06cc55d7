#include "identity/delays.h"

#include "base/random.h"

#include <algorithm>
#include <string>

namespace thidua::identity {

namespace {

constexpr std::int64_t kForgottenAfterSeconds = 24 * 3600;

struct Rule {
    std::string_view name;
    std::int64_t free;     // Failures that cost nothing.
    std::int64_t longest;  // Seconds.
};

Rule rule_of(Attempt kind)
{
    switch (kind) {
    case Attempt::Account: return {"account", 4, 15 * 60};
    case Attempt::Address: return {"address", 30, 5 * 60};
    case Attempt::SetUp: return {"setup", 4, 15 * 60};
    }
    return {};
}

std::string hashed(std::string_view subject) { return sha256_hex(subject); }

}  // namespace

std::int64_t delay_after(Attempt kind, std::int64_t failures)
{
    auto const rule = rule_of(kind);
    auto const beyond = failures - rule.free;
    if (beyond <= 0) return 0;
    constexpr std::int64_t highest_power = 20;
    return std::min(rule.longest, std::int64_t{1} << std::min(beyond, highest_power));
}

std::int64_t waiting_time(storage::Transaction& tx,
                          Attempt kind,
                          std::string_view subject,
                          Instant now)
{
    auto rows =
        tx.query("SELECT failures, last_at FROM failed_attempt WHERE kind = ?1 AND subject = ?2",
                 {rule_of(kind).name, hashed(subject)});
    if (!rows.next() || rows.integer(1) <= now.seconds - kForgottenAfterSeconds) return 0;
    auto const heard_at = rows.integer(1) + delay_after(kind, rows.integer(0));
    return std::max<std::int64_t>(0, heard_at - now.seconds);
}

void count_failure(storage::Transaction& tx, Attempt kind, std::string_view subject, Instant now)
{
    tx.execute("DELETE FROM failed_attempt WHERE last_at <= ?1",
               {now.seconds - kForgottenAfterSeconds});
    tx.execute(
        "INSERT INTO failed_attempt (kind, subject, failures, last_at) VALUES (?1, ?2, 1, ?3)"
        " ON CONFLICT (kind, subject) DO UPDATE"
        " SET failures = failed_attempt.failures + 1, last_at = excluded.last_at",
        {rule_of(kind).name, hashed(subject), now.seconds});
}

void forget_failures(storage::Transaction& tx, Attempt kind, std::string_view subject)
{
    tx.execute("DELETE FROM failed_attempt WHERE kind = ?1 AND subject = ?2",
               {rule_of(kind).name, hashed(subject)});
}

}  // namespace thidua::identity
