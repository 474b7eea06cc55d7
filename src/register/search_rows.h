// What the searches share: reading the rows of a page by their keys, and asking whether a unit
// belongs to the reader's part of the tree.
#pragma once

#include "register/search_units.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// Runs `select`, which ends before the ids of an IN list ("… WHERE p.id IN "), for as many ids at a
// time as one statement takes, and gives what `make` makes of the rows in the order of `ids`. The
// first column is the id.
boost::json::array rows_by_id(storage::Transaction& tx,
                              std::string_view select,
                              std::vector<std::int64_t> const& ids,
                              std::function<boost::json::object(storage::Rows const&)> const& make);

// SQL "the unit with this id belongs to the part", asked row by row, so that the statement keeps
// the order of its own table.
std::string exists_in_part(UnitPart const& part, std::string_view id_column);

// A column as a JSON value: null for NULL; an empty text is null as well.
boost::json::value text_or_null(storage::Rows const& rows, int column);
boost::json::value integer_or_null(storage::Rows const& rows, int column);

}  // namespace thidua::registry
