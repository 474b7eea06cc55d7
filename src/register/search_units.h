// The part of the unit tree a list or a figure is about: what the reader may see under a
// permission, narrowed to a unit asked for, its sub-units and, when wanted, what they were before.
#pragma once

#include "access/actor.h"
#include "storage/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

struct UnitPart {
    std::vector<access::Scope> paths = {};  // None inside another; {"/"} is everything, {} nothing.
    std::string code = {};                  // Of the unit asked for; "" when none was.
    std::string name = {};
    std::string path = "/";

    bool is_everything() const { return paths.size() == 1 && paths.front() == "/"; }
    // SQL for "the unit with this path belongs to the part".
    std::string sql(std::string_view path_column) const
    {
        return access::sql_in_scopes(paths, path_column);
    }
    // The same for a column that holds a unit's id; "" for everything, so that no unit is read.
    std::string sql_of_id(std::string_view id_column) const;
};

struct UnitChoice {
    std::string code = {};  // As typed; "" for everything the reader may see.
    bool lineage = false;   // With the predecessors of the unit and of its sub-units.
};

// BadInput "search.unknown-unit" on field "unit" for a code that does not exist or lies outside.
Result<UnitPart> unit_part(storage::Transaction& tx,
                           access::Actor const& actor,
                           access::Permission permission,
                           UnitChoice const& choice);

// The least scopes that cover what both cover.
std::vector<access::Scope> intersection(std::vector<access::Scope> const& left,
                                        std::vector<access::Scope> const& right);

}  // namespace thidua::registry
