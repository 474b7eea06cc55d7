#include "register/search_units.h"

#include "base/text.h"

#include <algorithm>

namespace thidua::registry {

namespace {

// Drops what lies inside another; the order is by bytes.
std::vector<access::Scope> outermost(std::vector<access::Scope> paths)
{
    std::ranges::sort(paths);
    std::vector<access::Scope> kept;
    for (auto& path : paths) {
        if (kept.empty() || !access::covers(kept.back(), path)) kept.push_back(std::move(path));
    }
    return kept;
}

// Paths of the unit, of everything below it and of what those were before.
std::vector<access::Scope> lineage_of(storage::Transaction& tx, std::string const& path)
{
    std::vector<access::Scope> paths{path};
    auto const below = access::sql_in_scopes(paths, "u.path");
    auto rows = tx.query(
        "WITH RECURSIVE line (id) AS (SELECT u.id FROM unit u WHERE " + below +
        " UNION SELECT l.predecessor_id FROM unit_link l JOIN line ON l.successor_id = line.id)"
        " SELECT u.path FROM line JOIN unit u ON u.id = line.id ORDER BY u.path");
    while (rows.next()) paths.push_back(rows.string(0));
    return outermost(std::move(paths));
}

}  // namespace

std::string UnitPart::sql_of_id(std::string_view id_column) const
{
    if (is_everything()) return {};
    return std::string{id_column} + " IN (SELECT part.id FROM unit part WHERE " + sql("part.path") +
           ")";
}

std::vector<access::Scope> intersection(std::vector<access::Scope> const& left,
                                        std::vector<access::Scope> const& right)
{
    std::vector<access::Scope> common;
    for (auto const& a : left) {
        for (auto const& b : right) {
            if (access::covers(a, b)) {
                common.push_back(b);
            } else if (access::covers(b, a)) {
                common.push_back(a);
            }
        }
    }
    return outermost(std::move(common));
}

Result<UnitPart> unit_part(storage::Transaction& tx,
                           access::Actor const& actor,
                           access::Permission permission,
                           UnitChoice const& choice)
{
    UnitPart part;
    part.paths = actor.scopes(permission);
    if (trim(choice.code).empty()) return part;

    auto const unknown = bad_input("search.unknown-unit", {{"unit", choice.code}}, "unit");
    {
        auto rows =
            tx.query("SELECT code, name, path FROM unit WHERE code_key = ?1", {fold(choice.code)});
        if (!rows.next()) return unknown;
        part.code = rows.string(0);
        part.name = rows.string(1);
        part.path = rows.string(2);
    }
    auto const asked =
        choice.lineage ? lineage_of(tx, part.path) : std::vector<access::Scope>{part.path};
    part.paths = intersection(part.paths, asked);
    if (part.paths.empty()) return unknown;
    return part;
}

}  // namespace thidua::registry
