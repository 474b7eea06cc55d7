// Files by which a unit shows what it reports. Until the period is closed one may be taken back;
// it stays in the list, marked, with who did it and why.
#pragma once

#include "covenant/results.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::covenant {

// Both acts: right WriteScores over the unit, until the period is closed.
struct AttachEvidence {
    std::string ref;
    std::string unit;
    Period period = Period::MidYear;
    std::string target;
    std::string name;
    std::string bytes;
};
Result<void> attach_evidence(Act& act, AttachEvidence const& command);

struct WithdrawEvidence {
    std::string ref;
    std::string unit;
    Period period = Period::MidYear;
    std::string target;
    std::string file;  // Ref.
    std::string reason;
};
// A second time is Refused.
Result<void> withdraw_evidence(Act& act, WithdrawEvidence const& command);

struct Evidence {
    files::File file;
    std::string withdrawn_why;  // "" while it stands.
    std::string withdrawn_by;
    std::optional<Date> withdrawn_on;
};
// Files are opened by the unit and by who oversees the covenant alone.
bool may_open_evidence(access::Actor const& actor, Covenant const& covenant, Member const& member);
// In the order they came.
std::vector<Evidence> evidence_of(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  Covenant const& covenant,
                                  Member const& member,
                                  Period period,
                                  std::string_view target);

std::string evidence_owner(Covenant const& covenant,
                           Member const& member,
                           Period period,
                           std::string_view target);

}  // namespace thidua::covenant
