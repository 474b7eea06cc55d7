#include "web/drawing.h"

#include "base/random.h"
#include "web/problem.h"

namespace thidua::web {

namespace json = boost::json;

namespace {

constexpr std::size_t kLongestNotice = 1500;

bool is_secret(std::string_view field)
{
    return field.find("password") != std::string_view::npos || field == "_csrf" || field == "_key";
}

// ASCII for old readers, and the name itself for the others (RFC 6266).
std::string disposition(http::Answer const& answer)
{
    std::string ascii;
    for (char const c : answer.filename) {
        bool const plain = c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '/';
        ascii += plain ? c : '_';
    }
    return std::string{answer.inline_file ? "inline" : "attachment"} + "; filename=\"" + ascii +
           "\"; filename*=UTF-8''" + http::percent_encode(answer.filename);
}

}  // namespace

Response json_response(int status, json::object const& document, std::string content_type)
{
    Response response;
    response.status = status;
    response.set("Content-Type", std::move(content_type));
    response.body = json::serialize(document);
    return response;
}

Response html_response(int status, std::string html)
{
    Response response;
    response.status = status;
    response.set("Content-Type", "text/html; charset=utf-8");
    response.body = std::move(html);
    return response;
}

Response file_response(http::Answer const& answer)
{
    Response response;
    response.status = answer.status;
    response.set("Content-Type", answer.content_type);
    response.set("Content-Disposition", disposition(answer));
    response.body = answer.bytes;
    return response;
}

Response redirect(std::string location)
{
    Response response;
    response.status = 303;
    response.set("Location", std::move(location));
    return response;
}

void put_typed(json::object& document, http::Values const& typed)
{
    auto& slot = document["values"];
    if (!slot.is_object()) slot = json::object{};
    auto& values = slot.get_object();
    for (auto& value : values) {
        if (value.value().is_bool() && !typed.find(value.key())) value.value() = false;
    }
    for (auto const& [name, first] : typed.pairs()) {
        if (is_secret(name)) continue;
        auto const all = typed.all(name);
        bool const is_list =
            all.size() > 1 || (values.contains(name) && values.at(name).is_array());
        if (is_list)
            values[name] = json::array(all.begin(), all.end());
        else if (values.contains(name) && values.at(name).is_bool())
            values[name] = typed.checked(name);
        else
            values[name] = first;
    }
}

void put_query(json::object& document, http::Values const& typed)
{
    for (auto const* place : {"query", "values"}) {
        auto& slot = document[place];
        if (!slot.is_object()) slot = json::object{};
        for (auto const& [name, value] : typed.pairs()) slot.get_object()[name] = value;
    }
}

void put_problems(json::object& document,
                  std::vector<Problem> const& problems,
                  std::string const& language)
{
    document["problems"] = problem_list(problems, language);
    document["errors"] = errors_by_field(problems, language);
}

std::string notice_cookie(std::string_view secret, std::string_view sentence)
{
    auto const text = http::percent_encode(sentence.substr(0, kLongestNotice));
    return std::string{kNoticeCookie} + '=' + address_of(secret, "notice\n" + text) + '.' + text +
           "; Path=/; Max-Age=60; SameSite=Lax; HttpOnly";
}

std::string read_notice(std::string_view secret, std::string_view cookie)
{
    auto const dot = cookie.find('.');
    if (dot == std::string_view::npos) return {};
    auto const text = cookie.substr(dot + 1);
    if (address_of(secret, "notice\n" + std::string{text}) != cookie.substr(0, dot)) return {};
    return http::decode_path(text).value_or("");
}

}  // namespace thidua::web
