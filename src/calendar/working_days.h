// Deadlines in working days, by the office's calendar where it has one and by the proposal
// elsewhere.
#pragma once

#include "calendar/holidays.h"
#include "storage/database.h"

#include <map>

namespace thidua::calendar {

// A year as it stands: the office's days, or the proposal.
struct Year {
    int year = 0;
    std::string state = "proposed";  // proposed, confirmed
    std::string confirmed_by = {};
    std::optional<std::int64_t> confirmed_at = {};
    std::int64_t version = 0;        // 0 while nobody has touched it
    std::vector<Holiday> days = {};  // by day
};
Year year_of(storage::Transaction& tx, int year);

// Many questions in one transaction; each year is read once.
class WorkingDays {
public:
    explicit WorkingDays(storage::Transaction& tx) : tx_(tx) {}

    bool is_working_day(Date day);
    // The n-th working day after `from`, which itself does not count; before it for n < 0; `from`
    // for 0.
    Date add(Date from, int n);
    // Working days from `from` to `to`, both included; 0 when `to` is earlier.
    int count(Date from, Date to);

private:
    // Exceptions from Monday-to-Friday: works or not.
    std::map<Date, bool> const& exceptions(int year);

    storage::Transaction& tx_;
    std::map<int, std::map<Date, bool>> years_;
};

bool is_working_day(storage::Transaction& tx, Date day);
Date add_working_days(storage::Transaction& tx, Date from, int n);
int count_working_days(storage::Transaction& tx, Date from, Date to);

}  // namespace thidua::calendar
