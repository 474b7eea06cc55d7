#include "eligibility/missing.h"

#include "law/projection.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

// Conjunctions inside conjunctions ask side by side; of several ways the shortest counts.
int count_missing(law::Finding const& finding, law::Facts const& facts)
{
    if (finding.value != law::Truth::NotMet) return 0;
    if (!law::can_be_met(*finding.node, facts)) return kOutOfReach;
    if (!finding.node->point.empty()) return 1;
    auto const& what = finding.node->what;
    bool const ways = std::holds_alternative<law::Any>(what);
    if (!ways && !std::holds_alternative<law::All>(what)) return 1;
    int missing = ways ? kOutOfReach : 0;
    for (auto const& part : finding.parts) {
        auto const more = count_missing(part, facts);
        missing = ways ? std::min(missing, more) : std::min(missing + more, kOutOfReach);
    }
    return std::max(missing, 1);
}

}  // namespace

int missing_requirements(law::Verdict const& verdict, law::Facts const& facts)
{
    if (verdict.answer != law::Answer::NotEligible) return 0;
    if (!verdict.finding) return kOutOfReach;
    return count_missing(*verdict.finding, facts);
}

}  // namespace thidua::eligibility
