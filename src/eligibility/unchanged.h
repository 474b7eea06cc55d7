// Which records of a later reading are those of an earlier one: what was judged of them holds.
#pragma once

#include "eligibility/record.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace thidua::eligibility {

// Of each later record the place of the same among the earlier, nothing where it is new or anything
// in it or in its ancestors is another. Both by id.
using Unchanged = std::vector<std::optional<std::size_t>>;
Unchanged unchanged_places(std::vector<Record> const& earlier, std::vector<Record> const& later);

// The same by way of a reading between the two.
Unchanged through(Unchanged const& first, Unchanged const& second);

}  // namespace thidua::eligibility
