#include "calendar/working_days.h"

#include <cstdlib>

namespace thidua::calendar {

namespace {

std::vector<Holiday> stored_days(storage::Transaction& tx, int year)
{
    std::vector<Holiday> days;
    for (auto rows = tx.query(
             "SELECT day, code, note, works, state FROM holiday WHERE year = ?1 ORDER BY day",
             {year});
         rows.next();) {
        days.push_back({parse_iso_date(rows.text(0)).value(),
                        rows.string(1),
                        rows.string(2),
                        rows.boolean(3),
                        rows.string(4)});
    }
    return days;
}

}  // namespace

Year year_of(storage::Transaction& tx, int year)
{
    Year found{year};
    {
        auto rows = tx.query(
            "SELECT state, confirmed_by, confirmed_at, version FROM holiday_year WHERE year = ?1",
            {year});
        if (rows.next()) {
            found.state = rows.string(0);
            found.confirmed_by = rows.string(1);
            found.confirmed_at = rows.maybe_integer(2);
            found.version = rows.integer(3);
        }
    }
    found.days = found.version == 0 ? proposed_holidays(year) : stored_days(tx, year);
    return found;
}

std::map<Date, bool> const& WorkingDays::exceptions(int year)
{
    auto const [place, is_new] = years_.try_emplace(year);
    if (is_new) {
        for (auto const& holiday : year_of(tx_, year).days)
            place->second.emplace(holiday.day, holiday.works);
    }
    return place->second;
}

bool WorkingDays::is_working_day(Date day)
{
    auto const& known = exceptions(day.year());
    auto const exception = known.find(day);
    return exception == known.end() ? !is_weekend(day) : exception->second;
}

Date WorkingDays::add(Date from, int n)
{
    auto const step = n < 0 ? -1 : 1;
    auto day = from;
    for (int left = std::abs(n); left > 0;) {
        day = day.plus_days(step);
        if (is_working_day(day)) --left;
    }
    return day;
}

int WorkingDays::count(Date from, Date to)
{
    int days = 0;
    for (auto day = from; day <= to; day = day.plus_days(1)) days += is_working_day(day) ? 1 : 0;
    return days;
}

bool is_working_day(storage::Transaction& tx, Date day)
{
    return WorkingDays{tx}.is_working_day(day);
}
Date add_working_days(storage::Transaction& tx, Date from, int n)
{
    return WorkingDays{tx}.add(from, n);
}
int count_working_days(storage::Transaction& tx, Date from, Date to)
{
    return WorkingDays{tx}.count(from, to);
}

}  // namespace thidua::calendar
