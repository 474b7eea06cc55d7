// Who decides an award where its paper does not say, by the award and the day of the decision:
// law/authorities.csv, with the clause and how sure we are of it. Days no line covers have no answer.
#pragma once

#include "base/date.h"
#include "register/catalogue.h"

#include <string>
#include <string_view>

namespace thidua::registry {

struct Decider {
    std::string authority;   // Vocabulary authority.
    std::string clause;      // "" where the award's name says who gives it.
    std::string confidence;  // A, B
};
// Null where the law at hand does not say. Lives as long as the program.
Decider const* lawful_decider(std::string_view award, Date on);

// The office's own word for this award, else the law's on that day, else "".
std::string_view deciding_authority(AwardType const& type, Date on);

}  // namespace thidua::registry
