// A small tree and a few people for tests:  BAN ─ K101 ─ K101-01, K101-02;  BAN ─ K102.
#pragma once

#include "audit/audit.h"
#include "base/text.h"
#include "organisation/unit.h"
#include "storage/testing/fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace thidua::organisation::testing {

inline Date day(std::string_view iso) { return parse_iso_date(iso).value(); }

class WorldTest : public storage::testing::MigratedTest {
protected:
    static constexpr std::string_view kToday = "2026-06-01";

    void SetUp() override
    {
        MigratedTest::SetUp();
        create("BAN", "Ban Ví dụ", "ban", "");
        create("K101", "Văn phòng", "cap-2", "BAN");
        create("K101-01", "Phòng Một", "cap-3", "K101");
        create("K101-02", "Phòng Hai", "cap-3", "K101");
        create("K102", "Cục Tổ chức", "cap-2", "BAN");
    }

    // Runs an act as `actor`; what the act answers.
    template <class Command>
    auto as(access::Actor const& actor, Command const& command)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, now_, "test"};
            return command(act);
        });
    }
    template <class Command>
    auto run(Command const& command)
    {
        return as(system_, command);
    }
    template <class Query>
    auto read(Query const& query)
    {
        return db().read([&](storage::Transaction& tx) { return query(tx); });
    }

    void create(std::string code,
                std::string name,
                std::string kind,
                std::string parent,
                std::string_view from = "2000-01-01")
    {
        auto const made = run([&](audit::Act& act) {
            return create_unit(
                act,
                {.code = code, .name = name, .kind = kind, .parent = parent, .from = day(from)});
        });
        ASSERT_TRUE(made) << made.error().problems.front().key;
    }
    Unit unit(std::string_view code)
    {
        return read([&](storage::Transaction& tx) { return find_unit(tx, code).value(); });
    }
    std::int64_t version_of(std::string_view code) { return unit(code).version; }
    std::int64_t enter_person(std::string_view code,
                              std::string_view name,
                              std::string_view unit_code)
    {
        return db().write([&](storage::Transaction& tx) {
            auto const unit_id = find_unit(tx, unit_code).value().id;
            return tx.insert(
                "INSERT INTO person (code, code_key, full_name, search_key, sort_key, unit_id, "
                "joined) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, '2010-01-01') RETURNING id",
                {code,
                 code_key(code),
                 name,
                 search_key(name),
                 storage::Bytes{name_sort_key(name)},
                 unit_id});
        });
    }
    std::int64_t enter_post(std::int64_t person, std::string_view unit_code, std::string_view from)
    {
        return db().write([&](storage::Transaction& tx) {
            auto const unit_id = find_unit(tx, unit_code).value().id;
            return tx.insert(
                "INSERT INTO post (person_id, unit_id, position, from_on) VALUES (?1, ?2, 'Trợ "
                "lý', ?3) RETURNING id",
                {person, unit_id, from});
        });
    }
    static access::Actor actor_over(std::string scope,
                                    std::vector<access::Permission> const& permissions)
    {
        access::Actor actor;
        actor.account = 7;
        actor.name = "clerk";
        for (auto const permission : permissions) actor.grants.push_back({permission, scope});
        return actor;
    }
    std::int64_t count(std::string_view sql, storage::Params params = {})
    {
        return read([&](storage::Transaction& tx) { return tx.integer(sql, params).value_or(0); });
    }

    access::Actor system_ = access::Actor::system("test");
    Instant now_{start_of(day(kToday)).seconds + 3600};
};

// "key@field": what a refusal says first.
template <class T>
std::string problem(Result<T> const& result)
{
    if (result) return "";
    auto const& first = result.error().problems.front();
    return first.field.empty() ? first.key : first.key + "@" + first.field;
}

}  // namespace thidua::organisation::testing
