// What a block proposes from its ranking: flags and certificates by quota, best places first. The
// numbers are the office's own; nominations are made from these rows later.
#pragma once

#include "block/results.h"

namespace thidua::block {

struct Quota {
    std::string level;  // vocabulary block-level
    std::string award;  // code of the award catalogue
    std::int64_t count = 0;
    std::int64_t ordinal = 0;
    std::int64_t version = 1;
};
std::vector<Quota> quotas(storage::Transaction& tx, std::string_view level = {});

struct SetQuota {
    std::string level, award, count, ordinal;  // As typed.
    std::int64_t version = 0;                  // 0: a new one.
};
// By planners. A count of 0 takes it away.
Result<void> set_quota(audit::Act& act, SetQuota const& command);

// As the award catalogue names it; the code where it does not know it.
std::string award_name(storage::Transaction& tx, std::string const& code);

struct Proposal {
    std::string unit, award;
    int place = 0;
};
// Who would get what: each award in the quotas' order, to the best places left.
std::vector<Proposal> proposals_for(std::vector<Quota> const& quotas,
                                    std::vector<scoring::Place> const& places);
// As they were kept when the round was published.
std::vector<Proposal> kept_proposals(storage::Transaction& tx, Round const& round);
Result<void> propose(audit::Act& act,
                     Round const& round,
                     std::vector<scoring::Place> const& places);

}  // namespace thidua::block
