// Runs a test on both engines, each test on a fresh database. PostgreSQL takes part when
// THIDUA_TEST_POSTGRES names a server where databases may be made; `script/with-postgres` starts
// one.
//
//     class UnitTest : public storage::testing::MigratedTest {};
//     THIDUA_ON_EACH_ENGINE(UnitTest);
//     TEST_P(UnitTest, IsRenamed) { db().write([](storage::Transaction& tx) { … }); }
#pragma once

#include "base/random.h"
#include "storage/database.h"
#include "storage/migrations.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace thidua::storage::testing {

inline std::string postgres_server()
{
    auto const* const url = std::getenv("THIDUA_TEST_POSTGRES");
    return url == nullptr ? "" : url;
}

inline std::vector<Engine> engines()
{
    if (postgres_server().empty()) return {Engine::Sqlite};
    return {Engine::Sqlite, Engine::Postgres};
}

inline std::string engine_name(::testing::TestParamInfo<Engine> const& info)
{
    return info.param == Engine::Sqlite ? "Sqlite" : "Postgres";
}

// A database of its own, empty or a copy of another that nobody has open; open it as often as
// wanted, it is gone with this object.
class EmptyDatabase {
public:
    explicit EmptyDatabase(Engine engine, EmptyDatabase const* original = nullptr)
        : engine_(engine), name_("thidua_" + random_token(8))
    {
        if (engine_ == Engine::Postgres) {
            on_server("CREATE DATABASE " + name_ +
                      (original == nullptr ? "" : " TEMPLATE " + original->name_));
            auto const server = postgres_server();
            url_ = server.substr(0, server.rfind('/') + 1) + name_;
        } else {
            directory_ = std::filesystem::temp_directory_path() / name_;
            std::filesystem::create_directory(directory_);
            url_ = "sqlite:" + (directory_ / "test.db").string();
            if (original != nullptr)
                std::filesystem::copy_file(original->directory_ / "test.db",
                                           directory_ / "test.db");
        }
    }
    EmptyDatabase(EmptyDatabase const&) = delete;
    EmptyDatabase& operator=(EmptyDatabase const&) = delete;
    ~EmptyDatabase()
    {
        if (engine_ == Engine::Postgres) {
            on_server("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } else {
            std::error_code ignored;
            std::filesystem::remove_all(directory_, ignored);
        }
    }

    std::string const& url() const { return url_; }
    std::unique_ptr<Database> open() const { return Database::open(url_).value(); }

private:
    static void on_server(std::string const& sql)
    {
        auto* const connection = PQconnectdb(postgres_server().c_str());
        auto* const answer = PQexec(connection, sql.c_str());
        EXPECT_EQ(PQresultStatus(answer), PGRES_COMMAND_OK) << PQerrorMessage(connection);
        PQclear(answer);
        PQfinish(connection);
    }

    Engine engine_;
    std::string name_;
    std::filesystem::path directory_;
    std::string url_;
};

// With today's schema, made once in this process, to copy from.
inline EmptyDatabase const& migrated_database(Engine engine)
{
    struct Migrated : EmptyDatabase {
        explicit Migrated(Engine e) : EmptyDatabase(e)
        {
            auto const ran = migrate(*open());
            EXPECT_TRUE(ran) << ran.error().problems.front().key;
        }
    };
    if (engine == Engine::Sqlite) {
        static Migrated const sqlite{Engine::Sqlite};
        return sqlite;
    }
    static Migrated const postgres{Engine::Postgres};
    return postgres;
}

// A test with an empty database.
class EngineTest : public ::testing::TestWithParam<Engine> {
protected:
    explicit EngineTest(EmptyDatabase const* original = nullptr) : place_(GetParam(), original) {}

    Database& db() { return *database_; }
    std::string const& url() const { return place_.url(); }

private:
    EmptyDatabase place_;
    std::unique_ptr<Database> database_ = place_.open();
};

// A test with today's schema.
class MigratedTest : public EngineTest {
protected:
    MigratedTest() : EngineTest(&migrated_database(GetParam())) {}
};

}  // namespace thidua::storage::testing

#define THIDUA_ON_EACH_ENGINE(suite)                                                     \
    INSTANTIATE_TEST_SUITE_P(On,                                                         \
                             suite,                                                      \
                             ::testing::ValuesIn(::thidua::storage::testing::engines()), \
                             ::thidua::storage::testing::engine_name)
