// Lists of units, people and facts from an office's files, checked row by row and written as a whole.
// What a row has to fulfil, and what becomes of rows that are in the register already, is written in
// docs/formats/import.md.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/result.h"
#include "intake/list.h"
#include "intake/report.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace thidua::organisation {

// One import under way, in one transaction.
struct ImportRun {
    audit::Act& act;
    intake::List& list;
    intake::Report& report;
    bool partial = false;
    bool dry_run = false;
    // Makes the stored import, once its rows are known to be good; returns its id.
    std::function<std::int64_t()> open;

    // Counts the rows and says whether they are to be written: all are good, or the good ones were
    // asked for; and it is no trial.
    bool finish_checking(std::int64_t good_rows);
};

// What an actor must hold to import lists of this kind (not awards, which are the register's).
access::Permission permission_for(std::string_view kind);

// Any kind but awards.
Result<void> import_list(ImportRun& run);

// Takes out what an import wrote and gives changed rows their old values. Refused
// "import.undo.in-use" with the first things that rest on it: rows changed since, people in its units,
// facts of its people.
Result<void> undo_import(audit::Act& act, std::int64_t import_id);

}  // namespace thidua::organisation
