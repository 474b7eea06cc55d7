#include "storage/migrations.h"

#include "base/assets.h"
#include "base/random.h"
#include "storage/sql_text.h"

#include <charconv>
#include <map>

namespace thidua::storage {

namespace {

struct SchemaFile {
    std::string name;  // src/audit/schema/0100_audit.sql
    std::string_view sql;
};
using SchemaFiles = std::map<int, SchemaFile>;

// 100 of "src/audit/schema/0100_audit.sql"; nothing for a file that is no schema.
std::optional<int> schema_number(std::string_view name)
{
    auto const folder = name.find("/schema/");
    if (folder == std::string_view::npos || name.substr(name.size() - 4) != ".sql") return std::nullopt;
    auto const digits = name.substr(folder + 8, 4);
    int number = 0;
    auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc{} || end != digits.data() + digits.size()) {
        throw std::logic_error("schema file without a number: " + std::string{name});
    }
    return number;
}

SchemaFiles carried_files()
{
    SchemaFiles files;
    assets::each("src/", [&](std::string_view name, std::string_view bytes) {
        auto const number = schema_number(name);
        if (!number) return;
        auto const [place, is_new] = files.try_emplace(*number, SchemaFile{std::string{name}, bytes});
        if (!is_new) {
            throw std::logic_error("schema files with one number: " + place->second.name + ", " + std::string{name});
        }
    });
    return files;
}

struct Ran {
    std::string name;
    std::string hash;
};

std::map<int, Ran> files_that_ran(Transaction& tx)
{
    std::map<int, Ran> ran;
    for (auto rows = tx.query("SELECT number, name, hash FROM schema_file ORDER BY number"); rows.next();) {
        ran.emplace(static_cast<int>(rows.integer(0)), Ran{rows.string(1), rows.string(2)});
    }
    return ran;
}

Result<void> check_known(std::map<int, Ran> const& ran, SchemaFiles const& files)
{
    for (auto const& [number, file] : ran) {
        auto const known = files.find(number);
        if (known == files.end()) return failure(Kind::Refused, "storage.schema-newer", {{"file", file.name}});
        if (sha256_hex(known->second.sql) != file.hash) {
            return failure(Kind::Refused, "storage.schema-changed", {{"file", file.name}});
        }
    }
    return {};
}

void run_file(Transaction& tx, int number, SchemaFile const& file)
{
    for (auto const& statement : split_statements(file.sql)) tx.execute(statement);
    tx.execute("INSERT INTO schema_file (number, name, hash) VALUES (?1, ?2, ?3)",
               {number, file.name, sha256_hex(file.sql)});
}

void make_table(Database& db)
{
    db.write([](Transaction& tx) {
        tx.execute("CREATE TABLE IF NOT EXISTS schema_file ("
                   "number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL) STRICT");
    });
}

}  // namespace

Result<int> migrate(Database& db)
{
    auto const files = carried_files();
    try {
        make_table(db);
    } catch (Failure const&) {
        make_table(db);  // PostgreSQL lets two processes race into CREATE TABLE IF NOT EXISTS; one loses.
    }
    return db.write([&](Transaction& tx) -> Result<int> {
        // Before the snapshot is taken, so that who waited sees what the other one did.
        if (tx.engine() == Engine::Postgres) tx.execute("LOCK TABLE schema_file IN EXCLUSIVE MODE");
        auto const ran = files_that_ran(tx);
        TD_CHECK(check_known(ran, files));
        int count = 0;
        for (auto const& [number, file] : files) {
            if (ran.count(number) != 0) continue;
            run_file(tx, number, file);
            ++count;
        }
        return count;
    });
}

}  // namespace thidua::storage
