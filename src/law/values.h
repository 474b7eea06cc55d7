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
std::size_t count(Bits const& bits);
void not_met(Values const& values, Bits& out);
void remove(Bits const& those, Bits& bits);
// Those in `all` and in `too` without the two others.
void without(Bits const& all, Bits const& too, Bits const& one, Bits const& other, Bits& out);
void keep(Bits const& those, Bits& bits);
void join(Bits const& those, Bits& bits);
void join(std::span<Bits const> those, Bits& bits);
// The same; puts into `both` those who were there already and tells whether anybody was.
bool join_new(Bits const& those, Bits& bits, Bits& both);
// Of those `possible` whom the values do not fail.
void keep_possible(Values const& values, Bits& possible);
// What is unsure leaves the other values.
void mark_unsure(Values& values, Bits const& unsure);
// The lesser of both: certainly not met, then unsure, then open.
void restrict_to(Values& values, Values const& other);
// The greater of both: certainly met, then unsure, then open.
void extend_by(Values& values, Values const& other);

// What several requirements asked side by side say of a subject.
struct Sum {
    Bits met, possible;  // All of them are; none of them is not met for certain.
    Bits unsure;
};
// Adds one requirement and parts those `present` whom it fails and for whom it is open.
void add(Values const& value, Bits const& present, Sum& sum, Bits& failed, Bits& open);

inline bool has(Bits const& bits, std::size_t lane)
{
    return (bits[lane / 64] >> lane % 64 & 1) != 0;
}
inline void put(Bits& bits, std::size_t lane) { bits[lane / 64] |= std::uint64_t{1} << lane % 64; }

}  // namespace thidua::law
