// Scales (thang điểm) as an office or a block keeps them: drafts that are edited piece by piece,
// versions that stand unchanged once adopted.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "scoring/scale.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::block {

inline constexpr std::string_view kDraft = "draft";
inline constexpr std::string_view kAdopted = "adopted";
inline constexpr std::string_view kRetired = "retired";
// Copied from, in CreateScale: the scale the program proposes.
inline constexpr std::string_view kProposal = "proposal";

struct StoredScale {
    std::int64_t id = 0;
    std::string ref;
    std::string series;  // Ref of the first version; all versions of one scale share it.
    int number = 1;      // Of the version in its series.
    std::string name;
    std::string level;                     // vocabulary block-level; "" any
    std::optional<std::int64_t> block_id;  // Of one block alone.
    std::string block_name;
    std::string owner_path;  // Of the office it belongs to.
    std::string state;       // kDraft, kAdopted, kRetired
    bool proposal = false;   // As the program proposes it; nobody has changed it.
    std::string body;        // JSON, docs/formats/score.md "scale".
    std::string made_by;
    std::int64_t made_at = 0;
    std::string adopted_by;
    std::optional<std::int64_t> adopted_at;
    std::int64_t version = 1;

    // What it says to the engine. Throws std::logic_error where the stored body cannot be read:
    // none is stored unread.
    scoring::Scale read() const;
};

// Newest version first within a series, series by name. Scales are no secret inside the sector.
std::vector<StoredScale> scales(storage::Transaction& tx);
std::optional<StoredScale> find_scale(storage::Transaction& tx, std::string_view ref);
std::optional<StoredScale> scale_by_id(storage::Transaction& tx, std::int64_t id);
// The office's planners over its owner; the leader of the block it belongs to.
bool may_write(storage::Transaction& tx, access::Actor const& actor, StoredScale const& scale);
// JSON of the scale the program proposes.
std::string proposed_scale();

struct CreateScale {
    std::string name;
    std::string level;
    std::string block;  // Ref of the block it is for alone; "" for the office's.
    std::string from;   // Ref of a scale to copy, kProposal, or "" for an empty one.
};
Result<StoredScale> create_scale(audit::Act& act, CreateScale const& command);
// The next version of a scale, as a draft; Refused where one is a draft already.
Result<StoredScale> draft_next_version(audit::Act& act, std::string const& ref);

struct EditScale {
    std::string ref;
    std::string name, level, decimals, formula, ties, trimmed, outlier;  // As typed.
    std::int64_t version = 0;
};
Result<StoredScale> edit_scale(audit::Act& act, EditScale const& command);

struct PutGroup {
    std::string ref;
    std::string old_code;  // "" adds one.
    std::string code, name, kind, maximum;
    std::int64_t version = 0;
};
Result<StoredScale> put_group(audit::Act& act, PutGroup const& command);

struct PutCriterion {
    std::string ref;
    std::string group;
    std::string old_code;  // "" adds one.
    std::string code, name, maximum, measure;
    std::string from, to, each, at_least;
    std::string bands;  // One "at least: points" a line.
    bool excludes = false;
    std::string source;  // What works it out (figures.h); "" people enter it.
    std::string note;    // Said to the scorer beside the cell; may be "".
    std::int64_t version = 0;
};
Result<StoredScale> put_criterion(audit::Act& act, PutCriterion const& command);

struct DropPart {
    std::string ref;
    std::string group;
    std::string criterion;  // "" drops the whole group.
    std::int64_t version = 0;
};
Result<StoredScale> drop_part(audit::Act& act, DropPart const& command);

struct MovePart {
    std::string ref;
    std::string group;
    std::string criterion;  // "" moves the whole group.
    bool up = false;
    std::int64_t version = 0;
};
// One place among its neighbours; at the end it stays.
Result<StoredScale> move_part(audit::Act& act, MovePart const& command);

struct LoadScale {
    std::string ref;
    // In place of what the draft says: JSON of a whole scale, or a workbook of its groups and
    // criteria (scale_file.h).
    std::string file;
    std::int64_t version = 0;
};
Result<StoredScale> load_scale(audit::Act& act, LoadScale const& command);

struct SettleScale {
    std::string ref;
    std::int64_t version = 0;
};
// From then on it may be used and never changes.
Result<StoredScale> adopt_scale(audit::Act& act, SettleScale const& command);
// No new round takes it; rounds that have it keep it.
Result<StoredScale> retire_scale(audit::Act& act, SettleScale const& command);

// What one version says otherwise than another.
struct ScaleDifference {
    std::string what;   // scale, group, criterion
    std::string code;   // Of the group or criterion.
    std::string field;  // added, removed, name, max, measure, kind, source, note, group, formula,
                        // ties, trimmed, outlier, decimals
    std::string before, after;
};
std::vector<ScaleDifference> differences(StoredScale const& before, StoredScale const& after);

}  // namespace thidua::block
