// Reads records from the register and the organisation: by the same statements for one subject and
// for all, so that a verdict and a sweep see the same.
#pragma once

#include "access/actor.h"
#include "eligibility/record.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace thidua::eligibility {

// Awards and initiatives marked above `clearance` are left out.
std::optional<Record> read_person(storage::Transaction& tx,
                                  std::int64_t id,
                                  access::Marking clearance);
std::optional<Record> read_unit(storage::Transaction& tx,
                                std::int64_t id,
                                access::Marking clearance);
// Everybody, former staff included; every unit that ever was. By id.
std::vector<Record> read_persons(storage::Transaction& tx, access::Marking clearance);
std::vector<Record> read_units(storage::Transaction& tx, access::Marking clearance);

}  // namespace thidua::eligibility
