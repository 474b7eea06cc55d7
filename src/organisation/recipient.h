// Recipients that are not on the staff: ad-hoc collectives, outside bodies, outside persons,
// households. Created in one confirmed step, never silently: what resembles the name is shown
// first.
#pragma once

#include "organisation/acts.h"

#include <string>
#include <vector>

namespace thidua::organisation {

enum class RecipientKind { Collective, Body, Person, Household };

struct CreateRecipient {
    RecipientKind kind = RecipientKind::Collective;
    std::string code = {};  // "" makes one up.
    std::string name;
    std::string unit;  // Parent of a collective or body; the unit that keeps a person's or
                       // household's entry.
    std::optional<Date> from = {};  // Collectives and bodies; today where nothing is given.
    std::optional<Date> to = {};
    std::vector<std::string> members = {};  // Codes of people, of a collective.
    std::optional<Date> birth_date = {};    // Of a person.
    std::string sex = {};
    bool confirmed = false;
    Paper paper = {};
};
// BadInput "organisation.recipient.confirm"@confirmed, or
// "organisation.recipient.similar"@confirmed with the names of those it resembles, until confirmed.
Result<Subject> create_recipient(Act& act, CreateRecipient const& command);

// Replaces the members of a collective.
struct SetMembers {
    std::string code;
    std::vector<std::string> members;
    std::int64_t version = 0;
};
Result<Unit> set_members(Act& act, SetMembers const& command);

}  // namespace thidua::organisation
