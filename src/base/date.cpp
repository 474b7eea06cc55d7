#include "base/date.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace thidua {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kOffset_s = 7 * 3600;

year_month_day civil(Date date)
{
    return year_month_day{sys_days{std::chrono::days{date.days}}};
}

// The whole of `text` as a number of one to `most` digits.
std::optional<int> digits(std::string_view text, std::size_t most)
{
    int value = 0;
    if (text.empty() || text.size() > most) return std::nullopt;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text[0] == '-') return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

int Date::year() const { return static_cast<int>(civil(*this).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }

int Date::weekday() const
{
    return static_cast<int>(std::chrono::weekday{sys_days{std::chrono::days{days}}}.c_encoding());
}

Date Date::plus_months(int n) const
{
    auto const from = civil(*this);
    auto const month = from.year() / from.month() + std::chrono::months{n};
    auto const target = month / from.day();
    auto const day = sys_days{target.ok() ? target : year_month_day{month / std::chrono::last}};
    return Date{static_cast<std::int32_t>(day.time_since_epoch().count())};
}

std::optional<Date> make_date(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || day < 1) return std::nullopt;
    year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count())};
}

std::optional<Date> parse_iso_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text.substr(0, 4), 4);
    auto const month = digits(text.substr(5, 2), 2);
    auto const day = digits(text.substr(8, 2), 2);
    if (!year || !month || !day) return std::nullopt;
    return make_date(*year, *month, *day);
}

std::optional<Date> parse_date(std::string_view text)
{
    text = trimmed(text);
    if (auto const iso = parse_iso_date(text)) return iso;
    for (char const mark : {'/', '-', '.'}) {
        auto const first = text.find(mark);
        auto const second = first == std::string_view::npos ? first : text.find(mark, first + 1);
        if (second == std::string_view::npos) continue;
        auto const day = digits(trimmed(text.substr(0, first)), 2);
        auto const month = digits(trimmed(text.substr(first + 1, second - first - 1)), 2);
        auto const year_text = trimmed(text.substr(second + 1));
        auto const year = year_text.size() == 4 ? digits(year_text, 4) : std::nullopt;
        if (day && month && year) return make_date(*year, *month, *day);
    }
    return std::nullopt;
}

std::string to_iso(Date date)
{
    return fmt::format("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
}

std::string to_vietnamese(Date date)
{
    return fmt::format("{:02}/{:02}/{:04}", date.day(), date.month(), date.year());
}

namespace {

struct Split {
    Date day;
    int second;
};

Split split(std::int64_t seconds)
{
    auto const since = std::chrono::seconds{seconds};
    auto const day = std::chrono::floor<std::chrono::days>(since);
    return {Date{static_cast<std::int32_t>(day.count())}, static_cast<int>((since - day).count())};
}

}  // namespace

Date legal_day(Instant instant) { return split(instant.seconds + kOffset_s).day; }

Instant start_of(Date day) { return Instant{std::int64_t{day.days} * 86400 - kOffset_s}; }

std::string to_iso(Instant instant)
{
    auto const [day, second] = split(instant.seconds);
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso(day), second / 3600, second / 60 % 60, second % 60);
}

std::string to_vietnamese(Instant instant)
{
    auto const [day, second] = split(instant.seconds + kOffset_s);
    return fmt::format("{} {:02}:{:02}", to_vietnamese(day), second / 3600, second / 60 % 60);
}

}  // namespace thidua
