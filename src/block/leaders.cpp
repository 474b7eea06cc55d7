#include "block/leaders.h"

#include <algorithm>

namespace thidua::block {

using access::Permission;

Lead lead_of(access::Actor const& actor, std::vector<Member> const& members)
{
    Lead lead;
    for (auto const& member : members) {
        if (!actor.may(Permission::LeadBlock, member.path)) continue;
        lead.head = lead.head || member.role == "head";
        lead.deputy = lead.deputy || member.role == "deputy";
    }
    return lead;
}

bool is_of_unit(access::Actor const& actor, std::string_view unit_path)
{
    constexpr Permission kOwn[] = {Permission::WriteScores,
                                   Permission::SignForUnit,
                                   Permission::CastVote,
                                   Permission::LeadBlock};
    return std::any_of(std::begin(kOwn), std::end(kOwn), [&](Permission permission) {
        return actor.may(permission, unit_path);
    });
}

}  // namespace thidua::block
