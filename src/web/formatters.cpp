#include "web/formatters.h"

#include "base/date.h"
#include "http/request.h"
#include "terms/locale.h"
#include "terms/vocabulary.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace thidua::web {

namespace {

namespace json = boost::json;

constexpr std::string_view kTerm = "term:";
constexpr std::array<std::string_view, 7> kFormatters = {
    "date", "instant", "number", "money", "url", "lines", "json"};

// The instant of "2026-11-21T22:01:41Z", whole seconds.
std::string iso_instant_text(std::string_view iso)
{
    auto const day = parse_iso_date(iso.substr(0, 10));
    auto const two = [&](std::size_t at) { return (iso[at] - '0') * 10 + (iso[at + 1] - '0'); };
    if (!day || iso.size() < 20 || iso[10] != 'T' || iso.back() != 'Z') return std::string{iso};
    auto const of_day = two(11) * 3600 + two(14) * 60 + two(17);
    return to_vietnamese(Instant{std::int64_t{day->days} * 86400 + of_day});
}

std::string instant_text(json::value const& value)
{
    if (auto const* seconds = value.if_int64()) return to_vietnamese(Instant{*seconds});
    return iso_instant_text(plain_text(value));
}

// 2018-12, and not a code that has its dash at the same place.
bool is_month(std::string_view text)
{
    if (text.size() != 7 || text[4] != '-') return false;
    auto const digits = std::string{text.substr(0, 4)}.append(text.substr(5));
    return std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

// 2018-12-18 → 18/12/2018, 2018-12 → 12/2018, 2018 as it is, an instant → its legal day.
std::string date_text(std::string const& text)
{
    if (auto const day = parse_iso_date(text)) return to_vietnamese(*day);
    if (is_month(text)) return text.substr(5) + '/' + text.substr(0, 4);
    if (text.size() >= 20 && text[10] == 'T') return iso_instant_text(text).substr(0, 10);
    return text;
}

std::string grouped(std::string digits, char separator)
{
    auto const first = digits.starts_with('-') ? 1 : 0;
    for (auto at = static_cast<int>(digits.size()) - 3; at > first; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, separator);
    }
    return digits;
}

std::string number_text(json::value const& value, std::string_view language)
{
    auto text = value.is_double() ? fmt::format("{}", value.get_double()) : plain_text(value);
    if (text.find_first_not_of("-0123456789.") != std::string::npos) return text;
    bool const english = language == "en";
    auto const point = text.find('.');
    auto whole = grouped(text.substr(0, point), english ? ',' : '.');
    if (point == std::string::npos) return whole;
    return whole + (english ? '.' : ',') + text.substr(point + 1);
}

std::string with_breaks(std::string_view escaped)
{
    std::string out;
    for (char const c : escaped) {
        if (c == '\n') out += "<br>";
        if (c != '\r') out += c;
    }
    return out;
}

json::value apply(json::value const& value, std::string_view formatter, std::string_view language)
{
    if (formatter == "json") return json::string{json::serialize(value)};
    if (value.is_null()) return value;
    auto const string = [](std::string const& text) { return json::value(json::string(text)); };
    if (formatter == "date") return string(date_text(plain_text(value)));
    if (formatter == "instant") return string(instant_text(value));
    if (formatter == "number") return string(number_text(value, language));
    if (formatter == "money")
        return string(
            terms::text(language, "web.money", {{"amount", number_text(value, language)}}));
    if (formatter == "url") return string(http::percent_encode(plain_text(value)));
    return string(terms::name_of(formatter.substr(kTerm.size()), plain_text(value), language));
}

}  // namespace

bool is_formatter(std::string_view name)
{
    bool const listed =
        std::find(kFormatters.begin(), kFormatters.end(), name) != kFormatters.end();
    return listed || (name.starts_with(kTerm) && name.size() > kTerm.size());
}

std::string plain_text(json::value const& value)
{
    switch (value.kind()) {
    case json::kind::string: return std::string{value.get_string()};
    case json::kind::int64: return std::to_string(value.get_int64());
    case json::kind::uint64: return std::to_string(value.get_uint64());
    case json::kind::double_: return fmt::format("{}", value.get_double());
    case json::kind::bool_: return value.get_bool() ? "true" : "false";
    case json::kind::null:
    case json::kind::array:
    case json::kind::object: break;
    }
    return {};
}

std::string escape_html(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string format_value(json::value const& value,
                         std::vector<std::string> const& formatters,
                         std::string_view language)
{
    bool lines = false;
    if (formatters.empty()) return escape_html(plain_text(value));
    json::value shown = value;
    for (auto const& formatter : formatters) {
        if (formatter == "lines") {
            lines = true;
        } else {
            shown = apply(shown, formatter, language);
        }
    }
    auto escaped = escape_html(plain_text(shown));
    return lines ? with_breaks(escaped) : escaped;
}

}  // namespace thidua::web
