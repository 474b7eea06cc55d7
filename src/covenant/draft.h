// Writing the working text: its head, its numbered contents, its targets with a plan per unit, and
// the papers of the ceremony. By who may draft (covenant.h), while the text is open.
#pragma once

#include "covenant/covenant.h"

#include <string>
#include <vector>

namespace thidua::covenant {

struct CreateCovenant {
    std::string block;  // Ref.
    int year = 0;
    std::string calendar = "calendar";
    bool like_last_year = false;  // Contents and targets of the year before, where there are any.
};
// One a block, year and calendar; the block needs members in that year. The new covenant's ref.
Result<std::string> create_covenant(Act& act, CreateCovenant const& command);

struct EditHead {
    std::string ref;
    std::int64_t version = 0;
    std::string theme, grounds, place;
    std::optional<Date> signs_on = {};
    std::string titles, undertaking, superior;
    Witness witness = {};
};
Result<void> edit_head(Act& act, EditHead const& command);

struct EditCeremony {
    std::string ref;
    std::int64_t version = 0;
    Ceremony ceremony;
};
// No part of what is signed: until the covenant is closed.
Result<void> edit_ceremony(Act& act, EditCeremony const& command);

struct WriteItem {
    std::string ref;
    std::int64_t version = 0;
    std::string item = {};    // Ref of the content to change, "" adds one at the end.
    std::string clause = {};  // Ref: its newest text is taken; "" takes `body`.
    std::string body = {};
};
Result<void> write_item(Act& act, WriteItem const& command);
struct ItemAct {
    std::string ref;
    std::int64_t version = 0;
    std::string item;
};
Result<void> remove_item(Act& act, ItemAct const& command);
// One place towards the beginning.
Result<void> raise_item(Act& act, ItemAct const& command);

struct WriteTarget {
    std::string ref;
    std::int64_t version = 0;
    Target target;              // By its `ref`; "" adds one. `units` holds the plans to keep.
    bool same_for_all = false;  // Every unit gets the block's plan.
};
Result<void> write_target(Act& act, WriteTarget const& command);
Result<void> remove_target(Act& act, ItemAct const& command);

// Titles the units aim at, by code.
struct SetUnitTitles {
    std::string ref;
    std::int64_t version = 0;
    std::vector<std::pair<std::string, std::string>> titles;
};
Result<void> set_unit_titles(Act& act, SetUnitTitles const& command);

}  // namespace thidua::covenant
