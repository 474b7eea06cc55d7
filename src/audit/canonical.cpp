#include "audit/canonical.h"

#include "base/text.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace thidua::audit {

namespace {

namespace json = boost::json;

constexpr std::int64_t kLargestInteger = std::int64_t{1} << 53;

std::string digits_of(double value, int& exponent)
{
    // "d.ddde±xx": the shortest digits that read back as the same number, which is what ECMAScript
    // asks.
    char buffer[32];
    auto const end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    std::string_view const text{buffer, static_cast<std::size_t>(end - buffer)};
    auto const e = text.find('e');
    auto const* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(first, text.data() + text.size(), exponent);
    std::string digits{text.substr(0, e)};
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    return digits;
}

void write_double(std::string& out, double value)
{
    if (!std::isfinite(value)) throw std::logic_error("canonical JSON has no such number");
    if (value == 0) {
        out += '0';
        return;
    }
    if (value < 0) out += '-';
    int exponent = 0;
    auto const digits = digits_of(std::fabs(value), exponent);
    auto const count = static_cast<int>(digits.size());
    auto const point = exponent + 1;  // digits before the decimal point
    if (point >= count && point <= 21) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0');
    } else if (point > 0 && point <= 21) {
        out.append(digits, 0, static_cast<std::size_t>(point))
            .append(".")
            .append(digits, static_cast<std::size_t>(point));
    } else if (point > -6 && point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else {
        out += digits[0];
        if (count > 1) out.append(".").append(digits, 1);
        out.append(exponent < 0 ? "e-" : "e+").append(std::to_string(std::abs(exponent)));
    }
}

void write_integer(std::string& out, std::int64_t value)
{
    if (value > kLargestInteger || value < -kLargestInteger)
        throw std::logic_error("integer beyond canonical JSON");
    out += std::to_string(value);
}

void write_string(std::string& out, std::string_view text)
{
    if (!is_valid_utf8(text)) throw std::logic_error("canonical JSON of invalid UTF-8");
    constexpr std::string_view kHex = "0123456789abcdef";
    out += '"';
    for (auto const c : text) {
        auto const code = static_cast<unsigned char>(c);
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\t': out += "\\t"; break;
        case '\n': out += "\\n"; break;
        case '\f': out += "\\f"; break;
        case '\r': out += "\\r"; break;
        default:
            if (code < 0x20) {
                out.append("\\u00").append(1, kHex[code >> 4U]).append(1, kHex[code & 15U]);
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

// UTF-16 order differs from byte order in one place: characters from U+10000 up (lead bytes F0..F4)
// are surrogates and come before U+E000..U+FFFF (lead bytes EE, EF).
int utf16_rank(char byte)
{
    auto const code = static_cast<unsigned char>(byte);
    if (code == 0xEE || code == 0xEF) return code + 0x100;
    return code;
}

bool utf16_less(std::string_view left, std::string_view right)
{
    return std::lexicographical_compare(
        left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
            return utf16_rank(a) < utf16_rank(b);
        });
}

void write(std::string& out, json::value const& value);

void write(std::string& out, json::object const& object)
{
    std::vector<json::key_value_pair const*> members;
    for (auto const& member : object) members.push_back(&member);
    std::sort(members.begin(), members.end(), [](auto const* a, auto const* b) {
        return utf16_less(a->key(), b->key());
    });
    out += '{';
    for (auto const* member : members) {
        if (member != members.front()) out += ',';
        write_string(out, member->key());
        out += ':';
        write(out, member->value());
    }
    out += '}';
}

void write(std::string& out, json::array const& array)
{
    out += '[';
    bool first = true;
    for (auto const& item : array) {
        if (!first) out += ',';
        first = false;
        write(out, item);
    }
    out += ']';
}

void write(std::string& out, json::value const& value)
{
    switch (value.kind()) {
    case json::kind::null: out += "null"; return;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
    case json::kind::int64: return write_integer(out, value.get_int64());
    case json::kind::uint64: return write_integer(out, value.to_number<std::int64_t>());
    case json::kind::double_: return write_double(out, value.get_double());
    case json::kind::string: return write_string(out, value.get_string());
    case json::kind::array: return write(out, value.get_array());
    case json::kind::object: return write(out, value.get_object());
    }
}

}  // namespace

std::string canonical_json(json::value const& value)
{
    std::string out;
    write(out, value);
    return out;
}

std::string canonical_json(json::object const& object)
{
    std::string out;
    write(out, object);
    return out;
}

}  // namespace thidua::audit
