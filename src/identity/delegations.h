// Authority lent by a paper: number, date, from when to when, which role or permissions over which
// unit. Never more than the giver holds, checked when it is made and again each time it is used.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/result.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

struct NewDelegation {
    std::string
        giver;  // "": the actor. Another's paper is recorded by who manages the whole office.
    std::string taker;
    std::string role = {};  // One the giver holds; or, with "", permissions:
    std::vector<access::Permission> permissions = {};
    std::string unit = {};  // "" is everything.
    std::optional<Date> from = {};
    std::optional<Date> to = {};
    std::string paper_no = {};
    std::optional<Date> paper_date = {};
};
Result<void> add_delegation(audit::Act& act, NewDelegation const& command);

// By the giver, or who manages the whole office.
Result<void> revoke_delegation(audit::Act& act, std::string_view ref);

struct Delegation {
    std::string ref;
    std::string giver;
    std::string giver_name;
    std::string taker;
    std::string taker_name;
    std::string role;
    std::string permissions;
    std::string unit;
    std::string from;
    std::string to;
    std::string paper_no;
    std::string paper_date;
    bool revoked = false;
    bool may_revoke = false;
};
// Given by or to the actor; all of them for who manages the whole office. Newest first.
std::vector<Delegation> delegations(storage::Transaction& tx, access::Actor const& actor);

// Roles and permissions the actor may lend.
std::vector<std::string> lendable_roles(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        Date today);

}  // namespace thidua::identity
