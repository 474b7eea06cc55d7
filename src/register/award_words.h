// Awards are named in Vietnamese in the register; readers of another language get the catalogue's
// name in theirs, where it has one.
#pragma once

#include "register/catalogue.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace thidua::registry {

std::string const& name_in(std::string_view language, AwardType const& type);

// Wherever `document` names an award by code ("award") and in words ("award_name"), at any depth, the
// words become those of `language`.
void say_awards(storage::Transaction& tx, std::string_view language, boost::json::array& rows);
void say_awards(storage::Transaction& tx, std::string_view language, boost::json::object& document);

}  // namespace thidua::registry
