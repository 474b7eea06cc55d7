// The award sheet (phiếu khen thưởng) of a person or a unit: everything they were awarded, by the
// day of the decision, revoked awards shown as such, a unit's with those of its predecessors.
//
// A person's sheet is read whole by who may read the register over the person's unit of today and
// by the person (ReadOwnSheet); another reader gets what was awarded under the units of their own
// part, and an answer that there is no such sheet where that is nothing. A unit's sheet is read by
// who may read the register over the unit; what its predecessors were awarded belongs to it.
#pragma once

#include "access/actor.h"
#include "base/result.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// One subject of a sheet: the person, the unit, or one of the unit's predecessors.
struct SheetSubject {
    std::string kind;  // person, unit
    std::int64_t id = 0;
    std::string code;
    std::string name;
    bool is_predecessor = false;
};

struct Sheet {
    std::vector<SheetSubject> subjects;  // The first is whose sheet it is.
    std::vector<std::int64_t> awards;    // By day of decision, all subjects together.
};

Result<Sheet> person_sheet(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string_view code);
Result<Sheet> unit_sheet(storage::Transaction& tx,
                         access::Actor const& actor,
                         std::string_view code);

// The sheet's page: {"subject", "predecessors", "certified", "list" (its awards), "unchecked"
// (awards that a certified sheet only names), "counts" (valid awards by award)}. A certified sheet
// lists only what was checked against the signed paper.
boost::json::object sheet_document(storage::Transaction& tx,
                                   access::Actor const& actor,
                                   Sheet const& sheet,
                                   bool certified);

// The newest awards of a sheet, at most `count`, newest first.
boost::json::array latest_awards(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 Sheet const& sheet,
                                 std::size_t count);

}  // namespace thidua::registry
