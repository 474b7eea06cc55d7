#include "storage/tables.h"

namespace thidua::storage {

namespace {

struct Questions {
    std::string_view tables;
    std::string_view columns;  // name, type of table ?1
    std::string_view key;      // columns of its primary key
};

constexpr Questions kSqlite = {
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE "
    "'\\' ORDER BY name",
    "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid",
    "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk",
};
constexpr Questions kPostgres = {
    "SELECT CAST(table_name AS TEXT) FROM information_schema.tables "
    "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY CAST(table_name "
    "AS TEXT) COLLATE \"C\"",
    "SELECT column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name = ?1 ORDER BY ordinal_position",
    "SELECT a.attname FROM pg_index i "
    "JOIN unnest(CAST(i.indkey AS smallint[])) WITH ORDINALITY AS k (attnum, place) ON true "
    "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
    "WHERE i.indisprimary AND i.indrelid = to_regclass(?1) ORDER BY k.place",
};

Param::Type type_named(std::string_view name)
{
    if (name == "INTEGER" || name == "bigint") return Param::Type::Integer;
    if (name == "TEXT" || name == "text") return Param::Type::Text;
    if (name == "BLOB" || name == "bytea") return Param::Type::Bytes;
    throw std::logic_error("a column type outside our rules: " + std::string{name});
}

}  // namespace

std::vector<Table> tables_of(Transaction& tx)
{
    auto const& questions = tx.engine() == Engine::Sqlite ? kSqlite : kPostgres;
    std::vector<Table> tables;
    for (auto rows = tx.query(questions.tables); rows.next();)
        tables.push_back({rows.string(0), {}, {}});
    for (auto& table : tables) {
        for (auto rows = tx.query(questions.columns, {table.name}); rows.next();) {
            table.columns.push_back({rows.string(0), type_named(rows.text(1))});
        }
        for (auto rows = tx.query(questions.key, {table.name}); rows.next();)
            table.key.push_back(rows.string(0));
    }
    return tables;
}

}  // namespace thidua::storage
