// A unit's sheet in a round: its cells in four columns, each with its versions.
#pragma once

#include "block/round.h"
#include "scoring/sheet.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thidua::block {

// What a cell says; nothing of it where it is empty.
struct Content {
    std::optional<scoring::Amount> value, points;
    bool not_applicable = false;
    std::string reason;

    bool empty() const { return !value && !points && !not_applicable; }
    bool operator==(Content const&) const = default;
};
struct Cell {
    Content content;
    std::int64_t version = 0;
    std::string by;
    std::int64_t at = 0;
};
struct CellKey {
    scoring::Column column = scoring::Column::Self;
    std::int64_t scorer_id = 0;  // In Cross alone.
    std::string criterion;
    auto operator<=>(CellKey const&) const = default;
};

struct Sheet {
    std::int64_t id = 0;
    Member unit;
    std::int64_t people = 0;
    std::optional<std::int64_t> sent_at;
    std::string sent_by;
    std::optional<std::int64_t> votes;
    std::string votes_from;
    std::int64_t version = 1;
    std::map<CellKey, Cell> cells;

    Cell const* cell(CellKey const& key) const;
    // As the engine takes it; columns after `last` are left out.
    scoring::Sheet for_engine(Round const& round,
                              scoring::Column last = scoring::Column::Verified) const;
};
std::optional<Sheet> find_sheet(storage::Transaction& tx,
                                Round const& round,
                                std::string_view unit_code);
// In the order of the round's members.
std::vector<Sheet> sheets_of(storage::Transaction& tx, Round const& round);

struct Scorer {
    Member unit;
    std::optional<std::int64_t> sent_at;
};
std::vector<Scorer> scorers_of(storage::Transaction& tx, Round const& round, std::int64_t sheet_id);
// Sheets that one of the actor's units is to cross-score: (unit scored, scorer).
struct CrossTask {
    Member unit, scorer;
    std::optional<std::int64_t> sent_at;
};
std::vector<CrossTask> cross_tasks(storage::Transaction& tx,
                                   access::Actor const& actor,
                                   Round const& round);

// One former content of a cell, newest first.
struct PastCell {
    scoring::Column column = scoring::Column::Self;
    std::int64_t scorer_id = 0;
    Cell cell;
};
std::vector<PastCell> past_of(storage::Transaction& tx,
                              std::int64_t sheet_id,
                              std::string_view criterion);

// What the system worked out for a criterion, with the rows behind.
struct StoredFigure {
    std::string source;
    scoring::Amount value = 0;
    std::string rows;  // JSON array of {"key","args","link","counts"}
    std::int64_t at = 0;
};
std::map<std::string, StoredFigure> figures_of(storage::Transaction& tx, std::int64_t sheet_id);

// What a criterion is entered as: a value that is turned into points, or the points themselves.
// Only the unit itself tells values; the others judge points.
bool takes_value(scoring::Column column, bool judged);
// A content for a reader, its reason behind it: "12,5", "–" where it does not apply, "…" for none.
std::string shown(Content const& content);
// Whether the unit's verified column is open again between the two publications.
bool appeal_upheld(storage::Transaction& tx, Round const& round, std::int64_t sheet_id);

// ---- acts

// As typed; "" for nothing.
struct CellEntry {
    std::string criterion;
    std::string value, points;
    bool not_applicable = false;
    std::string reason;
    std::int64_t version = 0;  // Of the cell it was made from; 0: there was none.
};
struct SaveCells {
    std::string round;   // Ref.
    std::string unit;    // Whose sheet.
    std::string scorer;  // The unit that scores, in Cross alone.
    scoring::Column column = scoring::Column::Self;
    std::vector<CellEntry> entries;
};
struct SavedCells {
    struct Cell {
        std::string criterion;
        std::int64_t version = 0;  // Of the cell as it stands now.
    };
    std::vector<Cell> cells;  // Those that changed.

    int changed() const { return static_cast<int>(cells.size()); }
};
// All or nothing. What the actor did not change since `version` is left alone; a cell somebody else
// changed meanwhile is a Conflict that tells both contents (args "mine", "theirs", "by", and for
// programs the standing content as "version", "value", "points", "not_applicable", "reason");
// outside the stage of its column, after its last day, and on a sheet already sent it is Refused.
Result<SavedCells> save_cells(audit::Act& act, SaveCells const& command);

struct SendSheet {
    std::string round, unit;
    std::string scorer;  // Sends the unit's cross-scores of `unit`; "" the unit's own sheet.
    bool take_back = false;
};
// A sheet with cells left open is Refused: zero is a score, nothing is not.
Result<void> send_sheet(audit::Act& act, SendSheet const& command);

// Works out anew what the sources say, for one sheet.
void refresh_figures(audit::Act& act,
                     Round const& round,
                     Sheet const& sheet,
                     scoring::Scale const& scale,
                     FigureSources const& sources);

}  // namespace thidua::block
