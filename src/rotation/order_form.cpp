#include "rotation/order_form.h"

#include <boost/json.hpp>

#include <map>

namespace thidua::rotation {
namespace {

namespace json = boost::json;

std::string input_of(std::string_view code)
{
    return "place-" + std::string{code};
}

}  // namespace

Result<std::vector<std::string>> order_in(http::Values const& form, Rotation const& rotation)
{
    Error wrong;
    std::map<std::int64_t, Place const*> chosen;
    for (auto const& each : rotation.places) {
        auto const input = input_of(each.code);
        auto const number = form.integer(input);
        if (!number || *number < 1 || *number > std::ssize(rotation.places)) {
            wrong.problems.push_back({"rotation.error.order-none", {{"unit", each.name}}, input});
            continue;
        }
        auto const [first, is_new] = chosen.emplace(*number, &each);
        if (is_new) continue;
        wrong.problems.push_back(
            {"rotation.error.order-number",
             {{"number", std::to_string(*number)}, {"other", first->second->name}},
             input});
    }
    if (!wrong.problems.empty()) return wrong;
    std::vector<std::string> codes;
    for (auto const& [number, place] : chosen) codes.push_back(place->code);
    return codes;
}

void put_numbers(json::object& document, http::Values const& form)
{
    auto& places = document.at("places").as_array();
    json::array numbers;
    for (auto& each : places) {
        auto const now = static_cast<std::int64_t>(numbers.size()) + 1;
        numbers.push_back(now);
        auto& place = each.as_object();
        auto const input = input_of(place.at("code").as_string());
        place["input"] = input;
        place["number"] = form.find(input) ? form.integer(input).value_or(now) : now;
    }
    document["numbers"] = std::move(numbers);
}

}  // namespace thidua::rotation
