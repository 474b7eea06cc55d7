// The list of awards: any combination of filters, facets with counts, three orders. Filters only
// narrow what the reader may see (ReadRegister over the unit frozen with the award, markings within
// clearance).
#pragma once

#include "base/result.h"
#include "http/request.h"
#include "register/search.h"

#include <map>
#include <optional>
#include <string>

namespace thidua::registry {

// What a reader asked for; "" and nothing where a filter is not used. The names are those of the
// query string, and stay.
struct AwardFilter {
    std::string q;  // A subject's number or name, or a decision's number, whichever it looks like.
    std::string name;      // Of the recipient.
    std::string number;    // Beginning of the recipient's number or code.
    std::string unit;      // Code; with its sub-units.
    bool lineage = false;  // And what these were before.
    bool alone = false;    // The unit without its sub-units.
    std::string decision;  // Beginning of the decision's number.
    std::string award;
    std::string level;
    std::string mode;
    std::string movement;  // As entered.
    std::string marking;
    std::string state;   // valid, revoked; "" both; withdrawn only when asked for.
    std::string kind;    // person, unit
    std::string sex;     // nam, nu, unknown
    std::string direct;  // 1, 0, unknown
    std::string block;   // Address of a block: its members in the year of the decision.
    std::string year;    // Achievement year, or "unknown"
    std::string from;    // Days of the decision, as typed.
    std::string to;
    std::string sort = "date";  // date (newest first), name (given names), unit
};

AwardFilter read_award_filter(http::Values const& values);
// "unit=K101&year=2018": only what is set, in a fixed order.
std::string to_query(AwardFilter const& filter);

// How many of the awards found have each value; more says that they are floors.
using Facet = std::map<std::string, std::int64_t>;
struct Facets {
    std::map<std::string, Facet> by_name;  // award, level, year, kind, mode, state, marking
    bool more = false;
};

struct AwardList {
    Hits hits;
    Facets facets;
    bool is_sorted = true;  // false: too many to sort as asked; the newest come first.
};

// BadInput for a unit, a block, a day or a year that names nothing; the field is the filter's name.
Result<AwardList> find_awards(storage::Transaction& tx,
                              access::Actor const& actor,
                              AwardFilter const& filter,
                              Window window);

// The awards as rows, in the order of `ids`. Also what sheets are made of. A revoking paper above
// the actor's clearance is not named.
boost::json::array award_rows(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::vector<std::int64_t> const& ids);

}  // namespace thidua::registry
