#include "register/tally.h"

#include <string>

namespace thidua::registry {

namespace {

enum class Sign { Add, Remove };

// A table of counts: its key columns and what an award puts there.
struct Table {
    std::string name;
    std::string key;
    std::string cells;
};

// award_tally, and award_day: the same without unit, sex and direct worker, for the whole register.
Table const kTables[] = {
    {"award_tally",
     "decided_on, award, subject_kind, marking, unit_id, sex, direct_worker",
     "decided_on, award, subject_kind, marking, unit_id, sex, COALESCE(direct_worker, 2)"},
    {"award_day",
     "decided_on, award, subject_kind, marking",
     "decided_on, award, subject_kind, marking"},
};

// Adds or removes the valid awards for which `column` equals `id`.
void change(storage::Transaction& tx, Sign sign, std::string_view column, std::int64_t id)
{
    auto const count = sign == Sign::Add ? "count(*)" : "-count(*)";
    for (auto const& table : kTables) {
        tx.execute("INSERT INTO " + table.name + " (" + table.key + ", awards) SELECT " +
                       table.cells + ", " + count + " FROM award WHERE " + std::string{column} +
                       " = ?1 AND state = 'valid' GROUP BY " + table.cells + " ON CONFLICT (" +
                       table.key + ") DO UPDATE SET awards = " + table.name +
                       ".awards + excluded.awards",
                   {id});
        if (sign == Sign::Remove) tx.execute("DELETE FROM " + table.name + " WHERE awards = 0");
    }
}

}  // namespace

void tally_import(storage::Transaction& tx, std::int64_t import_id)
{
    change(tx, Sign::Add, "import_id", import_id);
}
void untally_import(storage::Transaction& tx, std::int64_t import_id)
{
    change(tx, Sign::Remove, "import_id", import_id);
}
void tally_decision(storage::Transaction& tx, std::int64_t decision_id)
{
    change(tx, Sign::Add, "decision_id", decision_id);
}
void untally_decision(storage::Transaction& tx, std::int64_t decision_id)
{
    change(tx, Sign::Remove, "decision_id", decision_id);
}
void tally_award(storage::Transaction& tx, std::int64_t award_id)
{
    change(tx, Sign::Add, "id", award_id);
}
void untally_award(storage::Transaction& tx, std::int64_t award_id)
{
    change(tx, Sign::Remove, "id", award_id);
}

void rebuild_tally(storage::Transaction& tx)
{
    for (auto const& table : kTables) {
        tx.execute("DELETE FROM " + table.name);
        tx.execute("INSERT INTO " + table.name + " (" + table.key + ", awards) SELECT " +
                   table.cells + ", count(*) FROM award WHERE state = 'valid' GROUP BY " +
                   table.cells);
    }
}

std::int64_t tally_errors(storage::Transaction& tx)
{
    std::int64_t errors = 0;
    for (auto const& table : kTables) {
        auto const fresh = "SELECT " + table.cells +
                           ", count(*) FROM award WHERE state = 'valid' GROUP BY " + table.cells;
        auto const kept = "SELECT " + table.key + ", awards FROM " + table.name;
        errors += *tx.integer("SELECT count(*) FROM (" + fresh + " EXCEPT " + kept + ") missing");
        errors += *tx.integer("SELECT count(*) FROM (" + kept + " EXCEPT " + fresh + ") stale");
    }
    return errors;
}

}  // namespace thidua::registry
