#include "storage/identities.h"

namespace thidua::storage {

void reset_identities(Transaction& tx)
{
    if (tx.engine() == Engine::Sqlite) return;
    std::vector<std::pair<std::string, std::string>> keys;
    for (auto rows = tx.query(
             "SELECT table_name, column_name FROM information_schema.columns "
             "WHERE table_schema = current_schema() AND is_identity = 'YES' ORDER BY table_name");
         rows.next();) {
        keys.emplace_back(rows.string(0), rows.string(1));
    }
    for (auto const& [table, column] : keys) {
        tx.integer("SELECT setval(pg_get_serial_sequence('" + table + "', '" + column +
                   "'), (SELECT COALESCE(max(" + column + "), 0) + 1 FROM " + table + "), false)");
    }
}

}  // namespace thidua::storage
