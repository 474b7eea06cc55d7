// SQL of quotas and proposals; no rights are asked here.
#pragma once

#include "block/proposals.h"

namespace thidua::block {

std::int64_t quota_version(storage::Transaction& tx,
                           std::string_view level,
                           std::string_view award);  // 0 where there is none.
void put_quota(audit::Act& act, Quota const& quota);
void drop_quota(storage::Transaction& tx, Quota const& quota);
void put_proposal(storage::Transaction& tx,
                  Round const& round,
                  Member const& unit,
                  Proposal const& proposal);

}  // namespace thidua::block
