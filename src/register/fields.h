// What of an entry may be corrected, as texts of a form: codes, ISO days, "1" and "0". Which fields
// these are is the whitelist; nothing else of a record is ever changed by a correction.
#pragma once

#include "access/actor.h"
#include "register/register.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace thidua::registry {

// Field → value, "" for none.
using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(storage::Transaction& tx, Award const& award);
Values values_of(Decision const& decision);

// The names of the fields of an award, and of a paper, that may be corrected.
std::span<std::string_view const> award_fields();
std::span<std::string_view const> decision_fields();

// Writes typed values into the award or paper in memory; fields that `typed` lacks stay. Frozen facts
// become stated ones; another subject or day freezes the others anew. BadInput field by field.
Result<void> apply(storage::Transaction& tx, access::Actor const& actor, Award& award, Values const& typed);
Result<void> apply(access::Actor const& actor, Decision& decision, Values const& typed);

// The fields whose values differ: their old and their new values.
struct Difference {
    Values before;
    Values after;
};
Difference difference(Values const& before, Values const& after);

boost::json::object to_json(Values const& values);
Values values_from(std::string_view json_text);

}  // namespace thidua::registry
