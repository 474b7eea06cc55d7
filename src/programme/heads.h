// Who leads each block in the programme's year: heads and deputies assigned as part of it.
#pragma once

#include "organisation/block.h"
#include "programme/programme.h"

namespace thidua::programme {

struct BlockMember {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    std::string role;  // vocabulary block-role
    std::optional<std::int64_t> rank;
};
// Head first, deputies, then by code.
std::vector<BlockMember> members_of(storage::Transaction& tx, std::int64_t block_id, int year);

struct BlockYear {
    organisation::Block block;
    std::vector<BlockMember> members;

    BlockMember const* head() const;
};
// The blocks of the programme's owner and of the units below it that the actor may know of: higher
// levels first, then by name.
std::vector<BlockYear> blocks_of(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 Programme const& programme);
std::optional<BlockYear> find_block_year(storage::Transaction& tx,
                                         access::Actor const& actor,
                                         Programme const& programme,
                                         std::string_view block_ref);

struct AssignRole {
    std::string programme;  // ref
    std::string block;      // ref
    std::string unit;       // code
    std::string role;       // head, deputy, member
    std::string reason;     // Needed once the programme is issued.
    std::int64_t version = 0;  // of the block
};
// Right PlanYear over the programme's owner, which the block must belong to. A head in office
// becomes a member.
Result<void> assign_role(audit::Act& act, AssignRole const& command);

struct TakeOverMembers {
    std::string programme, block;
    std::string reason;
    std::int64_t version = 0;  // of the block
};
// Members and roles of the year before.
Result<void> take_over_members(audit::Act& act, TakeOverMembers const& command);

}  // namespace thidua::programme
