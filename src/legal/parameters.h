// Shares of votes, ratios, days, deciders and dossiers in the running system.
#pragma once

#include "law/parameters.h"
#include "storage/database.h"

namespace thidua::legal {

// Of the law alone for dossiers received on the day. Throws std::logic_error where a file that was
// activated can no longer be read.
law::Parameters unsettled_parameters(storage::Transaction& tx, Date received);

// As they stand for the unit, with every ruling and regulation that reaches it (book.h).
law::Parameters parameters_for(storage::Transaction& tx, Date received, std::string_view unit_path);

}  // namespace thidua::legal
