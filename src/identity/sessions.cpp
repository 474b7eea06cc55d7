#include "identity/sessions.h"

#include "base/random.h"
#include "base/text.h"
#include "identity/account_store.h"
#include "identity/delays.h"
#include "identity/password.h"
#include "identity/rights.h"
#include "identity/tokens.h"
#include "storage/version.h"

#include <mutex>
#include <unordered_map>

namespace thidua::identity {

namespace {

namespace json = boost::json;

constexpr std::int64_t kNotedEverySeconds = 60;
constexpr std::size_t kLongestUserAgent = 200;

std::string hash_of(std::string_view token) { return sha256_hex(token); }

// Bound to the session without being stored: the hash in the database does not give it away.
std::string csrf_of(std::string_view token)
{
    return sha256_hex("csrf:" + std::string{token}).substr(0, 32);
}

bool is_loopback(std::string_view remote)
{
    return remote == "::1" || remote.substr(0, 4) == "127." ||
           remote.substr(0, 11) == "::ffff:127.";
}

// What a log-in is checked against. All empty for a name that does not exist.
struct Secrets {
    std::int64_t account = 0;
    std::string name;
    std::string password_hash;
    std::string code_hash;
    std::string wrapped_totp;
    bool must_change = false;
    bool demo = false;
    bool operator==(Secrets const&) const = default;
};

Secrets secrets_of(storage::Transaction& tx, std::string_view name_key, Instant now)
{
    Secrets secrets;
    auto rows = tx.query(
        "SELECT id, name, password_hash,"
        " CASE WHEN code_expires > ?2 THEN code_hash ELSE '' END, totp_secret, must_change, demo"
        " FROM account WHERE name_key = ?1 AND disabled = 0",
        {name_key, now.seconds});
    if (!rows.next()) return secrets;
    secrets.account = rows.integer(0);
    secrets.name = rows.string(1);
    secrets.password_hash = rows.string(2);
    secrets.code_hash = rows.string(3);
    secrets.wrapped_totp = std::string{rows.bytes(4)};
    secrets.must_change = rows.boolean(5);
    secrets.demo = rows.boolean(6);
    return secrets;
}

// Hears an attempt, or says how long to wait. For the account it counts as failed until it proves
// right, so that attempts at the same moment cannot share one count.
Result<Secrets> hear_attempt(storage::Database& db,
                             std::string const& name_key,
                             std::string_view remote,
                             Instant now)
{
    return db.write([&](storage::Transaction& tx) -> Result<Secrets> {
        auto const wait = std::max(waiting_time(tx, Attempt::Account, name_key, now),
                                   waiting_time(tx, Attempt::Address, remote, now));
        if (wait > 0) return bad_input("identity.error.wait", {{"seconds", std::to_string(wait)}});
        count_failure(tx, Attempt::Account, name_key, now);
        return secrets_of(tx, name_key, now);
    });
}

enum class Proof { None, Password, Code };

Proof proof_of(Secrets const& secrets, LogIn const& command)
{
    bool const password = verify_password(secrets.password_hash, command.password);
    bool const code =
        !secrets.code_hash.empty() && secrets.code_hash == code_hash(command.password);
    if (secrets.demo && !is_loopback(command.remote)) return Proof::None;
    if (password) return Proof::Password;
    return code ? Proof::Code : Proof::None;
}

// The second factor, used up in the same statement that finds it unused.
bool use_second_factor(storage::Transaction& tx,
                       Secrets const& secrets,
                       std::string_view code,
                       Instant now,
                       Options const& options)
{
    if (secrets.wrapped_totp.empty()) return true;
    auto const used = tx.execute(
        "UPDATE recovery_code SET used_at = ?3"
        " WHERE account_id = ?1 AND code_hash = ?2 AND used_at IS NULL",
        {secrets.account, code_hash(code), now.seconds});
    if (used == 1) return true;
    if (!options.secrets) return false;
    auto const secret = options.secrets->unwrap(secrets.wrapped_totp, secrets.name);
    if (!secret) return false;
    auto const last =
        tx.integer("SELECT totp_step FROM account WHERE id = ?1", {secrets.account}).value_or(0);
    auto const step = matching_step(*secret, code, now, last);
    if (!step) return false;
    tx.execute("UPDATE account SET totp_step = ?2 WHERE id = ?1", {secrets.account, *step});
    return true;
}

NewSession begin_session(audit::Act& act,
                         Secrets const& secrets,
                         LogIn const& command,
                         Options const& options)
{
    auto const now = act.now.seconds;
    auto token = random_token(32);
    act.tx.execute("DELETE FROM session WHERE expires_at <= ?1 OR seen_at <= ?2",
                   {now, now - options.idle_seconds});
    act.tx.execute(
        "INSERT INTO session (token_hash, ref, account_id, created_at, seen_at, expires_at, remote,"
        " user_agent) VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7)",
        {hash_of(token),
         random_token(10),
         secrets.account,
         now,
         now + options.longest_seconds,
         command.remote,
         tidy(command.user_agent.substr(0, kLongestUserAgent))});
    act.tx.execute("UPDATE account SET signed_in_at = ?2 WHERE id = ?1", {secrets.account, now});
    NewSession session{.token = std::move(token), .account = secrets.name};
    session.csrf = csrf_of(session.token);
    return session;
}

// The line of a log-in that failed: the name only where it is an account's, for people type
// passwords into the name field.
void record_refusal(storage::Database& db,
                    Secrets const& secrets,
                    LogIn const& command,
                    Instant now)
{
    db.write([&](storage::Transaction& tx) {
        auto const nobody = access::Actor::anonymous();
        audit::Act act{tx, nobody, now, command.request};
        count_failure(tx, Attempt::Address, command.remote, now);
        json::object const after{{"remote", command.remote}};
        audit::record(act,
                      {.what = "identity.session.refuse",
                       .subject = "account:" + secrets.name,
                       .after = &after});
    });
}

}  // namespace

Result<NewSession> log_in(storage::Database& db,
                          LogIn const& command,
                          Instant now,
                          Options const& options)
{
    auto const name_key = fold(command.name);
    auto const secrets = TD_TRY(hear_attempt(db, name_key, command.remote, now));
    auto const proof = proof_of(secrets, command);
    auto const wrong = bad_input("identity.error.log-in");
    if (proof == Proof::None) {
        record_refusal(db, secrets, command, now);
        return wrong;
    }
    auto session = db.write([&](storage::Transaction& tx) -> Result<NewSession> {
        // The secrets may have been changed while the password was hashed.
        if (secrets_of(tx, name_key, now) != secrets) return wrong;
        if (!use_second_factor(tx, secrets, command.code, now, options)) return wrong;
        forget_failures(tx, Attempt::Account, name_key);
        auto const actor = load_actor(tx, secrets.account, legal_day(now));
        if (!actor) return wrong;
        audit::Act act{tx, *actor, now, command.request};
        auto begun = begin_session(act, secrets, command, options);
        begun.must_change = proof == Proof::Code || secrets.must_change;
        if (proof == Proof::Code) {
            tx.execute("UPDATE account SET must_change = 1 WHERE id = ?1", {secrets.account});
        }
        json::object const after{{"remote", command.remote}};
        audit::record(act,
                      {.what = "identity.session.begin",
                       .subject = "account:" + secrets.name,
                       .after = &after});
        return begun;
    });
    if (!session) record_refusal(db, secrets, command, now);
    return session;
}

Result<void> check_password_again(storage::Database& db,
                                  access::Actor const& actor,
                                  std::string_view password,
                                  std::string_view remote,
                                  std::string field,
                                  Instant now)
{
    auto const name_key = fold(actor.name);
    auto const secrets = TD_TRY(hear_attempt(db, name_key, remote, now));
    bool const by_code = !secrets.code_hash.empty() && secrets.code_hash == code_hash(password);
    if (!verify_password(secrets.password_hash, password) && !by_code) {
        db.write(
            [&](storage::Transaction& tx) { count_failure(tx, Attempt::Address, remote, now); });
        return bad_input("identity.error.password-wrong", {}, std::move(field));
    }
    return {};
}

void forget_attempts(storage::Database& db, access::Actor const& actor)
{
    db.write([&](storage::Transaction& tx) {
        forget_failures(tx, Attempt::Account, fold(actor.name));
    });
}

Result<void> confirm_password(storage::Database& db,
                              access::Actor const& actor,
                              std::string_view password,
                              std::string_view remote,
                              std::string field,
                              Instant now)
{
    TD_CHECK(check_password_again(db, actor, password, remote, std::move(field), now));
    forget_attempts(db, actor);
    return {};
}

bool use_second_factor(audit::Act& act, std::string_view code, Options const& options)
{
    auto const secrets = secrets_of(act.tx, fold(act.actor.name), act.now);
    return use_second_factor(act.tx, secrets, code, act.now, options);
}

std::vector<Session> own_sessions(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::string_view session_hash,
                                  Instant now,
                                  Options const& options)
{
    std::vector<Session> sessions;
    auto rows = tx.query(
        "SELECT ref, created_at, seen_at, remote, user_agent,"
        " CASE WHEN token_hash = ?2 THEN 1 ELSE 0 END FROM session"
        " WHERE account_id = ?1 AND expires_at > ?3 AND seen_at > ?4"
        " ORDER BY seen_at DESC, token_hash",
        {actor.account, session_hash, now.seconds, now.seconds - options.idle_seconds});
    while (rows.next()) {
        sessions.push_back({rows.string(0),
                            rows.integer(1),
                            rows.integer(2),
                            rows.string(3),
                            rows.string(4),
                            rows.boolean(5)});
    }
    return sessions;
}

void log_out(audit::Act& act, std::string_view session_hash)
{
    auto const ended = act.tx.execute("DELETE FROM session WHERE token_hash = ?1", {session_hash});
    if (ended == 0) return;
    auto const subject = "account:" + act.actor.name;
    audit::record(act, {.what = "identity.session.end", .subject = subject});
}

Result<void> end_session(audit::Act& act, std::string_view ref)
{
    auto const ended = act.tx.execute("DELETE FROM session WHERE ref = ?1 AND account_id = ?2",
                                      {ref, act.actor.account});
    if (ended == 0) return not_found();
    auto const subject = "account:" + act.actor.name;
    audit::record(act, {.what = "identity.session.end", .subject = subject});
    return {};
}

void end_other_sessions(audit::Act& act, std::string_view session_hash)
{
    end_sessions(act.tx, act.actor.account, session_hash);
    auto const subject = "account:" + act.actor.name;
    audit::record(act, {.what = "identity.session.end-others", .subject = subject});
}

namespace {

// A session as the database last told of it.
struct Seen {
    http::SignIn who;
    Date day;  // Rights hold for days.
    std::int64_t expires_at = 0;
    std::int64_t seen_at = 0;

