// What every act of this folder begins and ends with: the thing it is about, as far as the actor
// may know of it; the version it was made from; the audit line.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/result.h"
#include "organisation/lookup.h"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

using access::Permission;
using audit::Act;

// The deciding paper of an act on the tree.
struct Paper {
    std::string number = {};
    std::optional<Date> date = {};
    std::string note = {};
};

// NotFound where the actor may not read it, Denied where they may not do `permission` there.
// `field` makes an unknown code a BadInput of that form field instead: for codes that were typed.
Result<Unit> unit_for(Act& act,
                      std::string_view code,
                      Permission permission,
                      std::string_view field = {});
Result<Person> person_for(Act& act,
                          std::string_view code,
                          Permission permission,
                          std::string_view field = {});

// One value of a row that somebody else changed meanwhile.
struct Difference {
    std::string field;
    std::string mine;    // As in the stale command.
    std::string theirs;  // As it stands now.
};
// Conflict "organisation.error.changed" per field that differs, with args mine and theirs;
// "error.conflict" for the whole row where all values agree after all.
Error stale(std::vector<Difference> const& differences);

// The audit line of an act on a unit or person.
void record(Act& act,
            std::string_view what,
            Unit const& unit,
            boost::json::object const& before,
            boost::json::object const& after);
void record(Act& act,
            std::string_view what,
            Person const& person,
            boost::json::object const& before,
            boost::json::object const& after);

// "Phòng 1 (K101-01), Phòng 2 (K101-02), …": the first few of a list, for refusals that name them.
std::string name_some(std::vector<std::string> const& names);

}  // namespace thidua::organisation
