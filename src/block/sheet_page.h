// What the pages of a sheet have in common: the sheet as the actor may see it, and its table.
#pragma once

#include "block/documents.h"
#include "block/sight.h"
#include "http/page.h"

namespace thidua::block {

// A sheet of the page's address; nothing the actor may not know of.
struct OpenSheet {
    Round round;
    Sight sight;
    Sheet sheet;
    scoring::Scale scale;
    bool scores_it = false;  // One of the actor's units is to cross-score it.

    bool shows(scoring::Column column) const;
    // The last column whose entries may flow into what is shown.
    scoring::Column last_shown() const;
    Result<scoring::Score> score() const;
};
// NotFound where none of its columns may be seen.
Result<OpenSheet> open_sheet(storage::Transaction& tx, http::Context const& ctx);

// Groups and criteria with what each visible column says: {"points", "value", "entered",
// "not_applicable"} under the column's code.
boost::json::array table_of(OpenSheet const& opened, scoring::Score const& score);

// Whose the evidence of a criterion is, as `files` keeps it.
std::string evidence_owner(std::int64_t sheet_id, std::string_view criterion);

}  // namespace thidua::block
