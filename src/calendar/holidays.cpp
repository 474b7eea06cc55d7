#include "calendar/holidays.h"

#include "base/assets.h"
#include "base/text.h"
#include "calendar/lunar.h"

#include <charconv>
#include <map>
#include <stdexcept>

namespace thidua::calendar {

namespace {

// A line of src/calendar/data/holidays.csv: `days` days from `offset` days after the named day.
struct Rule {
    std::string code;
    bool lunar;
    int month;
    int day;
    int offset;
    int days;
    bool adjoining;  // and one day more, before or after
    int from;
    int to;
};

int to_int(std::string_view text, int otherwise)
{
    int number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Rule rule_of(std::string_view line)
{
    auto const cells = split(line, ',');
    if (cells.size() != 9) throw std::logic_error("src/calendar/data/holidays.csv: " + std::string{line});
    return {std::string{cells[0]},
            cells[1] == "lunar",
            to_int(cells[2], 0),
            to_int(cells[3], 0),
            to_int(cells[4], 0),
            to_int(cells[5], 1),
            cells[6] == "1",
            to_int(cells[7], kFirstYear),
            to_int(cells[8], kLastYear)};
}

std::vector<Rule> const& rules()
{
    static std::vector<Rule> const read = [] {
        std::vector<Rule> all;
        auto const text = assets::find("src/calendar/data/holidays.csv");
        if (!text) throw std::logic_error("src/calendar/data/holidays.csv is missing");
        bool heading = true;
        for (auto const line : split(*text, '\n')) {
            if (!heading && !trim(line).empty()) all.push_back(rule_of(trim(line)));
            heading = false;
        }
        return all;
    }();
    return read;
}

using Days = std::map<Date, std::string>;

Date first_day(Rule const& rule, int year)
{
    auto const day = rule.lunar ? solar_of({year, rule.month, rule.day, false})
                                : make_date(year, rule.month, rule.day);
    return day.value().plus_days(rule.offset);
}

// The neighbour that makes the longer rest: the one beside the weekend; the day before when neither
// is.
Date adjoining_day(Date first, Date last)
{
    auto const before = first.plus_days(-1);
    auto const after = last.plus_days(1);
    bool const after_is_better =
        is_weekend(before) ||
        (!is_weekend(after) && is_weekend(after.plus_days(1)) && !is_weekend(before.plus_days(-1)));
    return after_is_better ? after : before;
}

void apply(Rule const& rule, int year, Days& days)
{
    auto const first = first_day(rule, year);
    auto const last = first.plus_days(rule.days - 1);
    for (auto day = first; day <= last; day = day.plus_days(1)) days.emplace(day, rule.code);
    if (rule.adjoining) days.emplace(adjoining_day(first, last), rule.code);
}

// A holiday at a weekend is made up for on the next day that is neither.
void add_days_in_lieu(Days& days)
{
    auto const holidays = days;
    for (auto const& [holiday, code] : holidays) {
        if (!is_weekend(holiday)) continue;
        auto day = holiday.plus_days(1);
        while (is_weekend(day) || days.count(day) != 0) day = day.plus_days(1);
        days.emplace(day, kInLieu);
    }
}

}  // namespace

bool is_weekend(Date day) { return day.weekday() == 0 || day.weekday() == 6; }

std::vector<Holiday> proposed_holidays(int year)
{
    Days days;
    for (auto const& rule : rules()) {
        if (rule.from <= year && year <= rule.to) apply(rule, year, days);
    }
    add_days_in_lieu(days);
    std::vector<Holiday> holidays;
    for (auto const& [day, code] : days) {
        if (day.year() == year) holidays.push_back({day, code});
    }
    return holidays;
}

}  // namespace thidua::calendar
