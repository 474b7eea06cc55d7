// Wrong attempts cost time: nothing at first, then twice as long after each, up to a limit, and
// forgotten after a day. Nobody is locked out for ever. Kept in the database,
// so that every process and a restart know of them.
#pragma once

#include "base/date.h"
#include "storage/database.h"

#include <cstdint>
#include <string_view>

namespace thidua::identity {

enum class Attempt {
    Account,  // By the name typed, whether or not such an account exists.
    Address,  // By the peer's address; an office may share one, so it takes more.
    SetUp,
};

// Seconds to wait after that many failures.
std::int64_t delay_after(Attempt kind, std::int64_t failures);

// Seconds until the next attempt is heard; 0 when it is heard now.
std::int64_t waiting_time(storage::Transaction& tx,
                          Attempt kind,
                          std::string_view subject,
                          Instant now);

void count_failure(storage::Transaction& tx, Attempt kind, std::string_view subject, Instant now);
void forget_failures(storage::Transaction& tx, Attempt kind, std::string_view subject);

}  // namespace thidua::identity
