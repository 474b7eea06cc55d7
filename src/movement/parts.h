// What every act of this folder begins and ends with.
#pragma once

#include "movement/movement.h"
#include "organisation/acts.h"

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace thidua::movement {

// NotFound where the actor may not know of it, Denied where they may not do `permission` over its
// owner, Conflict where it changed since `version`.
Result<Movement> movement_for(Act& act,
                              std::string_view ref,
                              Permission permission,
                              std::int64_t version);
// The movement changed: its version moves on.
void touch(storage::Transaction& tx, Movement const& movement);
void leave_line(Act& act,
                std::string_view what,
                Movement const& movement,
                boost::json::object const* before,
                boost::json::object const* after);
std::string page_of(Movement const& movement);
std::string title_of(Movement const& movement);  // "PT-2025-001 Thi đua …"

// Collects what is wrong with typed values.
class Complaints {
public:
    void add(std::string key, std::string field, Args args = {});
    // "error.required" when empty, "error.garbled" for text in an old encoding; tidied.
    std::string required(std::string const& value, std::string const& field);
    void choice(std::string_view value,
                std::span<std::string_view const> allowed,
                std::string const& field);
    Result<void> check() const;

private:
    std::vector<Problem> problems_;
};

}  // namespace thidua::movement