    bool lives(Instant now, Options const& options) const
    {
        return expires_at > now.seconds && seen_at > now.seconds - options.idle_seconds;
    }
    http::SignIn sign_in(Instant now) const
    {
        auto copy = who;
        copy.stale = seen_at + kNotedEverySeconds <= now.seconds;
        return copy;
    }
};

// Sessions as they are in one state of the database, for each connection that can tell whether it
// is still that state: a session ended, a grant revoked by any process is gone with the next read.
class SeenSessions {
public:
    std::optional<Seen> find(storage::Version const& version, std::string const& hash)
    {
        std::lock_guard const lock{guard_};
        auto const& sessions = of(version);
        auto const found = sessions.find(hash);
        return found == sessions.end() ? std::nullopt : std::optional{found->second};
    }
    void keep(storage::Version const& version, std::string const& hash, Seen seen)
    {
        std::lock_guard const lock{guard_};
        auto& sessions = of(version);
        if (sessions.size() >= kMostKept) sessions.clear();
        sessions.insert_or_assign(hash, std::move(seen));
    }

private:
    static constexpr std::size_t kMostKept = 500;
    using Sessions = std::unordered_map<std::string, Seen>;
    struct State {
        std::int64_t changes = 0;
        Sessions sessions;
    };

    Sessions& of(storage::Version const& version)
    {
        auto& state = states_[version.connection];
        if (state.changes != version.changes) {
            state.sessions.clear();
            state.changes = version.changes;
        }
        return state.sessions;
    }

