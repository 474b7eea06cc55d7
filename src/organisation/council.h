// Accounts that act as persons, not for a unit: members of a council, whoever is named beside them.
#pragma once

#include "base/date.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

struct NamedAccount {
    std::int64_t account = 0;
    std::string name, display_name;  // Log-in name, full name.
};
// The account with this log-in name; nothing for an unknown or disabled one.
std::optional<NamedAccount> active_account(storage::Transaction& tx, std::string_view name);
// Members and secretaries of the council over the unit at `path`, by given name: whom forms offer.
std::vector<NamedAccount> council_members(storage::Transaction& tx,
                                          std::string_view path,
                                          Date today);

// A unit by its code and where it stands.
struct CouncilUnit {
    std::string code, path;
};
// The topmost unit of a scope, "/" being everything; nothing for an empty tree.
std::optional<CouncilUnit> top_unit(storage::Transaction& tx, std::string_view scope);

}  // namespace thidua::organisation
