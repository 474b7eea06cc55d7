#include "web/openapi.h"

#include "base/text.h"
#include "terms/locale.h"

namespace thidua::web {

namespace json = boost::json;

namespace {

json::array path_parameters(std::string_view pattern)
{
    json::array parameters;
    for (auto const segment : split(pattern, '/')) {
        if (segment.size() < 3 || segment.front() != '{') continue;
        parameters.push_back(json::object{{"name", segment.substr(1, segment.size() - 2)},
                                          {"in", "path"},
                                          {"required", true},
                                          {"schema", json::object{{"type", "string"}}}});
    }
    return parameters;
}

json::object reference(char const* what) { return {{"$ref", what}}; }

json::object object_content()
{
    return {{"application/json", json::object{{"schema", json::object{{"type", "object"}}}}}};
}

json::object answers()
{
    return {{"200", json::object{{"description", "The document"}, {"content", object_content()}}},
            {"default", reference("#/components/responses/Problem")}};
}

json::object operation(http::Route const& route, std::string_view language)
{
    json::object described{{"responses", answers()}};
    if (!route.title_key.empty()) described["summary"] = terms::text(language, route.title_key);
    if (auto parameters = path_parameters(route.pattern); !parameters.empty()) {
        described["parameters"] = std::move(parameters);
    }
    switch (route.door) {
    case http::Door::Public: described["security"] = json::array{}; break;
    case http::Door::SignedIn: break;
    case http::Door::Permission:
        described["x-permission"] = access::name_of(route.permission);
        break;
    }
    if (route.method == http::Method::Post) {
        auto content = object_content();
        content["application/x-www-form-urlencoded"] = content.at("application/json");
        content["multipart/form-data"] = content.at("application/json");
        described["requestBody"] = json::object{{"content", std::move(content)}};
        described["x-body-limit"] = route.body_limit;
        if (!route.keeps_no_key) {
            if (!described.contains("parameters")) described["parameters"] = json::array{};
            described["parameters"].as_array().push_back(
                reference("#/components/parameters/IdempotencyKey"));
        }
    }
    return described;
}

json::object components()
{
    json::object const string{{"type", "string"}};
    json::object problem{{"type", "object"},
                         {"properties",
                          json::object{{"type", string},
                                       {"title", string},
                                       {"status", json::object{{"type", "integer"}}},
                                       {"detail", string},
                                       {"instance", string},
                                       {"errors", json::object{{"type", "array"}}}}}};
    return {
        {"securitySchemes",
         json::object{{"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}}}},
        {"parameters",
         json::object{
             {"IdempotencyKey",
              json::object{{"name", "Idempotency-Key"}, {"in", "header"}, {"schema", string}}}}},
        {"responses",
         json::object{{"Problem",
                       json::object{{"description", "RFC 9457"},
                                    {"content",
                                     json::object{{"application/problem+json",
                                                   json::object{{"schema", problem}}}}}}}}}};
}

}  // namespace

json::object openapi(http::Router const& router, std::string_view language)
{
    json::object paths;
    for (auto const& route : router.routes()) {
        auto& path = paths[route->pattern];
        if (!path.is_object()) path = json::object{};
        path.as_object()[route->method == http::Method::Get ? "get" : "post"] =
            operation(*route, language);
    }
    return {
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", terms::text(language, "web.system")}, {"version", "1"}}},
        {"security", json::array{json::object{{"bearer", json::array{}}}}},
        {"paths", std::move(paths)},
        {"components", components()}};
}

}  // namespace thidua::web
