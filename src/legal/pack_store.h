// SQL of changed rule files; no rights are asked here.
#pragma once

#include "legal/packs.h"

namespace thidua::legal {

void insert_pack(storage::Transaction& tx, PackChange& change, std::string const& bytes);
// State, who decided, order of activation; the version moves on.
void update_pack(storage::Transaction& tx, PackChange const& change);
// Where a change that is activated now stands in the order of all.
std::int64_t next_activation(storage::Transaction& tx);
// What the whole set is named once the change is part of it.
void store_version(storage::Transaction& tx, PackChange const& change);

}  // namespace thidua::legal
