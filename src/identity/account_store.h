// What the acts on accounts share: rows, rights, audit lines.
#pragma once

#include "identity/accounts.h"

#include <boost/json.hpp>

namespace thidua::identity {

// The account by id or by name, without asking who wants to know.
std::optional<Account> read_account(storage::Transaction& tx, std::int64_t id);
std::optional<Account> read_account(storage::Transaction& tx, std::string_view name);

// An account with the path of its unit.
struct Managed {
    Account account;
    access::Scope path;
};
// The account, when the actor may look after it (rights.h); NotFound when it is out of the actor's
// sight, Denied when it can do more than the actor.
Result<Managed> managed_account(audit::Act& act, std::string_view name);
// The same at the version the command was made from, else Conflict.
Result<Managed> managed_account(audit::Act& act, std::string_view name, std::int64_t version);

void end_sessions(storage::Transaction& tx,
                  std::int64_t account,
                  std::string_view except_hash = {});

void record(audit::Act& act,
            std::string_view what,
            Managed const& subject,
            boost::json::object const* before,
            boost::json::object const* after);

}  // namespace thidua::identity
