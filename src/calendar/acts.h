// What the office does with a year's calendar. `version` is that of the year as it was shown, 0 for
// a year nobody has touched. All need write-calendar; a year outside 1968–2199 is bad input.
#pragma once

#include "audit/audit.h"
#include "calendar/working_days.h"

namespace thidua::calendar {

// "The days are those of the decision": fixes them as they stand.
struct ConfirmYear {
    int year = 0;
    std::int64_t version = 0;
};
Result<void> confirm_year(audit::Act& act, ConfirmYear const& command);

// Enters a day off (or a weekend day that is worked), or changes what is said of that day.
struct SetDay {
    Date day;
    std::string note;
    bool works = false;
    std::int64_t version = 0;
};
Result<void> set_day(audit::Act& act, SetDay const& command);

struct RemoveDay {
    Date day;
    std::int64_t version = 0;
};
Result<void> remove_day(audit::Act& act, RemoveDay const& command);

}  // namespace thidua::calendar
