// Acts on the dated unit tree. Each has a day from which it holds and a deciding paper; nothing
// that was true before that day changes. Days to come are refused ("organisation.unit.future"):
// rights follow the tree of today, so an act is entered when its day has come.
//
// Common refusals: "organisation.unit.before-existence" (the day lies before the unit's first),
// "organisation.unit.ended" (it no longer stands), "organisation.unit.later-act" (it changed after
// that day: what was entered later would be contradicted).
#pragma once

#include "organisation/acts.h"

#include <map>
#include <string>
#include <vector>

namespace thidua::organisation {

struct CreateUnit {
    std::string code;
    std::string name;
    std::string kind;    // vocabulary unit-kind
    std::string parent;  // Code; "" for a top unit.
    Date from;
    std::optional<Date> to = {};  // Last day: a unit of the past, entered for its history.
    bool offline = false;
    std::string head_decides = {};
    std::vector<std::string> predecessors =
        {};  // Codes of units that have ended: what it came from.
    Paper paper = {};
};
Result<Unit> create_unit(Act& act, CreateUnit const& command);

struct RenameUnit {
    std::string code;
    std::string name;
    std::string kind = {};      // "" keeps it.
    std::string new_code = {};  // Given: a successor of that code takes people and sub-units over.
    Date on;
    Paper paper = {};
    std::int64_t version = 0;
};
Result<Unit> rename_unit(Act& act, RenameUnit const& command);

struct MoveUnit {
    std::string code;
    std::string parent;
    Date on;
    Paper paper = {};
    std::int64_t version = 0;
};
Result<Unit> move_unit(Act& act, MoveUnit const& command);

// Parts of a unit become units of their own. The unit stands on beside them or ends.
struct SplitUnit {
    struct Part {
        std::string code;
        std::string name;
    };
    std::string code;
    std::vector<Part> parts;
    bool continues = false;
    std::map<std::string, std::string> units = {};  // Sub-unit code → code of the part it goes to.
    std::map<std::string, std::string> people = {};  // Person code → code of the part.
    std::string rest = {};  // The part that takes everything not named; needed when the unit ends.
    Date on;
    Paper paper = {};
    std::int64_t version = 0;
};
Result<Unit> split_unit(Act& act, SplitUnit const& command);

// Units go into one: a new one (hợp nhất), or one that stands already and goes on (sáp nhập).
struct MergeUnits {
    std::vector<std::string> codes;
    std::string into;         // Code of the new or the standing unit.
    std::string name = {};    // Of a new one.
    std::string kind = {};    // Of a new one; "" as the first.
    std::string parent = {};  // Of a new one; "" as the first.
    Date on;
    Paper paper = {};
    std::int64_t version = 0;  // Of the first.
};
Result<Unit> merge_units(Act& act, MergeUnits const& command);

// Refused "organisation.unit.people-inside" and "organisation.unit.units-inside", which name them.
struct DissolveUnit {
    std::string code;
    Date on;  // The first day it no longer stands.
    Paper paper = {};
    std::int64_t version = 0;
};
Result<Unit> dissolve_unit(Act& act, DissolveUnit const& command);

// What has no day: attributes.
struct EditUnit {
    std::string code;
    bool offline = false;
    std::string head_decides = {};  // Award codes its head may decide, ';' between.
    std::int64_t version = 0;
};
Result<Unit> edit_unit(Act& act, EditUnit const& command);

}  // namespace thidua::organisation
