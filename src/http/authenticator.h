// Who stands behind a cookie or a token. Identity implements it; the shell asks it at every
// request.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::http {

inline constexpr std::string_view kSessionCookie = "thidua_session";

struct SignIn {
    access::Actor actor;
    std::string session_hash;  // "" for a token.
    std::string csrf;          // Bound to the session; "" for a token.
    bool stale = false;        // The session was last noted as used a while ago: call touch().
};

class Authenticator {
public:
    virtual ~Authenticator() = default;
    // Both run in a read transaction. Nothing for a session that is unknown, ended or too old.
    virtual std::optional<SignIn> by_cookie(storage::Transaction& tx,
                                            std::string_view token,
                                            Instant now) = 0;
    // Nothing for a token that is unknown, revoked or expired.
    virtual std::optional<SignIn> by_bearer(storage::Transaction& tx,
                                            std::string_view token,
                                            Instant now) = 0;
    // Notes that a session is in use. The two above only read; this one wants a write transaction
    // of its own.
    virtual void touch(storage::Transaction&, std::string_view /*session_hash*/, Instant /*now*/) {}
};

}  // namespace thidua::http
