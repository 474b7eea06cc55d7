// Emulation blocks: units grouped to compare, at every level, with members per year.
#pragma once

#include "organisation/acts.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

struct Block {
    std::int64_t id = 0;
    std::string ref;
    std::string name;
    std::string level;  // vocabulary block-level
    std::optional<Unit> owner;
    std::int64_t version = 1;
};
// The block where the actor may read its owner or one of its members.
std::optional<Block> find_block(storage::Transaction& tx,
                                access::Actor const& actor,
                                std::string_view ref);
// SQL condition on `block b`: those the actor may know of.
std::string sql_readable_blocks(access::Actor const& actor);
bool may_write(storage::Transaction& tx, access::Actor const& actor, Block const& block);

// The path of the unit at the head of the tree, where a block without owner belongs; "/" without one.
// As SQL, for joins, and by itself.
inline constexpr std::string_view kSqlTopPath =
    "COALESCE((SELECT top.path FROM unit top WHERE top.parent_id IS NULL AND top.kind <> 'ngoai' "
    "ORDER BY top.code_key LIMIT 1), '/')";
std::string top_path(storage::Transaction& tx);

struct CreateBlock {
    std::string name;
    std::string level;
    std::string owner;  // Code of the unit whose sub-units it groups; "" for the whole.
};
Result<Block> create_block(Act& act, CreateBlock const& command);

struct EditBlock {
    std::string ref;
    std::string name;
    std::string level;
    std::int64_t version = 0;
};
Result<Block> edit_block(Act& act, EditBlock const& command);

// Adds a unit to a year, or changes its role and rank there. One head a year; a unit is in one
// block of a level and owner a year.
struct SetBlockMember {
    std::string ref;
    int year = 0;
    std::string unit;
    std::string role = "member";  // vocabulary block-role
    std::optional<std::int64_t> rank = {};
    std::int64_t version = 0;
};
Result<Block> set_block_member(Act& act, SetBlockMember const& command);

struct RemoveBlockMember {
    std::string ref;
    int year = 0;
    std::string unit;
    std::int64_t version = 0;
};
Result<Block> remove_block_member(Act& act, RemoveBlockMember const& command);

// Members and roles of the year before that are not yet in `year`; units that ended stay out.
struct CopyBlockYear {
    std::string ref;
    int year = 0;
    std::int64_t version = 0;
};
Result<Block> copy_block_year(Act& act, CopyBlockYear const& command);

}  // namespace thidua::organisation
