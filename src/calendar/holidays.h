// The public holidays of a year as the rules of data/holidays.csv give them: a proposal, which the
// office confirms or corrects when the year's decision is out.
#pragma once

#include "base/date.h"

#include <string>
#include <vector>

namespace thidua::calendar {

constexpr int kFirstYear = 1968;
constexpr int kLastYear = 2199;

// The code of a day off in lieu of a holiday at a weekend.
constexpr std::string_view kInLieu = "nghi-bu";

struct Holiday {
    Date day;
    std::string code;  // of data/holidays.csv, kInLieu, or "" for one entered by hand
    std::string note = {};
    bool works = false;
    std::string state = "proposed";
};

bool is_weekend(Date day);

// By day; each day once.
std::vector<Holiday> proposed_holidays(int year);

}  // namespace thidua::calendar
