#include "storage/migrations.h"

#include "base/assets.h"
#include "base/random.h"
#include "storage/sql_text.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace thidua::storage {

namespace {

struct CarriedFile {
    std::string name;  // src/audit/schema/0100_audit.sql
    std::string_view sql;
};
using CarriedFiles = std::map<int, CarriedFile>;

// 100 of "src/audit/schema/0100_audit.sql"; nothing for a file that is no schema.
std::optional<int> schema_number(std::string_view name)
{
    auto const folder = name.find("/schema/");
    if (folder == std::string_view::npos || name.substr(name.size() - 4) != ".sql")
        return std::nullopt;
    auto const digits = name.substr(folder + 8, 4);
    int number = 0;
    auto const [end, problem] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc{} || end != digits.data() + digits.size()) {
        throw std::logic_error("schema file without a number: " + std::string{name});
    }
    return number;
}

CarriedFiles carried_files()
{
    CarriedFiles files;
    assets::each("src/", [&](std::string_view name, std::string_view bytes) {
        auto const number = schema_number(name);
        if (!number) return;
        auto const [place, is_new] =
            files.try_emplace(*number, CarriedFile{std::string{name}, bytes});
        if (!is_new) {
            throw std::logic_error("schema files with one number: " + place->second.name + ", " +
                                   std::string{name});
        }
    });
    return files;
}

Result<void> check_known(std::vector<SchemaFile> const& ran, CarriedFiles const& carried)
{
    for (auto const& file : ran) {
        auto const known = carried.find(file.number);
        if (known == carried.end())
            return failure(Kind::Refused, "storage.schema-newer", {{"file", file.name}});
        if (sha256_hex(known->second.sql) != file.hash) {
            return failure(Kind::Refused, "storage.schema-changed", {{"file", file.name}});
        }
    }
    return {};
}

void run_file(Transaction& tx, int number, CarriedFile const& file)
{
    for (auto const& statement : split_statements(file.sql)) tx.execute(statement);
    tx.execute("INSERT INTO schema_file (number, name, hash) VALUES (?1, ?2, ?3)",
               {number, file.name, sha256_hex(file.sql)});
}

void make_table(Transaction& tx)
{
    tx.execute(
        "CREATE TABLE IF NOT EXISTS schema_file ("
        "number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL) STRICT");
}

}  // namespace

std::vector<SchemaFile> schema_files(Transaction& tx)
{
    std::vector<SchemaFile> files;
    for (auto rows = tx.query("SELECT number, name, hash FROM schema_file ORDER BY number");
         rows.next();) {
        files.push_back({static_cast<int>(rows.integer(0)), rows.string(1), rows.string(2)});
    }
    return files;
}

Result<void> make_schema(Transaction& tx, std::vector<SchemaFile> const& files)
{
    auto const carried = carried_files();
    TD_CHECK(check_known(files, carried));
    make_table(tx);
    for (auto const& file : files) run_file(tx, file.number, carried.at(file.number));
    return {};
}

Result<int> migrate(Database& db)
{
    auto const carried = carried_files();
    try {
        db.write(make_table);
    } catch (Failure const&) {
        db.write(make_table);  // PostgreSQL lets two processes race into CREATE TABLE IF NOT
                               // EXISTS; one loses.
    }
    return db.write([&](Transaction& tx) -> Result<int> {
        // Before the snapshot is taken, so that who waited sees what the other one did.
        if (tx.engine() == Engine::Postgres) tx.execute("LOCK TABLE schema_file IN EXCLUSIVE MODE");
        auto const ran = schema_files(tx);
        TD_CHECK(check_known(ran, carried));
        int count = 0;
        for (auto const& [number, file] : carried) {
            auto const has_run = [&, wanted = number](SchemaFile const& known) {
                return known.number == wanted;
            };
            if (std::any_of(ran.begin(), ran.end(), has_run)) continue;
            run_file(tx, number, file);
            ++count;
        }
        return count;
    });
}

}  // namespace thidua::storage
