// How far a subject is from an award that it may not be proposed for.
#pragma once

#include "law/evaluate.h"

namespace thidua::eligibility {

// How many of the requirements that a standard asks side by side are not met; of a choice between
// several ways, the way that lacks fewest. kOutOfReach where nothing that is done could help: the
// award has no standard for this kind of subject, or none for its category.
inline constexpr int kOutOfReach = 1000;
int missing_requirements(law::Verdict const& verdict, law::Facts const& facts);

}  // namespace thidua::eligibility
