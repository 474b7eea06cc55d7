// Who acts for an emulation block: accounts with LeadBlock over the unit that is this year's head,
// or its deputy.
#pragma once

#include "access/actor.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::block {

struct NamedBlock {
    std::int64_t id = 0;
    std::string ref, name;
};
std::vector<NamedBlock> all_blocks(storage::Transaction& tx);           // By name.
std::string level_of(storage::Transaction& tx, std::int64_t block_id);  // vocabulary block-level

struct Member {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    std::string role;  // vocabulary block-role
};
// Of the year; head first, then deputy, then by code.
std::vector<Member> members_of(storage::Transaction& tx, std::int64_t block_id, int year);

// Of any year: may draw up a scale for the block.
bool may_lead_ever(storage::Transaction& tx, access::Actor const& actor, std::int64_t block_id);

struct Lead {
    bool head = false, deputy = false;
    bool any() const { return head || deputy; }
};
Lead lead_of(access::Actor const& actor, std::vector<Member> const& members);

// Acts for the unit in scoring: enters its sheet, signs for it, votes for it or leads its block.
bool is_of_unit(access::Actor const& actor, std::string_view unit_path);

// The path a block belongs under: its owner's, or the top of the tree.
std::string owner_path(storage::Transaction& tx, std::int64_t block_id);
// The name of the unit there, as a paper of the block names it above the block; "" without one.
std::string owner_name(storage::Transaction& tx, std::int64_t block_id);

}  // namespace thidua::block
