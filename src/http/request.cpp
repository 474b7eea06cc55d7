#include "http/request.h"

#include "base/text.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace thidua::http {

namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The byte that "%xy" at `text[i]` stands for, or -1.
int escaped_byte(std::string_view text, std::size_t i)
{
    if (i + 2 >= text.size()) return -1;
    int const high = hex_digit(text[i + 1]);
    int const low = hex_digit(text[i + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string decode_form(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (int const byte = text[i] == '%' ? escaped_byte(text, i) : -1; byte >= 0) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string storable(std::string text)
{
    if (!is_valid_utf8(text)) {
        std::string mended;
        icu::UnicodeString::fromUTF8(text).toUTF8String(mended);
        text = std::move(mended);
    }
    std::erase(text, '\0');
    return text;
}

void add_json(Values& values, std::string const& name, boost::json::value const& value)
{
    switch (value.kind()) {
    case boost::json::kind::null: break;
    case boost::json::kind::bool_: values.add(name, value.get_bool() ? "1" : "0"); break;
    case boost::json::kind::int64: values.add(name, std::to_string(value.get_int64())); break;
    case boost::json::kind::uint64: values.add(name, std::to_string(value.get_uint64())); break;
    case boost::json::kind::double_: values.add(name, fmt::format("{}", value.get_double())); break;
    case boost::json::kind::string: values.add(name, std::string{value.get_string()}); break;
    case boost::json::kind::array:
        for (auto const& element : value.get_array()) add_json(values, name, element);
        break;
    case boost::json::kind::object:
        for (auto const& member : value.get_object()) {
            add_json(
                values,
                name.empty() ? std::string{member.key()} : name + '.' + std::string{member.key()},
                member.value());
        }
        break;
    }
}

}  // namespace

std::string Upload::content() const
{
    if (spool_path.empty()) return bytes;
    std::ifstream file{spool_path, std::ios::binary};
    if (!file) throw std::runtime_error("spool file is gone: " + spool_path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

void Values::add(std::string name, std::string value)
{
    pairs_.emplace_back(storable(std::move(name)), storable(std::move(value)));
}

std::optional<std::string_view> Values::find(std::string_view name) const
{
    for (auto const& [key, value] : pairs_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string Values::text(std::string_view name) const { return tidy(find(name).value_or("")); }

std::string Values::lines(std::string_view name) const
{
    std::string text{find(name).value_or("")};
    std::string one_ending;
    one_ending.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!pair) one_ending += text[i] == '\r' ? '\n' : text[i];
    }
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    auto const* nfc = icu::Normalizer2::getNFCInstance(status);
    nfc->normalize(icu::UnicodeString::fromUTF8(one_ending), status).toUTF8String(out);
    return out;
}

std::vector<std::string> Values::all(std::string_view name) const
{
    std::vector<std::string> found;
    for (auto const& [key, value] : pairs_) {
        if (key == name) found.push_back(value);
    }
    return found;
}

bool Values::checked(std::string_view name) const
{
    auto const value = find(name).value_or("");
    return value == "1" || value == "on" || value == "true" || value == "x";
}

std::optional<std::int64_t> Values::integer(std::string_view name) const
{
    auto const value = trim(find(name).value_or(""));
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || error != std::errc{} || end != value.data() + value.size())
        return std::nullopt;
    return number;
}

Upload const* Request::upload(std::string_view field) const
{
    auto const found = std::find_if(
        uploads.begin(), uploads.end(), [&](Upload const& u) { return u.field == field; });
    return found == uploads.end() ? nullptr : &*found;
}

Values parse_query(std::string_view text)
{
    Values values;
    for (auto const pair : split(text, '&')) {
        if (pair.empty()) continue;
        auto const equals = pair.find('=');
        values.add(decode_form(pair.substr(0, equals)),
                   equals == std::string_view::npos ? std::string{}
                                                    : decode_form(pair.substr(equals + 1)));
    }
    return values;
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

std::optional<std::string> decode_path(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int byte = static_cast<unsigned char>(text[i]);
        if (text[i] == '%') {
            byte = escaped_byte(text, i);
            i += 2;
        }
        if (byte < 0x20 || byte == 0x7f) return std::nullopt;
        out += static_cast<char>(byte);
    }
    if (!is_valid_utf8(out)) return std::nullopt;
    return out;
}

std::optional<Values> parse_json_form(std::string_view body)
{
    boost::json::error_code error;
    auto const value = boost::json::parse(body, error);
    if (error || !value.is_object()) return std::nullopt;
    Values values;
    add_json(values, "", value);
    return values;
}

}  // namespace thidua::http
