// The first answer to an idempotency key, kept for a day with the act it stands for.
#pragma once

#include "http/page.h"

namespace thidua::http {

constexpr std::int64_t kKeyLifetimeSeconds = 24 * 3600;

// Runs `body` unless this account's key was seen within a day: then the kept answer. Everything in
// act.tx.
Result<Answer> run_once(audit::Act& act,
                        Request const& request,
                        std::function<Result<Answer>(audit::Act&)> const& body);

// Forgets the keys older than a day; returns how many.
std::int64_t purge_keys(storage::Transaction& tx, Instant now);

}  // namespace thidua::http
