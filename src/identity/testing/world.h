// A small organisation for tests: /BAN/, /BAN/K1/, /BAN/K1/K1A/, /BAN/K2/, and accounts in it.
#pragma once

#include "identity/accounts.h"
#include "identity/password.h"
#include "identity/rights.h"
#include "identity/sessions.h"
#include "storage/testing/fixture.h"

namespace thidua::identity::testing {

// Cheap to hash, so that tests are quick; what is tested of cost says so.
inline std::string const& known_password()
{
    static std::string const password = "quen-roi-hoi-ai";
    return password;
}
inline std::string const& known_hash()
{
    static std::string const hash = hash_password(known_password(), Cost::Demo);
    return hash;
}

class IdentityTest : public storage::testing::MigratedTest {
protected:
    static constexpr Instant kStart{1'764'550'800};  // 2025-12-01 08:00 at +07:00

    void SetUp() override
    {
        MigratedTest::SetUp();
        db().write([](storage::Transaction& tx) {
            for (auto const* path : {"/BAN/", "/BAN/K1/", "/BAN/K1/K1A/", "/BAN/K2/"})
                add_unit(tx, path);
        });
    }

    static void add_unit(storage::Transaction& tx, std::string const& path)
    {
        auto const from = path.rfind('/', path.size() - 2) + 1;
        auto const code = path.substr(from, path.size() - from - 1);
        tx.execute(
            "INSERT INTO unit (code, code_key, kind, name, search_key, sort_key, path, valid_from)"
            " VALUES (?1, lower(CAST(?1 AS TEXT)), 'phong', ?1, ?1, ?2, ?3, '2000-01-01')",
            {code, storage::Bytes{code}, path});
    }

    template <class Body>
    auto as(access::Actor const& actor, Body&& body)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, now};
            return body(act);
        });
    }
    template <class Body>
    auto as_system(Body&& body)
    {
        return as(access::Actor::system("test"), std::forward<Body>(body));
    }

    // An account with the known password and one role.
    void have(std::string const& name,
              std::string const& role,
              std::string const& unit = {},
              std::string const& home = {})
    {
        auto const added = as_system([&](audit::Act& act) {
            return add_account(act,
                               {.name = name,
                                .unit = home.empty() ? unit : home,
                                .password_hash = known_hash(),
                                .roles = {{role, unit}}});
        });
        ASSERT_TRUE(added) << added.error().problems.front().key;
    }

    std::int64_t id_of(std::string_view name)
    {
        return db().read([&](storage::Transaction& tx) {
            return tx.integer("SELECT id FROM account WHERE name_key = ?1", {name}).value_or(0);
        });
    }

    access::Actor actor(std::string_view name)
    {
        return db().read([&](storage::Transaction& tx) {
            auto loaded = load_actor(tx, id_of_in(tx, name), legal_day(now));
            EXPECT_TRUE(loaded.has_value()) << name;
            return loaded.value_or(access::Actor{});
        });
    }

    Result<NewSession> sign_in(std::string const& name,
                               std::string const& password,
                               std::string const& code = {},
                               std::string const& remote = "10.0.0.7")
    {
        return log_in(db(),
                      {.name = name, .password = password, .code = code, .remote = remote},
                      now,
                      options);
    }

    std::int64_t count(std::string const& sql)
    {
        return db().read([&](storage::Transaction& tx) { return tx.integer(sql).value_or(0); });
    }

    void wait(std::int64_t seconds) { now.seconds += seconds; }

    Instant now = kStart;
    Options options;

private:
    static std::int64_t id_of_in(storage::Transaction& tx, std::string_view name)
    {
        return tx.integer("SELECT id FROM account WHERE name_key = ?1", {name}).value_or(0);
    }
};

template <class T>
std::string key_of(Result<T> const& result)
{
    return result ? std::string{"ok"} : result.error().problems.front().key;
}
template <class T>
Kind kind_of(Result<T> const& result)
{
    return result.error().kind;
}

}  // namespace thidua::identity::testing
