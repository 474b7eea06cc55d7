// Days and instants as papers and logs write them. Legal days are days at +07:00; Viet Nam has had
// no other clock since 1975, so no time-zone table is read. Periods are inclusive, as papers say.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace thidua {

// A calendar day, counted from 1970-01-01 in the Gregorian calendar.
struct Date {
    std::int32_t days = 0;
    auto operator<=>(Date const&) const = default;

    int year() const;
    int month() const;     // 1..12
    int day() const;       // 1..31
    int weekday() const;   // 0 = Sunday
    Date plus_days(int n) const { return Date{days + n}; }
    // The same day n months later; the month's last day where that day does not exist.
    Date plus_months(int n) const;
};

// Nothing for a day that does not exist (31/02, year outside 1..9999).
std::optional<Date> make_date(int year, int month, int day);
// `YYYY-MM-DD` alone.
std::optional<Date> parse_iso_date(std::string_view text);
// What people type and files hold: `YYYY-MM-DD`, `D/M/YYYY`, `DD/MM/YYYY`, also with `-` or `.`
// between; outer blanks allowed. Day before month, always: 05/12 is 5 December.
std::optional<Date> parse_date(std::string_view text);
std::string to_iso(Date date);         // 2026-11-21
std::string to_vietnamese(Date date);  // 21/11/2026

// Seconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t seconds = 0;
    auto operator<=>(Instant const&) const = default;
};

Date legal_day(Instant instant);      // The day at +07:00.
Instant start_of(Date day);           // 00:00 at +07:00.
std::string to_iso(Instant instant);  // 2026-11-21T22:01:41Z
std::string to_vietnamese(Instant instant);  // 22/11/2026 05:01, at +07:00

}  // namespace thidua
