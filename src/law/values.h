// Three-valued answers for a block of subjects, and the fourth: left to the explaining evaluator.
#pragma once

#include "law/plane.h"

namespace thidua::law {

// Met, open, unsure, else not met. No subject is in two of them.
struct Values {
    Bits met{}, open{}, unsure{};
};

Values all_met();
Values met_or_not(Bits const& met);
bool none(Bits const& bits);
Bits not_met(Values const& values);
// What is unsure leaves the other values.
void mark_unsure(Values& values, Bits const& unsure);
// The lesser of both: certainly not met, then unsure, then open.
void restrict_to(Values& values, Values const& other);
// The greater of both: certainly met, then unsure, then open.
void extend_by(Values& values, Values const& other);

inline bool has(Bits const& bits, std::size_t lane)
{
    return (bits[lane / 64] >> lane % 64 & 1) != 0;
}
inline void put(Bits& bits, std::size_t lane) { bits[lane / 64] |= std::uint64_t{1} << lane % 64; }

}  // namespace thidua::law
