// Opening the database a command works on.
#pragma once

#include "cli/commands.h"
#include "storage/database.h"

#include <functional>
#include <memory>

namespace thidua::cli {

// Opens the database, brings its schema up to date and runs `work`; complains about what fails.
int with_database(Common const& common, std::function<int(storage::Database&)> const& work);

// Now, by the calendar the database runs on: a demo stands on its own day.
Instant now_of(storage::Database& db);

// The day as typed. Complains and gives nothing when it is none; `fallback` stands for "".
std::optional<Date> day(Common const& common, std::string const& option, std::string const& text, Date fallback);

}  // namespace thidua::cli
