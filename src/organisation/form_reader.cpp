#include "organisation/form_reader.h"

#include "base/text.h"
#include "terms/vocabulary.h"

#include <algorithm>

namespace thidua::organisation {

std::string FormReader::required(std::string const& name)
{
    auto value = form_.text(name);
    if (value.empty()) problem("error.required", name);
    if (is_garbled(value)) problem("error.garbled", name);
    return value;
}

std::optional<Date> FormReader::date(std::string const& name)
{
    auto const value = form_.text(name);
    if (value.empty()) return std::nullopt;
    auto const day = parse_date(value);
    if (!day) problem("error.date", name);
    return day;
}

Date FormReader::required_date(std::string const& name)
{
    if (form_.text(name).empty()) problem("error.required", name);
    return date(name).value_or(Date{});
}

std::string FormReader::term(std::string const& name, std::string_view vocabulary)
{
    auto const value = form_.text(name);
    if (value.empty()) return "";
    auto const code = terms::code_of(vocabulary, value);
    if (!code) problem("error.choice", name);
    return code.value_or("");
}

std::string FormReader::required_term(std::string const& name, std::string_view vocabulary)
{
    if (form_.text(name).empty()) problem("error.choice", name);
    return term(name, vocabulary);
}

std::optional<std::int64_t> FormReader::integer(std::string const& name,
                                                std::int64_t lowest,
                                                std::int64_t highest)
{
    if (form_.text(name).empty()) return std::nullopt;
    auto const value = form_.integer(name);
    if (!value || *value < lowest || *value > highest) {
        problem("error.number", name);
        return std::nullopt;
    }
    return value;
}

std::int64_t FormReader::required_year(std::string const& name)
{
    auto const value = form_.integer(name);
    if (!value || *value < 1900 || *value > 9999) problem("error.year", name);
    return value.value_or(0);
}

std::optional<bool> FormReader::known_flag(std::string const& name) const
{
    auto const value = form_.text(name);
    if (value.empty()) return std::nullopt;
    return value == "1" || value == "true";
}

Paper FormReader::paper() { return {text("paper_no"), date("paper_date"), text("note")}; }

std::vector<std::string> FormReader::codes(std::string const& name) const
{
    std::vector<std::string> codes;
    for (auto const& value : form_.all(name)) {
        auto text = tidy(value);
        std::replace_if(
            text.begin(), text.end(), [](char c) { return c == ';' || c == ','; }, ' ');
        for (auto const code : split(text, ' ')) {
            if (!trim(code).empty()) codes.emplace_back(trim(code));
        }
    }
    return codes;
}

void FormReader::problem(std::string key, std::string field, Args args)
{
    problems_.push_back({std::move(key), std::move(args), std::move(field)});
}

Result<void> FormReader::check() const
{
    if (problems_.empty()) return {};
    return Error{.kind = Kind::BadInput, .problems = problems_};
}

}  // namespace thidua::organisation
