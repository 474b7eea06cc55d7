#include "organisation/top_unit.h"

#include "organisation/unit.h"

namespace thidua::organisation {

Result<void> make_top_unit(Act& act, std::string const& code, std::string const& name, Date first_day)
{
    auto made = create_unit(act, {.code = code, .name = name, .kind = "ban", .parent = "", .from = first_day});
    if (made) return {};
    auto error = std::move(made.error());
    for (auto& problem : error.problems) problem.field = "top_unit_" + problem.field;
    return error;
}

}  // namespace thidua::organisation
