// Importing a file of any kind, from the command line or the page: docs/formats/import.md is the
// contract. All or nothing unless the good rows alone are asked for; one transaction.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "base/result.h"
#include "intake/header.h"
#include "intake/report.h"
#include "storage/database.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thidua::registry {

struct ImportRequest {
    std::string kind;      // units, persons, awards, …
    std::string filename;
    std::string bytes;     // .xlsx or .csv
    bool dry_run = false;
    bool partial = false;  // Store the good rows although others are wrong.
    std::vector<std::pair<std::string, std::string>> set = {};  // column → value for every row that lacks it
    intake::Matching matching = {};      // what a person decided about headers
    std::set<std::string> sheets = {};   // the sheets to read; all when empty
    std::string run = {};                // ref of the stored import this continues; "" begins a new one
};

// What an actor must hold to import lists of this kind.
access::Permission import_permission(std::string_view kind);

// The report says what came of every row; nothing is stored where it says accepted 0. BadInput for a
// file that cannot be read at all (intake.file.*) and for an unknown kind or column.
Result<intake::Report> import_file(storage::Database& db, access::Actor const& actor, Instant now,
                                   ImportRequest const& request);

}  // namespace thidua::registry
