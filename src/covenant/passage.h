// The way of a covenant through the year: draft → opinions → ready → signing → in force → mid-year
// → closed. Each step is an act; what hinders it is told with what to do.
#pragma once

#include "covenant/covenant.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <vector>

namespace thidua::covenant {

// One thing to see to before signing. `key` is the locale key covenant.readiness.<key>.
struct Check {
    std::string key;
    bool done = false;
    bool needed = true;              // Else a reminder that hinders nothing.
    std::vector<std::string> units;  // Names of those it is about.
};
std::vector<Check> readiness(storage::Transaction& tx, Covenant const& covenant, Date today);

struct Step {
    std::string ref;
    std::int64_t version = 0;
    std::string reason = {};
};
// Draft → Opinions: the units are asked (task per unit).
Result<void> ask_opinions(Act& act, Step const& command);
struct GiveOpinion {
    std::string ref;
    std::string unit;  // Code.
    bool agrees = false;
    std::string text;
};
// By who acts for the unit, while opinions are asked; a later one replaces an earlier one.
Result<void> give_opinion(Act& act, GiveOpinion const& command);
// Draft or Opinions → Ready, where nothing needed is missing.
Result<void> declare_ready(Act& act, Step const& command);
// Ready or Signing → Draft, with a reason. What was signed of an edition being signed stays
// readable.
Result<void> reopen(Act& act, Step const& command);
// Ready → Signing: the text is frozen into the next edition and laid before every unit.
Result<void> open_signing(Act& act, Step const& command);
// Signing → in force (or mid-year, where an amendment comes after the review). Needs a reason while
// a unit has not signed, and one signature at least.
Result<void> bring_into_force(Act& act, Step const& command);
// In force or mid-year → Draft, with a reason; the edition in force stays so until the next one is.
Result<void> amend(Act& act, Step const& command);
// An amendment that is not laid before the units is given up: the working text is again that of the
// edition in force.
Result<void> drop_amendment(Act& act, Step const& command);
// In force → MidYear: the half-year review is held, its figures stand.
Result<void> close_mid_year(Act& act, Step const& command);
// In force or mid-year → Closed.
Result<void> close(Act& act, Step const& command);

// Not an act: the last step of signing, when every unit has signed. Without checks.
void put_in_force(Act& act, Covenant const& covenant, std::string const& missing_why);

// --- Editions -----------------------------------------------------------------------------------

struct Edition {
    std::int64_t id = 0;
    std::int64_t covenant_id = 0;
    std::int64_t number = 0;
    std::string content;  // Canonical JSON.
    std::string hash;     // Its SHA-256, lower-case hex.
    std::string state;    // signing, in-force, superseded, withdrawn
    std::string reason;
    std::string opened_by;
    Date opened_on;
    std::optional<Date> last_day;
    std::optional<Date> in_force_on;
    std::string missing_why;
};
// Newest first.
std::vector<Edition> editions_of(storage::Transaction& tx, Covenant const& covenant);
std::optional<Edition> find_edition(storage::Transaction& tx,
                                    Covenant const& covenant,
                                    std::int64_t number);
// The one that is being signed, else the one in force.
std::optional<Edition> edition_to_sign(storage::Transaction& tx, Covenant const& covenant);

// The working text as it would be frozen; `number` of the edition it would be.
boost::json::object content_of(storage::Transaction& tx,
                               Covenant const& covenant,
                               std::int64_t number);

}  // namespace thidua::covenant
