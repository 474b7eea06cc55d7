// Imports as they go on over several pages: the file kept, the choices made, the last report.
#pragma once

#include "audit/audit.h"
#include "register/import.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// A column of the file and what it is taken for.
struct HeaderChoice {
    std::string sheet;
    std::string text;
    std::string column;  // English name, "" ignored
};
std::vector<HeaderChoice> choices_of(PreparedImport const& prepared, std::string_view kind);
std::string signature_of(PreparedImport const& prepared);

struct ImportFileRun {
    std::int64_t id = 0;
    std::string ref;
    std::string kind;
    std::string filename;
    std::string state;  // uploaded, checked, stored, undone, cancelled
    intake::Matching matching;
    std::vector<HeaderChoice> headers;
    std::vector<std::pair<std::string, std::string>> set;
    intake::Report report;
    std::int64_t unmarked = 0;  // Awards without a marking of their own or set for all: asked before storing.
    std::int64_t rows = 0;      // Of data, as the last check read them.
    std::string job;            // That stores or stored it; "" none.
    std::string done_by;
    Instant done_at;
    std::string undone_by;
    std::optional<Instant> undone_at;
    std::int64_t version = 1;

    bool is_open() const { return state == "uploaded" || state == "checked"; }
};

// One's own, and everybody's for those who may import the kind everywhere and read every marking.
std::optional<ImportFileRun> find_import(storage::Transaction& tx, access::Actor const& actor, std::string_view ref);
// Newest first; without their reports.
std::vector<ImportFileRun> import_runs(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                       std::int64_t offset, std::int64_t& total);

// Keeps the file with what its first check said; answers the ref.
std::string keep_upload(audit::Act& act, ImportRequest const& request, PreparedImport const& prepared,
                        intake::Report const& report);
ImportRequest request_of(storage::Transaction& tx, ImportFileRun const& run);
// Keeps choices and report; a choice about headers is remembered for files of the same shape. Refused
// "import.page.closed" when the import has moved on.
Result<void> keep_check(audit::Act& act, ImportFileRun const& run, ImportRequest const& request,
                        PreparedImport const& prepared, intake::Report const& report);
Result<void> cancel_import(audit::Act& act, ImportFileRun const& run);
// The file is needed no longer.
void forget_file(storage::Transaction& tx, std::int64_t import_id);

intake::Matching remembered_matching(storage::Transaction& tx, std::string_view kind, std::string_view signature);

// The wrong rows with a first column that says what to do, as a workbook to mend and send again.
std::string wrong_rows(ImportRequest const& request, PreparedImport const& prepared, intake::Report const& report,
                       std::string_view language);

}  // namespace thidua::registry
