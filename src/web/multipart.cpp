#include "web/multipart.h"

#include "base/text.h"
#include "http/request.h"
#include "web/message.h"

namespace thidua::web {

namespace {

constexpr std::size_t kMostParts = 2000;
constexpr std::size_t kLongestHead = 8192;

// One "name=value" at the front of `rest`, with or without quotes; takes it and the ";" after it
// off.
bool take_parameter(std::string_view& rest, std::string& name, std::string& value)
{
    rest = trim(rest);
    auto const equals = rest.find_first_of("=;");
    if (rest.empty() || equals == std::string_view::npos) return false;
    name = std::string{trim(rest.substr(0, equals))};
    value.clear();
    if (rest[equals] == ';') {
        rest.remove_prefix(equals + 1);
        return true;
    }
    rest = trim(rest.substr(equals + 1));
    if (!rest.empty() && rest.front() == '"') {
        std::size_t i = 1;
        for (; i < rest.size() && rest[i] != '"'; ++i) {
            // Browsers escape a quote as %22; older programs as \". A lone \ is part of a Windows
            // path.
            if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"') ++i;
            value += rest[i];
        }
        rest.remove_prefix(std::min(i + 1, rest.size()));
    } else {
        value = std::string{trim(rest.substr(0, rest.find(';')))};
    }
    auto const next = rest.find(';');
    rest = next == std::string_view::npos ? std::string_view{} : rest.substr(next + 1);
    return true;
}

void unescape_browser(std::string& text)
{
    for (auto const& [from, to] : {std::pair{"%22", "\""}, {"%0D", "\r"}, {"%0A", "\n"}}) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; ++at)
            text.replace(at, 3, to);
    }
}

bool read_head(std::string_view head, Part& part)
{
    bool is_field = false;
    while (!head.empty()) {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        auto const value = trim(line.substr(colon + 1));
        if (same_name(line.substr(0, colon), "content-type"))
            part.content_type = std::string{value};
        if (!same_name(line.substr(0, colon), "content-disposition")) continue;
        auto const name = header_parameter(value, "name");
        if (!name || !same_name(value.substr(0, 9), "form-data")) return false;
        part.name = *name;
        unescape_browser(part.name);
        part.filename = header_parameter(value, "filename");
        if (part.filename) unescape_browser(*part.filename);
        is_field = true;
    }
    return is_field;
}

}  // namespace

std::optional<std::string> header_parameter(std::string_view header, std::string_view wanted)
{
    auto const first = header.find(';');
    if (first == std::string_view::npos) return std::nullopt;
    auto rest = header.substr(first + 1);
    std::string name;
    std::string value;
    while (take_parameter(rest, name, value)) {
        if (same_name(name, wanted)) return value;
    }
    return std::nullopt;
}

std::optional<std::vector<Part>> parse_multipart(std::string_view content_type,
                                                 std::string_view body)
{
    auto const boundary = header_parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
    auto const delimiter = "\r\n--" + *boundary;
    auto const opening = std::string_view{delimiter}.substr(2);
    bool const begins = body.substr(0, opening.size()) == opening;
    auto const found = begins ? 0 : body.find(delimiter);
    if (found == std::string_view::npos) return std::nullopt;
    auto at = found + (begins ? opening.size() : delimiter.size());
    std::vector<Part> parts;
    for (;;) {
        if (body.substr(at, 2) == "--") return parts;
        if (body.substr(at, 2) != "\r\n" || parts.size() == kMostParts) return std::nullopt;
        at += 2;
        auto const head_end = body.substr(at, kLongestHead).find("\r\n\r\n");
        if (head_end == std::string_view::npos) return std::nullopt;
        Part part;
        if (!read_head(body.substr(at, head_end), part)) return std::nullopt;
        auto const begin = at + head_end + 4;
        // The delimiter's own line break may be the one that ended an empty part's head.
        auto const end = body.find(delimiter, begin - 2);
        if (end == std::string_view::npos) return std::nullopt;
        if (end >= begin) part.data = body.substr(begin, end - begin);
        parts.push_back(std::move(part));
        at = end + delimiter.size();
    }
}

}  // namespace thidua::web
