// Log-in, sessions, and who stands behind a cookie or a token.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "http/authenticator.h"
#include "identity/options.h"
#include "storage/database.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

struct LogIn {
    std::string name;
    std::string password;  // Or a first-login code.
    std::string code;      // Of the authenticator app, or a recovery code; "" when none is used.
    std::string remote;
    std::string user_agent;
    std::string request;  // For the audit line.
};

struct NewSession {
    std::string token;  // For the cookie; stored hashed.
    std::string csrf;
    std::string account;
    bool must_change = false;  // Signed in by a code: choose a password first.
};

// BadInput "identity.error.log-in" for any wrong part, the same for a name that does not exist, in
// the same time; "identity.error.wait" while a delay runs. Hashes outside its transactions.
Result<NewSession> log_in(storage::Database& db,
                          LogIn const& command,
                          Instant now,
                          Options const& options);

// Is this the password of the signed-in account? Counts and delays as log-in does.
Result<void> confirm_password(storage::Database& db,
                              access::Actor const& actor,
                              std::string_view password,
                              std::string_view remote,
                              std::string field,
                              Instant now);

// The same, but the attempt stays counted until forget_attempts: for who still has a code to give.
Result<void> check_password_again(storage::Database& db,
                                  access::Actor const& actor,
                                  std::string_view password,
                                  std::string_view remote,
                                  std::string field,
                                  Instant now);
void forget_attempts(storage::Database& db, access::Actor const& actor);

// Whether `code` proves the second factor of the actor's account; a proved one is used up. True where
// the account has none.
bool use_second_factor(audit::Act& act, std::string_view code, Options const& options);

struct Session {
    std::string ref;
    std::int64_t created_at = 0;
    std::int64_t seen_at = 0;
    std::string remote;
    std::string user_agent;
    bool current = false;
};
std::vector<Session> own_sessions(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::string_view session_hash,
                                  Instant now,
                                  Options const& options);

void log_out(audit::Act& act, std::string_view session_hash);
Result<void> end_session(audit::Act& act, std::string_view ref);
// Everywhere but here.
void end_other_sessions(audit::Act& act, std::string_view session_hash);

std::unique_ptr<http::Authenticator> make_authenticator(Options options);

}  // namespace thidua::identity
