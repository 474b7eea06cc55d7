// The tables of directives, read under their readers' rights.
#pragma once

#include "organisation/filter.h"
#include "programme/directives.h"

namespace thidua::programme {

// The condition "`directive d` with its owner `o` may be read by the actor".
std::string sql_readable_directives(organisation::Filter& filter, access::Actor const& actor);

}  // namespace thidua::programme
