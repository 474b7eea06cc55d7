#include "register/award_words.h"

#include <boost/json.hpp>

#include <map>

namespace thidua::registry {

namespace {

namespace json = boost::json;
using Names = std::map<std::string, std::string, std::less<>>;

void say(Names const& names, json::value& value);

void say(Names const& names, json::object& object)
{
    auto const* code = object.if_contains("award");
    auto* words = object.if_contains("award_name");
    if (code != nullptr && words != nullptr && code->is_string()) {
        auto const found = names.find(std::string_view{code->get_string()});
        if (found != names.end()) *words = found->second;
    }
    for (auto& member : object) say(names, member.value());
}

void say(Names const& names, json::value& value)
{
    if (value.is_object()) say(names, value.get_object());
    else if (value.is_array())
        for (auto& item : value.get_array()) say(names, item);
}

// Empty for the language the register is written in.
Names names_in(storage::Transaction& tx, std::string_view language)
{
    Names names;
    if (language == "vi") return names;
    for (auto const& type : award_types(tx)) names.emplace(type.code, name_in(language, type));
    return names;
}

}  // namespace

std::string const& name_in(std::string_view language, AwardType const& type)
{
    return language == "en" && !type.name_en.empty() ? type.name_en : type.name_vi;
}

void say_awards(storage::Transaction& tx, std::string_view language, json::array& rows)
{
    auto const names = names_in(tx, language);
    if (names.empty()) return;
    for (auto& row : rows) say(names, row);
}

void say_awards(storage::Transaction& tx, std::string_view language, json::object& document)
{
    if (auto const names = names_in(tx, language); !names.empty()) say(names, document);
}

}  // namespace thidua::registry
