// Targets of a movement (chỉ tiêu): spread to units and people in one act, reported, rolled up.
//
// A share belongs under the share of the nearest unit above that has one of the same target. Who has
// shares below reports nothing: its result is theirs, rolled up as the target says. A figure that
// changes is carried up the chain of its parents alone; roll_up_all does the same for everything.
#pragma once

#include "movement/movement.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

// Figures are thousandths of the unit of measure.
inline constexpr std::int64_t kThousand = 1000;
// As people type them: "1.250,5", "1.250", "95,5", also "95.5"; at most three decimals. A point before
// three digits parts thousands.
std::optional<std::int64_t> parse_figure(std::string_view text);
std::string figure_text(std::int64_t thousandths);  // "1250,5": to stand in a field again.
double figure(std::int64_t thousandths);

std::span<std::string_view const> betters();  // high, low
std::span<std::string_view const> rolls();    // sum, mean, min, max

struct Target {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t movement = 0;
    std::string name, measure, better, roll, source;
    Date due_on;
    std::int64_t wanted = 0;
    std::optional<std::int64_t> result;
    std::int64_t shares = 0, reported = 0;  // All of them; how many have a result.
};
std::vector<Target> targets_of(storage::Transaction& tx, std::int64_t movement);
std::optional<Target> find_target(storage::Transaction& tx,
                                  std::int64_t movement,
                                  std::string_view ref);

// Until the movement is over. Permission WriteMovements over its owner.
struct AddTarget {
    std::string ref;
    std::string name, measure, better, roll, source;
    std::string wanted;  // As typed.
    std::optional<Date> due_on;
    std::int64_t version = 0;
};
Result<std::string> add_target(Act& act, AddTarget const& command);
// Only one that nobody carries.
Result<void> drop_target(Act& act, std::string_view ref, std::string_view target, std::int64_t version);

// How a wanted figure is parted among subjects.
enum class Split { Same, ByHeadcount };
struct Cell {
    std::string target;   // Its ref.
    std::string subject;  // Code of a unit or person below the movement's owner.
    std::int64_t wanted = 0;
};
// What a spread would give, to be looked at and changed. BadInput for subjects that do not fit.
Result<std::vector<Cell>> plan_spread(Act& act,
                                      Movement const& movement,
                                      std::vector<std::string> const& targets,
                                      std::vector<std::string> const& subjects,
                                      Split split);

struct SpreadTargets {
    std::string ref;
    std::vector<Cell> cells;
    std::int64_t version = 0;
};
// All or none; the spread's ref. A subject that carries the target already is refused by name.
Result<std::string> spread_targets(Act& act, SpreadTargets const& command);

struct UndoSpread {
    std::string ref, spread, reason;
    std::int64_t version = 0;
};
// Refused, with names, once results rest on it or another spread lies below it.
Result<void> undo_spread(Act& act, UndoSpread const& command);

struct ReportResult {
    std::string ref;    // Of the movement.
    std::string share;
    std::string result;  // As typed.
    std::optional<Date> day;
    std::string note;
    std::optional<http::Upload> file = {};
    std::int64_t version = 0;  // Of the share.
};
// Permission WriteMovements over the share's unit, while the movement runs.
Result<void> report_result(Act& act, ReportResult const& command);

struct Share {
    std::int64_t id = 0;
    std::string ref, kind, code, name;
    std::int64_t subject = 0;
    std::string unit_path;
    int depth = 0;
    std::int64_t wanted = 0;
    std::optional<std::int64_t> result;
    std::string state;
    std::optional<Date> reported_on;
    std::string reported_by, note;
    bool rolls_up = false;  // Has shares below it.
    bool late = false;      // Reported after the target's day.
    std::int64_t version = 1;
    std::int64_t spread = 0;
};
// Down the tree; only subjects in the actor's parts.
std::vector<Share> shares_of(storage::Transaction& tx,
                             access::Actor const& actor,
                             Target const& target);
std::optional<Share> find_share(storage::Transaction& tx, std::string_view ref);

struct SpreadDone {
    std::string ref, by, reason;
    std::int64_t shares = 0;
    Instant at;
    bool undone = false;
};
std::vector<SpreadDone> spreads_of(storage::Transaction& tx, std::int64_t movement);

// How many shares of a movement still have no result, and some of them by name.
struct OpenShares {
    std::int64_t count = 0;
    std::vector<std::string> some;
};
OpenShares open_shares(storage::Transaction& tx, std::int64_t movement);
// Ends them as not reported.
void lapse_open_shares(Act& act, std::int64_t movement);

// All results above the reported ones anew, level by level, for every target whose movement runs.
void roll_up_all(storage::Transaction& tx);

std::string owner_of(Share const& share);  // Of its evidence.

}  // namespace thidua::movement
