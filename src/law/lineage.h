// A unit's history through renaming, merging and splitting. A rename carries its history on;
// whether a merger or a split does is for a person, so the readings with and without it are
// compared.
#pragma once

#include "law/facts.h"

#include <vector>

namespace thidua::law {

// First the history that counts for certain; then what it would be if predecessors of mergers and
// splits counted, each alone and all together. No reading has lineage left.
std::vector<Facts> readings_of(Facts const& facts);

}  // namespace thidua::law
