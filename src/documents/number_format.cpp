#include "documents/number_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace thidua::documents {

namespace {

constexpr double kFirstDay1904 = 1462;
constexpr int kEpochDay = 25569;      // 1970-01-01 as Excel counts.
constexpr double kInventedDay = 60;   // Excel believes in 29 February 1900.
constexpr double kLastDay = 2958465;  // 9999-12-31

bool is_digits(std::string_view text)
{
    return !text.empty() && text.size() <= 15 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           (text[0] != '0' || text.size() == 1);
}

}  // namespace

bool is_date_format(int id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           id == 57 || id == 58;
}

bool is_date_format(std::string_view code)
{
    for (std::size_t i = 0; i < code.size(); ++i) {
        switch (code[i]) {
        case '"': i = std::min(code.find('"', i + 1), code.size()); break;
        case '[': i = std::min(code.find(']', i + 1), code.size()); break;
        case '\\':
        case '_':
        case '*': ++i; break;
        case 'd':
        case 'D':
        case 'y':
        case 'Y': return true;
        case 'G':
        case 'g':
            // "General" holds no day letter but "e"; other formats with g are eras: days.
            if (code.substr(i, 7) != "General" && code.substr(i, 7) != "GENERAL") return true;
            i += 6;
            break;
        case ';': return false;  // Only the format of positive numbers matters.
        }
    }
    return false;
}

std::optional<Date> day_of_serial(double serial, bool since_1904)
{
    if (since_1904) serial += kFirstDay1904;
    if (!(serial >= 1) || serial >= kLastDay + 1) return std::nullopt;
    auto day = static_cast<int>(std::floor(serial));
    if (serial < kInventedDay) ++day;
    return Date{day - kEpochDay};
}

std::string plain_number(std::string_view text)
{
    if (is_digits(text)) return std::string{text};
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::string{text};
    std::array<char, 400> buffer;
    auto print = [&](auto... how) {
        auto const result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, how...);
        return std::string{buffer.data(), result.ptr};
    };
    // Fifteen digits are what Excel shows; 0.1 + 0.2 reads 0.3.
    auto const rounded = print(std::chars_format::general, 15);
    std::from_chars(rounded.data(), rounded.data() + rounded.size(), value);
    if (value == 0) return "0";
    return print(std::chars_format::fixed);
}

}  // namespace thidua::documents
