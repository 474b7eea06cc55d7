// Bearer tokens of programs: a part of their owner's rights, for a time, shown once, stored hashed.
// A token reads nothing that is marked.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/result.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

struct NewToken {
    std::string name;
    std::vector<access::Permission> permissions;  // Each one that the owner holds somewhere.
    Date last_day;                                // At most a year ahead.
};
// The token itself, to be shown once.
Result<std::string> add_token(audit::Act& act, NewToken const& command);
Result<void> revoke_token(audit::Act& act, std::string_view ref);

struct Token {
    std::string ref;
    std::string name;
    std::string permissions;
    std::int64_t created_at = 0;
    std::int64_t expires_at = 0;
};
// The owner's tokens that still work.
std::vector<Token> own_tokens(storage::Transaction& tx, access::Actor const& actor, Instant now);

// Its owner as of today, cut to what the token may. Nothing for a token unknown, revoked or
// expired.
std::optional<access::Actor> token_actor(storage::Transaction& tx,
                                         std::string_view token,
                                         Instant now);

}  // namespace thidua::identity