    std::mutex guard_;
    std::unordered_map<std::uint64_t, State> states_;
};

class AccountAuthenticator final : public http::Authenticator {
public:
    explicit AccountAuthenticator(Options options) : options_(std::move(options)) {}

    std::optional<http::SignIn> by_cookie(storage::Transaction& tx,
                                          std::string_view token,
                                          Instant now) override
    {
        auto const hash = hash_of(token);
        auto const version = storage::version_of(tx);
        auto seen = version ? seen_.find(*version, hash) : std::nullopt;
        if (!seen || seen->day != legal_day(now)) {
            seen = read(tx, token, hash, now);
            if (seen && version) seen_.keep(*version, hash, *seen);
        }
        if (!seen || !seen->lives(now, options_)) return std::nullopt;
        return seen->sign_in(now);
    }

    std::optional<http::SignIn> by_bearer(storage::Transaction& tx,
                                          std::string_view token,
                                          Instant now) override
    {
        auto actor = token_actor(tx, token, now);
        if (!actor) return std::nullopt;
        return http::SignIn{std::move(*actor), {}, {}, false};
    }

    void touch(storage::Transaction& tx, std::string_view session_hash, Instant now) override
    {
        tx.execute("UPDATE session SET seen_at = ?2 WHERE token_hash = ?1 AND seen_at < ?2",
                   {session_hash, now.seconds});
    }

private:
    static std::optional<Seen> read(storage::Transaction& tx,
                                    std::string_view token,
                                    std::string const& hash,
                                    Instant now)
    {
        Seen seen{.who = {access::Actor::anonymous(), hash, csrf_of(token)}, .day = legal_day(now)};
        std::int64_t account = 0;
        bool must_change = false;
        {
            auto rows = tx.query(
                "SELECT s.account_id, a.must_change, s.seen_at, s.expires_at"
                " FROM session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = ?1",
                {hash});
            if (!rows.next()) return std::nullopt;
            account = rows.integer(0);
            must_change = rows.boolean(1);
            seen.seen_at = rows.integer(2);
            seen.expires_at = rows.integer(3);
        }
        auto actor = load_actor(tx, account, seen.day);
        if (!actor) return std::nullopt;
        if (must_change) {  // Nothing but the own profile until a password is chosen.
            actor->grants.clear();
            actor->roles.clear();
            actor->clearance = access::Marking::Thuong;
        }
        seen.who.actor = std::move(*actor);
        return seen;
    }

    Options options_;
    SeenSessions seen_;
};

}  // namespace

std::unique_ptr<http::Authenticator> make_authenticator(Options options)
{
    return std::make_unique<AccountAuthenticator>(std::move(options));
}

}  // namespace thidua::identity
