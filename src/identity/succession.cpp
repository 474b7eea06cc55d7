#include "identity/succession.h"

#include <boost/json.hpp>

#include <set>
#include <string>

namespace thidua::identity {

namespace {

namespace json = boost::json;

// Names of the accounts that something about the unit is told of.
std::set<std::string> accounts_naming(storage::Transaction& tx, std::string_view unit)
{
    std::set<std::string> names;
    for (auto rows = tx.query("SELECT a.name FROM account a WHERE a.unit = ?1"
                              " OR EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.unit = ?1)"
                              " OR EXISTS (SELECT 1 FROM delegation d WHERE d.unit = ?1 AND a.id IN (d.giver_id, d.taker_id))"
                              " ORDER BY a.name",
                              {unit});
         rows.next();)
        names.insert(rows.string(0));
    return names;
}

}  // namespace

void carry_grants(audit::Act& act, std::string_view from, std::string_view to)
{
    auto const names = accounts_naming(act.tx, from);
    for (std::string const table : {"role_grant", "delegation"})
        act.tx.execute("UPDATE " + table + " SET unit = ?2 WHERE unit = ?1", {from, to});
    act.tx.execute("UPDATE account SET unit = ?2, version = version + 1 WHERE unit = ?1", {from, to});
    json::object const before{{"unit", from}};
    json::object const after{{"unit", to}};
    auto const path = act.tx.text("SELECT path FROM unit_scope WHERE code = ?1", {to}).value_or("");
    for (auto const& name : names) {
        audit::record(act, {.what = "identity.account.follow-unit",
                            .subject = "account:" + name,
                            .before = &before,
                            .after = &after,
                            .unit_path = path});
    }
}

std::int64_t count_grants(storage::Transaction& tx, std::string_view unit, Date today)
{
    return *tx.integer("SELECT (SELECT count(*) FROM role_grant WHERE unit = ?1 AND revoked_at IS NULL"
                       " AND (to_on IS NULL OR to_on >= ?2)) + (SELECT count(*) FROM delegation WHERE unit = ?1"
                       " AND revoked_at IS NULL AND to_on >= ?2)",
                       {unit, to_iso(today)});
}

}  // namespace thidua::identity
