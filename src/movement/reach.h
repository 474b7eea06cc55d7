// What the law says of an aim: whether the best that can still be done within the year is enough.
#pragma once

#include "access/actor.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::movement {

// Why the award is out of reach in that year, in the reader's words; nothing where it is within
// reach, where the records are not complete enough to say, or where the actor may not read them. A
// warning: it hinders nobody.
std::optional<std::string> out_of_reach(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view subject_code,
                                        std::string_view award,
                                        int year,
                                        std::string const& language);

}  // namespace thidua::movement
