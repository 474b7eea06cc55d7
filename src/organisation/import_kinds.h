// One function for each kind of list, and what they share.
#pragma once

#include "intake/row_reader.h"
#include "organisation/import.h"
#include "organisation/import_directory.h"

#include <boost/json.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace thidua::organisation {

Result<void> import_units(ImportRun& run);
Result<void> import_persons(ImportRun& run);
Result<void> import_blocks(ImportRun& run);
// posts, ratings, initiatives, disciplines, absences, transfers, pending, completeness, unit_years
Result<void> import_facts(ImportRun& run);

// Notes a row for undoing.
void note_inserted(storage::Transaction& tx, std::int64_t import_id, std::string_view place, std::int64_t id,
                   boost::json::object const& key = {});
// `version` is the row's own after the change: one that has moved on since is no longer ours to undo.
void note_updated(storage::Transaction& tx, std::int64_t import_id, std::string_view place, std::int64_t id,
                  std::int64_t version, boost::json::object const& before);

// The key of the code a row gives to the thing it lists. Reports one that is malformed or stands in an
// earlier row; `seen` holds the keys of those.
std::string read_own_code(intake::RowReader& row, std::size_t column, std::set<std::string>& seen);

// A unit by code, else by the name exactly one unit bears on that day (without a day: today). Reports
// what is wrong in `column` and answers null.
UnitEntry const* read_unit(intake::RowReader& row, UnitDirectory const& units, std::size_t column,
                           std::optional<Date> on = {});

// One warning for the whole file about rows the register holds already.
void warn_unchanged(ImportRun& run, std::int64_t rows);

// The block of that name, made when it is new.
std::int64_t ensure_block(audit::Act& act, std::int64_t import_id, std::string_view name, std::string_view level);

}  // namespace thidua::organisation
