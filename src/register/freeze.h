// The facts of a recipient as on the day of the decision. What the paper states wins; then dated
// posts and unit names; then what is true today, marked as assumed; nothing is invented.
#pragma once

#include "organisation/lookup.h"
#include "register/register.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::registry {

// What the paper says; nothing where it is silent.
struct Stated {
    std::optional<std::string> name;
    std::optional<std::int64_t> unit_id;
    std::optional<std::string> rank;
    std::optional<std::string> position;
    std::optional<std::string> sex;
    std::optional<bool> direct_worker;
    std::optional<std::string> target_group;
};

// The facts of a person that stand in the entry as it is today.
struct Today {
    std::string_view name;
    std::int64_t unit_id = 0;
    std::string_view rank;
    std::string_view position;
    std::string_view sex;
    std::optional<bool> direct_worker;
};

// Without unit_name, which the caller knows or asks for. `post` is the one held on that day, or null.
Frozen freeze_person(Today const& today, organisation::PostOnDay const* post, Stated const& stated);
Frozen freeze_unit(std::int64_t unit_id, std::string_view name_on_day, Stated const& stated);

// Everything, read from the register of people and units. `kind` is organisation::kPerson or kUnit;
// the subject must exist.
Frozen freeze(storage::Transaction& tx, std::string_view kind, std::int64_t subject_id, Date on, Stated const& stated);

// What of `frozen` the paper stated, so that the rest can be frozen anew for another day or subject.
Stated stated_in(Frozen const& frozen);

// The unit's name on that day, or its present one where its history does not reach back.
std::string unit_name_on(storage::Transaction& tx, std::int64_t unit_id, Date on);

}  // namespace thidua::registry
