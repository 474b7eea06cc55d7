#include "storage/erase.h"

#include "storage/engines.h"

namespace thidua::storage {

void erase_table(Transaction& tx, std::string const& table)
{
    switch (tx.engine()) {
    case Engine::Sqlite:
        erase_for_good(tx);
        tx.execute("DELETE FROM " + table);
        return;
    case Engine::Postgres: truncate_alone(tx, table); return;
    }
}

}  // namespace thidua::storage
