// From what is granted to an account to what an Actor may do today; and the bound that holds for
// everyone who gives: nobody gives, resets or lends more than they hold.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

// A unit as grants name it: code and today's path. "" is everything, path "/".
struct GrantUnit {
    std::string code;
    access::Scope path;
};
// Nothing for a code that names no unit. Case does not matter.
std::optional<GrantUnit> find_unit(storage::Transaction& tx, std::string_view code);

// The path of the unit an account belongs to; "" when the unit is unknown.
access::Scope unit_path(storage::Transaction& tx, std::string_view code);

// The account as it may act on `today`: its roles and what is lent to it, paths by today's tree.
// Nothing for an account that does not exist or is disabled.
std::optional<access::Actor> load_actor(storage::Transaction& tx, std::int64_t account, Date today);

// Its own roles alone, without what others lent: what it may lend itself.
std::vector<access::Grant> own_grants(storage::Transaction& tx, std::int64_t account, Date today);

// Every one of `permissions` over everything below `scope`.
bool holds_all(std::span<access::Grant const> grants,
               std::span<access::Permission const> permissions,
               std::string_view scope);

// May `actor` look after the account `other`, which belongs to the unit at `path`: over everything
// with ManageAccounts over everything; else only where `other` can do nothing that `actor` cannot,
// so that a reset code is no way to more rights.
bool may_manage(access::Actor const& actor, access::Actor const& other, std::string_view path);

// ManageAccounts over the whole office.
bool manages_everything(access::Actor const& actor);

}  // namespace thidua::identity
