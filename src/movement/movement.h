// Movements (phong trào thi đua): drafted, asked about, approved by a second person, launched,
// reviewed, closed. life.h has the states and steps; every step is kept, nothing is deleted.
#pragma once

#include "audit/audit.h"
#include "base/date.h"
#include "base/result.h"
#include "files/files.h"
#include "movement/life.h"
#include "organisation/lookup.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

using access::Permission;
using audit::Act;

std::span<std::string_view const> kinds();       // regular, thematic, peak, surge
std::span<std::string_view const> levels();      // central, ministry, unit
std::span<std::string_view const> reaches();     // nation, sector, block, unit
std::span<std::string_view const> opinions();    // agree, agree-but, disagree

// A movement this one answers: one of the register, or one outside it by name only.
struct Superior {
    std::optional<std::int64_t> id;
    std::string ref, code, name;
};

// What a person writes.
struct Text {
    std::string kind, name;
    std::string theme, motto, grounds, aims, contents, criteria, subjects, awards, plan, budget;
    std::string level, reach;
    Date starts_on, ends_on;  // Inclusive.
    std::optional<Date> interim_on = {};
    std::optional<Date> final_on = {};
};

struct Paper {
    std::string number;
    std::optional<Date> dated;
    std::string signer;
};

struct Movement {
    std::int64_t id = 0;
    std::string ref, code;
    Text text;
    organisation::Unit owner;
    Paper paper;
    State state = State::Draft;
    std::optional<Date> launched_on;
    std::string entered_by;
    std::string submitted_by;
    std::int64_t version = 1;

    bool is_surge() const { return text.kind == "surge"; }
    // Statistics count movements by term: under-1, 1, 1-3, 3-5, 5-plus (years).
    std::string term() const;
};

struct Draft {
    Text text;
    std::string owner;                   // Code.
    std::vector<std::string> superiors;  // Code of a movement, or a name.
};
// Permission WriteMovements over the owner. The new movement's ref.
Result<std::string> draft_movement(Act& act, Draft const& command);

struct EditDraft {
    std::string ref;
    Draft draft;  // The owner stays what it was.
    std::int64_t version = 0;
};
Result<void> edit_draft(Act& act, EditDraft const& command);

struct AskOpinions {
    std::string ref;
    std::vector<std::string> units;  // Codes.
    std::optional<Date> due_on;
    std::int64_t version = 0;
};
Result<void> ask_opinions(Act& act, AskOpinions const& command);

struct GiveOpinion {
    std::string ref;
    std::string unit;    // Code; permission WriteMovements over it.
    std::string answer;  // opinions()
    std::string text;    // Needed unless it agrees.
};
Result<void> give_opinion(Act& act, GiveOpinion const& command);

// Any other step of life.h. What a step does not ask for is left empty.
struct TakeStep {
    std::string ref;
    Step step = Step::Submit;
    std::optional<Date> day;  // Launch, order, review: the day it happened; today where none.
    std::string reason;       // Return, cancel, order; submit without opinions.
    Paper paper;              // Approve, order.
    std::string text;         // Reviews: what was found.
    std::string result;
    bool lapse_open = false;  // Close: targets without a result end as "not reported".
    std::optional<http::Upload> file = {};  // Reviews: the report.
    std::int64_t version = 0;
};
Result<void> take_step(Act& act, TakeStep const& command);

// SQL condition on `movement m JOIN unit o ON o.id = m.owner_unit_id`: those the actor may know of.
// Those that run are read below their owner as well; drafts by who may write or approve them, and
// by the units that are asked.
std::string sql_readable(access::Actor const& actor);
std::optional<Movement> find_movement(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view ref);
// For acts and later folders that ask for rights themselves.
std::optional<Movement> movement_by_id(storage::Transaction& tx, std::int64_t id);

std::vector<Superior> superiors_of(storage::Transaction& tx, std::int64_t movement);

struct Opinion {
    organisation::Unit unit;
    Date asked_on, due_on;
    std::string answer, text, answered_by;
    std::optional<Instant> answered_at;
};
std::vector<Opinion> opinions_of(storage::Transaction& tx, std::int64_t movement);

struct StepTaken {
    std::string step, from, to, reason, by;
    Date on;
    Instant at;
};
std::vector<StepTaken> steps_of(storage::Transaction& tx, std::int64_t movement);

struct Review {
    std::string ref, kind, text, result, by;
    Date held_on;
};
std::vector<Review> reviews_of(storage::Transaction& tx, std::int64_t movement);

// Files of a movement's reviews stand under this owner.
std::string owner_of(Movement const& movement);

}  // namespace thidua::movement
