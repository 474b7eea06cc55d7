#include "calendar/lunar.h"

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace thidua::calendar {

namespace {

// Astronomy after Meeus, Astronomical Algorithms: mean elements as polynomials of Julian centuries,
// then the largest periodic terms. New moons come within seconds, the sun within a quarter of an
// hour.

constexpr double kJulianDayOf1970 = 2440587.5;
constexpr double kJulianDayOf2000 = 2451545.0;
constexpr double kFirstNewMoon = 2451550.09766;  // 6 January 2000
constexpr double kSynodicMonth = 29.530588861;
constexpr double kHanoi = 7.0 / 24;
constexpr int kWinterSolstice = 9;  // The solstice lies at 9 × 30°.

double sine(double degrees) { return std::sin(degrees * std::numbers::pi / 180); }

// Seconds between the uniform time of astronomy and the clock; half a minute more or less is
// nothing here.
double delta_t_s(double julian_day)
{
    auto const year = 2000 + (julian_day - kJulianDayOf2000) / 365.25;
    if (year < 1986) {
        auto const t = year - 1975;
        return 45.45 + 1.067 * t - t * t / 260 - t * t * t / 718;
    }
    auto const t = year - 2000;
    if (year < 2005) return 63.86 + 0.3345 * t - 0.060374 * t * t;
    return 62.92 + 0.32217 * t + 0.005589 * t * t;
}

// The day in Viet Nam at an instant of uniform time.
Date day_at(double julian_ephemeris_day)
{
    auto const clock = julian_ephemeris_day - delta_t_s(julian_ephemeris_day) / 86400;
    return Date{static_cast<std::int32_t>(std::floor(clock - kJulianDayOf1970 + kHanoi))};
}

double start_of_day(Date day)
{
    auto const clock = kJulianDayOf1970 + day.days - kHanoi;
    return clock + delta_t_s(clock) / 86400;
}

struct MoonTerm {
    double amount;  // days
    int sun;        // multiples of the sun's anomaly …
    int moon;       // … of the moon's anomaly …
    int latitude;   // … and of its argument of latitude
};
constexpr std::array kMoonTerms = {
    MoonTerm{-0.40720, 0, 1, 0},   MoonTerm{0.17241, 1, 0, 0},   MoonTerm{0.01608, 0, 2, 0},
    MoonTerm{0.01039, 0, 0, 2},    MoonTerm{0.00739, -1, 1, 0},  MoonTerm{-0.00514, 1, 1, 0},
    MoonTerm{0.00208, 2, 0, 0},    MoonTerm{-0.00111, 0, 1, -2}, MoonTerm{-0.00057, 0, 1, 2},
    MoonTerm{0.00056, 1, 2, 0},    MoonTerm{-0.00042, 0, 3, 0},  MoonTerm{0.00042, 1, 0, 2},
    MoonTerm{0.00038, 1, 0, -2},   MoonTerm{-0.00024, -1, 2, 0}, MoonTerm{-0.00007, 2, 1, 0},
    MoonTerm{0.00004, 0, 2, -2},   MoonTerm{0.00004, 3, 0, 0},   MoonTerm{0.00003, 1, 1, -2},
    MoonTerm{0.00003, 0, 2, 2},    MoonTerm{-0.00003, 1, 1, 2},  MoonTerm{0.00003, -1, 1, 2},
    MoonTerm{-0.00002, -1, 1, -2}, MoonTerm{-0.00002, 1, 3, 0},  MoonTerm{0.00002, 0, 4, 0},
};

// The k-th new moon after that of 6 January 2000, in uniform time.
double new_moon(int k)
{
    auto const t = k * kSynodicMonth / 36525;
    auto const t2 = t * t;
    auto const sun = 2.5534 + 29.10535670 * k - 0.0000014 * t2;
    auto const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t2;
    auto const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t2;
    auto const node = 124.7746 - 1.56375588 * k + 0.0020672 * t2;
    auto const eccentricity = 1 - 0.002516 * t - 0.0000074 * t2;
    auto julian_day = kFirstNewMoon + kSynodicMonth * k + 0.00015437 * t2 - 0.00017 * sine(node) +
                      0.000325 * sine(299.77 + 0.107408 * k - 0.009173 * t2);
    for (auto const& term : kMoonTerms) {
        julian_day += term.amount * std::pow(eccentricity, std::abs(term.sun)) *
                      sine(term.sun * sun + term.moon * moon + term.latitude * latitude);
    }
    return julian_day;
}

Date new_moon_day(int k) { return day_at(new_moon(k)); }

// The sun's apparent longitude in degrees, 0 ≤ x < 360.
double sun_longitude(double julian_ephemeris_day)
{
    auto const t = (julian_ephemeris_day - kJulianDayOf2000) / 36525;
    auto const mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
    auto const anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t * t;
    auto const centre = (1.914602 - 0.004817 * t) * sine(anomaly) + 0.019993 * sine(2 * anomaly) +
                        0.000289 * sine(3 * anomaly);
    auto const apparent = mean + centre - 0.00569 - 0.00478 * sine(125.04 - 1934.136 * t);
    return apparent - 360 * std::floor(apparent / 360);
}

// Which twelfth of its way the sun stands in when the day begins.
int sector_at(Date day) { return static_cast<int>(sun_longitude(start_of_day(day)) / 30); }

// The number of the new moon that begins the month of the winter solstice, month 11.
int month_eleven(int year)
{
    auto const last_day = make_date(year, 12, 31)->days;
    auto k = static_cast<int>(
                 std::floor((last_day + kJulianDayOf1970 - kFirstNewMoon) / kSynodicMonth)) +
             1;
    while (new_moon_day(k).days > last_day) --k;
    // It began after the solstice: the month before held it.
    return sector_at(new_moon_day(k)) >= kWinterSolstice ? k - 1 : k;
}

struct Month {
    Date first;
    Date next;  // First day of the month that follows.
    int year;
    int number;
    bool leap;
};

// The months from month 11 of `year - 1` until the next month 11. Thirteen of them have one leap
// month: the first in which the sun enters no new sector.
std::vector<Month> solar_year(int year)
{
    auto const begin = month_eleven(year - 1);
    auto const end = month_eleven(year);
    bool leap_due = end - begin == 13;
    std::vector<Month> months;
    int number = 10;
    for (int k = begin; k < end; ++k) {
        auto const first = new_moon_day(k);
        auto const next = new_moon_day(k + 1);
        bool const leap = leap_due && k > begin && sector_at(first) == sector_at(next);
        if (leap) leap_due = false;
        if (!leap) number = number % 12 + 1;
        months.push_back({first, next, number >= 11 ? year - 1 : year, number, leap});
    }
    return months;
}

}  // namespace

LunarDate lunar_of(Date day)
{
    for (auto const year : {day.year(), day.year() + 1}) {
        for (auto const& month : solar_year(year)) {
            if (month.first <= day && day < month.next) {
                return {month.year, month.number, day.days - month.first.days + 1, month.leap};
            }
        }
    }
    return {};  // Unreachable: the months of the two years cover every day of the first.
}

std::optional<Date> solar_of(LunarDate const& lunar)
{
    for (auto const& month : solar_year(lunar.month >= 11 ? lunar.year + 1 : lunar.year)) {
        if (month.number != lunar.month || month.leap != lunar.leap) continue;
        auto const day = month.first.plus_days(lunar.day - 1);
        return lunar.day >= 1 && day < month.next ? std::optional{day} : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace thidua::calendar
