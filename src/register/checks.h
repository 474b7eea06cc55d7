// Checks of the register: what looks wrong and a person should look at. Nothing is mended here;
// each finding leads to the record and to the act that mends it. Read within the reader's part and
// clearance: what is hidden is never part of a finding.
#pragma once

#include "access/actor.h"
#include "base/result.h"
#include "http/page.h"
#include "register/search.h"
#include "storage/database.h"

#include <span>
#include <string_view>
#include <vector>

namespace thidua::registry {

struct Findings {
    boost::json::array rows;  // Each has "href": where to look.
    std::int64_t total = 0;   // Counted to kCountedHits.
    bool more = false;
};

struct Check {
    std::string_view name;  // In addresses, and checks.<name>.title, .explain, .todo in the locale.
    std::vector<http::Column> columns;
    Findings (*find)(storage::Transaction&, access::Actor const&, Window);
};

// doubles: one subject, award, year and mode twice. dates: one number with two dates in a year.
// gaps: numbers that a series leaves out. unmatched: rows of imports whose recipient was not found.
// service: decided before a person joined or after they left. life: decided outside a unit's life.
std::span<Check const> checks();
Check const* find_check(std::string_view name);

// A paper's number taken apart: 512 and "/qđ-bcy"; nothing for a number that does not begin with
// digits.
struct SerialNumber {
    std::int64_t serial = 0;
    std::string symbol;
};
std::optional<SerialNumber> serial_number(std::string_view number_key);

// What a series from its first to its last leaves out, as inclusive ranges. Nothing where more than
// half is left out: then the office keeps the series elsewhere, and holes say nothing.
struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool operator==(Range const&) const = default;
};
std::vector<Range> gaps_in(std::vector<std::int64_t> serials);

}  // namespace thidua::registry
