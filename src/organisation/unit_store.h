// The tables of the unit tree: states without holes, the path of today, links, acts.
#pragma once

#include "organisation/acts.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

// What holds of a unit from a day on.
struct UnitState {
    Date from;
    std::optional<Date> to;
    std::string name;
    std::string kind;
    std::optional<std::int64_t> parent_id;
};
UnitState newest_state(storage::Transaction& tx, std::int64_t unit_id);

std::int64_t insert_act(Act& act, std::string_view kind, Date on, Paper const& paper);
// Shows the act in the unit's timeline.
void touch(storage::Transaction& tx, std::int64_t act_id, std::int64_t unit_id);

struct NewUnit {
    std::string code;
    std::string name;
    std::string kind;
    std::optional<Unit> parent;
    Date from;
    std::optional<Date> to;
    bool offline = false;
    std::string head_decides;
};
Unit insert_unit(storage::Transaction& tx, NewUnit const& unit, std::int64_t act_id);

// Name, kind or parent from `state.from` on, which is not before the newest state's first day; on
// that very day the newest state is replaced. Follows in `unit`, paths and search words.
void set_state(storage::Transaction& tx,
               Unit const& unit,
               UnitState const& state,
               std::int64_t act_id);
// `last` is the last day the unit stands.
void end_unit(storage::Transaction& tx, std::int64_t unit_id, Date last);
void link(storage::Transaction& tx,
          std::int64_t predecessor,
          std::int64_t successor,
          std::string_view kind,
          Date on);

// Units directly below that stand on `day` or later.
std::vector<Unit> children_from(storage::Transaction& tx, std::int64_t unit_id, Date day);
// People in service whose unit it is, or who hold a post in it, on `day` or later.
std::vector<Person> people_from(storage::Transaction& tx, std::int64_t unit_id, Date day);
// From `on` people serve in `to` in the posts they held.
void move_person(storage::Transaction& tx,
                 std::int64_t person_id,
                 std::int64_t from_unit,
                 std::int64_t to_unit,
                 Date on);

// Whether `ancestor` stands above `unit_id`, or is it, on `day` or later.
bool is_above(storage::Transaction& tx, std::int64_t ancestor, std::int64_t unit_id, Date day);

}  // namespace thidua::organisation
