// SQL of cells; no rights are asked here.
#pragma once

#include "block/sheet.h"

namespace thidua::block {

std::optional<scoring::Column> column_named(std::string_view name);
// Nothing where the cell never had that version.
std::optional<Content> past_content(storage::Transaction& tx,
                                    std::int64_t sheet_id,
                                    CellKey const& key,
                                    std::int64_t version);
// The cell as it stands from now on, and in its past.
void put_cell(audit::Act& act, std::int64_t sheet_id, CellKey const& key, Cell const& cell);

}  // namespace thidua::block
