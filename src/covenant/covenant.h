// A covenant (giao ước thi đua): what the units of a block agree to reach in a year. The working
// text is written by the block's head, laid before the units, checked, and frozen into an edition
// that every unit's head signs. An edition never changes; a change is a new edition signed by all.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "organisation/lookup.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::covenant {

using access::Permission;
using audit::Act;

// In the order of the year. A covenant goes back to Draft for an amendment; what is in force stays
// so until the new edition is.
enum class State { Draft, Opinions, Ready, Signing, InForce, MidYear, Closed };
inline constexpr int kStateCount = 7;
std::string_view name_of(State state);  // "in-force"
State state_named(std::string_view name);

// When results are set against the plan.
enum class Period { MidYear, Year };
std::string_view name_of(Period period);  // "mid-year", "year"
std::optional<Period> period_named(std::string_view name);

// A unit of the block in the covenant's year.
struct Member {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string path;
    std::string role;  // vocabulary block-role
};

struct Witness {
    std::string post, rank, name;
};

// The order and words of the ceremony, one thing a line.
struct Ceremony {
    std::string agenda, guests, launch_text;
};

struct Covenant {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t block_id = 0;
    std::string block_ref;
    std::string block_name;
    std::string scope;  // Path of the unit that owns the block.
    int year = 0;       // Of a school year the first.
    std::string calendar = "calendar";
    State state = State::Draft;
    std::string theme;
    std::string grounds;  // One a line.
    std::string place;
    std::optional<Date> signs_on;
    std::string titles;
    std::string undertaking;
    std::string superior;
    Witness witness;
    Ceremony ceremony;
    std::optional<std::int64_t> in_force;  // Number of the edition in force.
    std::string amends_why;
    std::optional<Date> mid_year_on;
    std::optional<Date> closed_on;
    std::int64_t version = 1;
    std::vector<Member> members;  // Head and deputy first, then by code.

    Member const* member(std::string_view code) const;
    Member const* member(std::int64_t unit_id) const;
    // The working text may be changed.
    bool is_open() const { return state == State::Draft || state == State::Opinions; }
};

// "2025", or "2018-2019" for a school year.
std::string shown_year(Covenant const& covenant);

// Without asking who wants to know: for acts that ask for rights themselves.
std::optional<Covenant> find_covenant(storage::Transaction& tx, std::string_view ref);
// Nothing as well where the actor may not read it (may_read).
std::optional<Covenant> find_covenant(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view ref);

// --- Rights -------------------------------------------------------------------------------------

// The block's head or deputy unit of the year (LeadBlock), or who plans the year (PlanYear).
bool may_draft(access::Actor const& actor, Covenant const& covenant);
// Who works on it for this unit: its head or clerk.
bool acts_for(access::Actor const& actor, Member const& member);
// Drafters, the units of the block, leaders. Once an edition is in force also those who may read
// movements (ReadMovements) over one of the units or the whole block.
bool may_read(access::Actor const& actor, Covenant const& covenant);
// The same as SQL on `covenant c JOIN block b`.
std::string sql_readable(access::Actor const& actor);
// Figures of every unit before the review they are shown at: drafters and leaders.
bool oversees(access::Actor const& actor, Covenant const& covenant);

// --- What all acts begin and end with -----------------------------------------------------------

// NotFound, Denied or Conflict unless the actor may draft it and saw this version.
Result<Covenant> covenant_to_draft(Act& act, std::string_view ref, std::int64_t version);
// The same, and the working text is open; Refused "covenant.error.locked".
Result<Covenant> open_covenant(Act& act, std::string_view ref, std::int64_t version);
// Counts the version up and leaves the audit line.
void finish(Act& act,
            std::string_view what,
            Covenant const& covenant,
            boost::json::object const& before,
            boost::json::object const& after);

// --- The working text ---------------------------------------------------------------------------

struct Item {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t position = 0;
    std::string body;
    std::optional<std::string> clause_ref;
    std::int64_t clause_number = 0;
    std::int64_t newest_number = 0;  // Of the clause, to tell that it was changed since.
};
std::vector<Item> items_of(storage::Transaction& tx, Covenant const& covenant);

// A number in thousandths, or words.
struct Plan {
    std::optional<std::int64_t> number;
    std::string text;

    bool is_set() const { return number || !text.empty(); }
    bool operator==(Plan const&) const = default;
};
struct UnitPlan {
    std::int64_t unit_id = 0;
    std::string unit;  // Code.
    Plan plan;
};
struct Target {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t position = 0;
    std::string content;
    std::string measure;
    std::string kind = "number";   // number, text
    std::string better = "high";   // high, low
    std::string roll_up = "mean";  // sum, mean, none
    std::int64_t weight = 1000;    // Thousandths.
    std::string source;
    std::string carrier;
    Plan plan;  // The block's.
    std::vector<UnitPlan> units;

    bool is_number() const { return kind == "number"; }
    Plan plan_of(std::int64_t unit_id) const;
};
std::vector<Target> targets_of(storage::Transaction& tx, Covenant const& covenant);

struct Opinion {
    std::int64_t unit_id = 0;
    std::string titles;
    std::string verdict;  // agree, remarks, "" none yet
    std::string text;
    std::string by;
    std::optional<Date> on;
};
std::vector<Opinion> opinions_of(storage::Transaction& tx, Covenant const& covenant);

}  // namespace thidua::covenant
