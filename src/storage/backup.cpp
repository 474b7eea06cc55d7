#include "storage/backup.h"

#include "storage/backup_file.h"

#include <algorithm>

namespace thidua::storage {

namespace {

constexpr std::string_view kSchemaTable = "schema_file";  // Stands in the header.

template <class Names, class Name>
std::string joined(Names const& names, Name const& name)
{
    std::string out;
    for (auto const& each : names) out.append(out.empty() ? "" : ", ").append(name(each));
    return out;
}

std::string column_names(Table const& table)
{
    return joined(table.columns, [](Column const& column) { return column.name; });
}

Error refused(std::string key, std::string detail)
{
    auto error = failure(Kind::Refused, std::move(key));
    error.detail = std::move(detail);
    return error;
}

void write_table(Transaction& tx, Table const& table, BackupWriter& out)
{
    auto const names = column_names(table);
    // In the order of the key, so that two databases with the same rows give the same file.
    auto const order =
        table.key.empty() ? names : joined(table.key, [](std::string const& name) { return name; });
    out.begin_table(table);
    for (auto rows = tx.query("SELECT " + names + " FROM " + table.name + " ORDER BY " + order);
         rows.next();) {
        out.row(rows, table);
    }
    out.end_table();
}

// A foreign key of PostgreSQL that is away while rows are loaded in the order of the file.
struct ForeignKey {
    std::string table;
    std::string name;
    std::string definition;
};

std::vector<ForeignKey> foreign_keys(Transaction& tx)
{
    std::vector<ForeignKey> keys;
    for (auto rows =
             tx.query("SELECT CAST(conrelid::regclass AS TEXT), conname, pg_get_constraintdef(oid) "
                      "FROM pg_constraint WHERE contype = 'f' AND connamespace = "
                      "current_schema()::regnamespace "
                      "ORDER BY oid");
         rows.next();) {
        keys.push_back({rows.string(0), rows.string(1), rows.string(2)});
    }
    return keys;
}

// Checks of references wait until every row is there, while this lives; settle() makes them.
class LateReferences {
public:
    explicit LateReferences(Transaction& tx) : tx_(tx)
    {
        if (tx.engine() == Engine::Sqlite) {
            tx.execute("PRAGMA defer_foreign_keys = ON");
            return;
        }
        keys_ = foreign_keys(tx);
        for (auto const& key : keys_)
            tx.execute("ALTER TABLE " + key.table + " DROP CONSTRAINT " + key.name);
    }
    void settle()
    {
        for (auto const& key : keys_) {
            tx_.execute("ALTER TABLE " + key.table + " ADD CONSTRAINT " + key.name + ' ' +
                        key.definition);
        }
    }

private:
    Transaction& tx_;
    std::vector<ForeignKey> keys_;
};

// New rows get keys after those that came with the file.
void advance_identities(Transaction& tx)
{
    if (tx.engine() == Engine::Sqlite) return;  // Takes the largest key plus one by itself.
    std::vector<std::pair<std::string, std::string>> columns;
    for (auto rows = tx.query(
             "SELECT table_name, column_name FROM information_schema.columns "
             "WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY table_name");
         rows.next();) {
        columns.emplace_back(rows.string(0), rows.string(1));
    }
    for (auto const& [table, column] : columns) {
        tx.integer("SELECT setval(pg_get_serial_sequence(?1, ?2), coalesce(max(" + column +
                       "), 0) + 1, false) FROM " + table,
                   {table, column});
    }
}

void load_rows(Transaction& tx, BackupReader& in, Table const& table)
{
    std::vector<std::string_view> names;
    for (auto const& column : table.columns) names.push_back(column.name);
    tx.bulk_insert(
        table.name, names, [&](std::vector<Param>& row) { return in.next_row(table, row); });
}

// Names go into SQL, so only those that the schema itself has made may come from a file.
void check_table(Table const& table, std::vector<Table> const& known)
{
    auto const same = std::find_if(
        known.begin(), known.end(), [&](Table const& t) { return t.name == table.name; });
    auto const has = [&](Column const& column) {
        return std::any_of(same->columns.begin(), same->columns.end(), [&](Column const& c) {
            return c.name == column.name && c.type == column.type;
        });
    };
    if (same == known.end() || !std::all_of(table.columns.begin(), table.columns.end(), has)) {
        throw BackupFault("a table the schema does not have: " + table.name);
    }
}

Result<void> load(Transaction& tx, BackupReader& in)
{
    if (!tables_of(tx).empty()) return failure(Kind::Refused, "storage.restore-not-empty");
    if (auto made = make_schema(tx, in.files()); !made) {
        return refused("storage.backup-newer", made.error().problems.front().key);
    }
    auto const known = tables_of(tx);
    LateReferences references{tx};
    for (auto const& table : known) {  // Schema files may have put rows in.
        if (table.name != kSchemaTable) tx.execute("DELETE FROM " + table.name);
    }
    Table table;
    while (in.next_table(table)) {
        check_table(table, known);
        load_rows(tx, in, table);
    }
    references.settle();
    advance_identities(tx);
    return {};
}

Result<void> load_file(Database& db, std::filesystem::path const& file)
{
    return db.write([&](Transaction& tx) -> Result<void> {
        BackupReader in{file};
        if (!in.is_read()) {
            return refused("storage.backup-newer", "format " + std::to_string(in.format()));
        }
        return load(tx, in);
    });
}

}  // namespace

Result<void> backup(Database& db, std::filesystem::path const& file)
{
    try {
        return db.read([&](Transaction& tx) -> Result<void> {
            auto const tables = tables_of(tx);
            auto const is_schema = [](Table const& table) { return table.name == kSchemaTable; };
            if (std::none_of(tables.begin(), tables.end(), is_schema)) {
                return failure(Kind::Refused, "storage.backup-no-schema");
            }
            BackupWriter out{file};
            out.header(schema_files(tx));
            for (auto const& table : tables) {
                if (!is_schema(table)) write_table(tx, table, out);
            }
            out.finish();
            return {};
        });
    } catch (BackupFault const& problem) {
        auto error = failure(
            Kind::Unavailable, "storage.backup-cannot-write", {{"file", file.filename().string()}});
        error.detail = problem.what();
        return error;
    }
}

Result<void> restore(Database& db, std::filesystem::path const& file)
{
    std::error_code problem;
    if (!std::filesystem::is_regular_file(file, problem)) {
        return failure(
            Kind::Unavailable, "storage.backup-cannot-read", {{"file", file.filename().string()}});
    }
    try {
        TD_CHECK(load_file(db, file));
    } catch (BackupFault const& fault) {
        return refused("storage.backup-damaged", fault.what());
    }
    TD_TRY(migrate(db));
    return {};
}

}  // namespace thidua::storage
