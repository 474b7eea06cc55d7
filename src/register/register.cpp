#include "register/register.h"

#include "base/random.h"
#include "base/text.h"

#include <algorithm>

namespace thidua::registry {

namespace {

constexpr std::int64_t kFirstYear = 1900;
constexpr std::int64_t kLastYear = 2999;

std::optional<std::int64_t> parse_one_year(std::string_view text)
{
    text = trim(text);
    if (text.size() != 4 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::int64_t year = 0;
    for (char const c : text) year = year * 10 + (c - '0');
    if (year < kFirstYear || year > kLastYear) return std::nullopt;
    return year;
}

std::string suffix(access::Marking marking, int nth)
{
    std::string text;
    if (marking != access::Marking::Thuong) text += "|" + std::string{access::name_of(marking)};
    if (nth > 1) text += "|" + std::to_string(nth);
    return text;
}

}  // namespace

std::optional<AchievementYear> parse_year(std::string_view text)
{
    text = trim(text);
    if (text.empty()) return AchievementYear{};
    auto const dash = text.find('-');
    if (dash == std::string_view::npos) {
        auto const year = parse_one_year(text);
        if (!year) return std::nullopt;
        return AchievementYear{year, std::nullopt, false};
    }
    auto const first = parse_one_year(text.substr(0, dash));
    auto const last = parse_one_year(text.substr(dash + 1));
    if (!first || !last || *last <= *first) return std::nullopt;
    return AchievementYear{last, first, *last == *first + 1};
}

std::string to_text(AchievementYear const& year)
{
    if (!year.year) return {};
    if (!year.from) return std::to_string(*year.year);
    return std::to_string(*year.from) + "-" + std::to_string(*year.year);
}

std::string number_key(std::string_view number)
{
    auto key = fold(number);
    std::erase(key, ' ');
    return key;
}

std::string decision_ref(std::string_view secret, std::string_view number, Date decided_on, std::string_view authority,
                         access::Marking marking, int nth)
{
    return address_of(secret, "decision|" + std::string{authority} + "|" + number_key(number) + "|" + to_iso(decided_on) +
                                  suffix(marking, nth));
}

std::string award_ref(std::string_view secret, std::string_view decision_ref, std::string_view subject,
                      std::string_view award, AchievementYear const& year, std::string_view mode,
                      access::Marking marking, int nth)
{
    return address_of(secret, "award|" + std::string{decision_ref} + "|" + std::string{subject} + "|" +
                                  std::string{award} + "|" + to_text(year) + "|" + std::string{mode} +
                                  suffix(marking, nth));
}

}  // namespace thidua::registry
