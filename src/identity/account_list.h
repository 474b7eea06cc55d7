// The list of accounts, as far as the actor manages them.
#pragma once

#include "http/page.h"

namespace thidua::identity {

struct AccountFilter {
    std::string q;      // Part of the name, full name or person's code.
    std::string unit;   // A unit with everything below it.
    std::string role;   // Holds it today.
    std::string state;  // active, new (never signed in), disabled; "" is all.
};

http::ListPage list_accounts(storage::Transaction& tx,
                             access::Actor const& actor,
                             AccountFilter const& filter,
                             Date today,
                             int page,
                             bool everything);

}  // namespace thidua::identity
