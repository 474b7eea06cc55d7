#include "web/problem.h"

#include "terms/locale.h"

namespace thidua::web {

namespace json = boost::json;

namespace {

std::string message_of(Problem const& problem, std::string const& language)
{
    return terms::text(language, problem.key, problem.args);
}

// A stable name for programs; the sentence is for people.
std::string_view type_of(int status)
{
    switch (status) {
    case 400: return "urn:thidua:problem:bad-request";
    case 401: return "urn:thidua:problem:sign-in";
    case 403: return "urn:thidua:problem:denied";
    case 404: return "urn:thidua:problem:not-found";
    case 409: return "urn:thidua:problem:conflict";
    case 413: return "urn:thidua:problem:too-large";
    case 422: return "urn:thidua:problem:bad-input";
    case 503: return "urn:thidua:problem:unavailable";
    default: return "about:blank";
    }
}

}  // namespace

json::object problem_document(int status,
                              std::vector<Problem> const& problems,
                              std::string const& language,
                              std::string const& request_id)
{
    json::array errors;
    for (auto const& problem : problems) {
        json::object args;
        for (auto const& [name, value] : problem.args) args[name] = value;
        errors.push_back(json::object{{"field", problem.field},
                                      {"key", problem.key},
                                      {"detail", message_of(problem, language)},
                                      {"args", std::move(args)}});
    }
    return {{"type", type_of(status)},
            {"title", terms::text(language, "error.title." + std::to_string(status))},
            {"status", status},
            {"detail", problems.empty() ? std::string{} : message_of(problems.front(), language)},
            {"instance", "urn:thidua:request:" + request_id},
            {"errors", std::move(errors)}};
}

json::array problem_list(std::vector<Problem> const& problems, std::string const& language)
{
    json::array list;
    for (auto const& problem : problems) {
        list.push_back(
            json::object{{"field", problem.field}, {"message", message_of(problem, language)}});
    }
    return list;
}

json::object errors_by_field(std::vector<Problem> const& problems, std::string const& language)
{
    json::object errors;
    for (auto const& problem : problems) {
        if (!problem.field.empty() && !errors.contains(problem.field)) {
            errors[problem.field] = message_of(problem, language);
        }
    }
    return errors;
}

}  // namespace thidua::web
