// Importing a file of any kind, from the command line or the page: docs/formats/import.md is the
// contract. All or nothing unless the good rows alone are asked for; one transaction.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/date.h"
#include "base/result.h"
#include "intake/list.h"
#include "intake/report.h"
#include "storage/database.h"

#include <cstdint>
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

// A file read and its lists found: what is done before any transaction.
class PreparedImport {
public:
    // BadInput for a file that cannot be read at all (intake.file.*) and for an unknown kind or column.
    static Result<PreparedImport> read(access::Actor const& actor, ImportRequest const& request);

    ImportRequest const& request() const { return request_; }
    // The headers found, sheet by sheet.
    std::vector<intake::ListSheet> const& sheets() const { return list_.sheets(); }
    std::int64_t rows() const;  // Of data.
    // How many of them say nothing in this column and have nothing set for it.
    std::int64_t rows_without(std::string_view column) const;
    // Checks every row and, unless the request says dry_run, stores. Once.
    Result<intake::Report> run(audit::Act& act);

private:
    PreparedImport(ImportRequest const& request, std::string file_hash, intake::List list, intake::Report report)
        : request_(request), file_hash_(std::move(file_hash)), list_(std::move(list)), report_(std::move(report))
    {}

    ImportRequest const& request_;  // Must outlive this; its bytes need not.
    std::string file_hash_;
    intake::List list_;
    intake::Report report_;
};

// All of it. The report says what came of every row; nothing is stored where it says accepted 0. Lets go of
// the request's bytes as soon as they are read.
Result<intake::Report> import_file(storage::Database& db, access::Actor const& actor, Instant now, ImportRequest request);

// Takes back what a stored import wrote, as an act of its own. Awards become withdrawn, papers that
// bear nothing else with them; other rows go, changed rows get their old values. Refused
// "import.undo.in-use" with the things that rest on it by now, "import.undo.not-stored" for an import
// in another state.
Result<void> undo_import(audit::Act& act, std::string_view ref, std::string_view reason);

}  // namespace thidua::registry
