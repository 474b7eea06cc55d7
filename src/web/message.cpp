#include "web/message.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace thidua::web {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// "0.85" as 850; 1000 for what is no weight.
int weight_of(std::string_view text)
{
    if (text.empty() || text.front() != '0') return 1000;
    int weight = 0;
    int place = 100;
    for (std::size_t i = 2; i < text.size() && place > 0; ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9') return 1000;
        weight += (text[i] - '0') * place;
    }
    return weight;
}

// How exactly a range names a value: 0 not at all, 1 by "*", 2 by "type/*" or "vi-VN" for "vi", 3
// by itself.
int exactness(std::string_view range, std::string_view value)
{
    if (same_name(range, value)) return 3;
    if (range == "*" || range == "*/*") return 1;
    if (range.size() > 2 && range.substr(range.size() - 2) == "/*") {
        return same_name(range.substr(0, range.size() - 1), value.substr(0, range.size() - 1)) ? 2
                                                                                               : 0;
    }
    bool const is_language = value.find('/') == std::string_view::npos;
    auto const dash = range.find('-');
    return is_language && dash != std::string_view::npos && same_name(range.substr(0, dash), value)
               ? 2
               : 0;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string_view RawRequest::header(std::string_view name) const
{
    for (auto const& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

std::string_view RawRequest::cookie(std::string_view name) const
{
    for (auto const& [key, value] : headers) {
        if (!same_name(key, "cookie")) continue;
        if (auto const found = cookie_value(value, name); !found.empty()) return found;
    }
    return {};
}

std::string_view Response::header(std::string_view name) const
{
    for (auto const& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

std::string_view cookie_value(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        auto const end = header.find(';');
        auto const pair = trim(header.substr(0, end));
        auto const equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    }
    return {};
}

int accept_weight(std::string_view header, std::string_view value)
{
    if (trim(header).empty()) return 1000;
    int best = 0;
    int weight = 0;
    for (auto const item : split(header, ',')) {
        auto const parts = split(item, ';');
        int const exact = exactness(trim(parts.front()), value);
        if (exact <= best) continue;
        best = exact;
        weight = 1000;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            auto const parameter = trim(parts[i]);
            if (parameter.size() > 2 && same_name(parameter.substr(0, 2), "q=")) {
                weight = weight_of(parameter.substr(2));
            }
        }
    }
    return weight;
}

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
    }
}

}  // namespace thidua::web
