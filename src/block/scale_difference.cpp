// What one version of a scale says otherwise than another.
#include "block/scale.h"
#include "block/typed.h"

#include <boost/json.hpp>

#include <map>

namespace thidua::block {
namespace {

namespace json = boost::json;

std::string text_of(json::object const& object, std::string_view name)
{
    auto const* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (value->is_string()) return std::string{value->get_string()};
    return json::serialize(*value);
}

// Numbers compare as amounts: 5, "5" and 5.0 are one.
std::string plain(json::value const& value)
{
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_string()) {
        auto const amount = scoring::parse_amount(value.get_string());
        return amount ? typed(*amount) : std::string{value.get_string()};
    }
    if (value.is_object()) {
        std::map<std::string, std::string> sorted;
        for (auto const& each : value.get_object()) sorted[each.key()] = plain(each.value());
        std::string text;
        for (auto const& [name, own] : sorted)
            text += (text.empty() ? "" : ", ") + name + " " + own;
        return text;
    }
    if (value.is_array()) {
        std::string text;
        for (auto const& each : value.get_array()) text += (text.empty() ? "" : "; ") + plain(each);
        return text;
    }
    return json::serialize(value);
}

std::string plain_member(json::object const& object, std::string_view name)
{
    auto const* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? std::string{} : plain(*value);
}

// What goes without saying is said: a group is of tasks, a criterion judged.
std::string said_member(json::object const& object, std::string_view name)
{
    auto own = plain_member(object, name);
    if (own.empty() && name == "kind") return "task";
    return own.empty() && name == "measure" ? "kind judged" : own;
}

struct Part {
    std::string what, code;
    json::object own;
};

// Groups and criteria in the order they stand in.
std::vector<Part> parts_of(json::object const& body)
{
    std::vector<Part> parts;
    for (auto const& group : body.at("groups").as_array()) {
        auto own = group.as_object();
        auto const criteria = own.at("criteria").as_array();
        own.erase("criteria");
        parts.push_back({"group", text_of(own, "code"), own});
        for (auto const& each : criteria) {
            auto criterion = each.as_object();
            criterion["group"] = text_of(own, "code");
            auto code = text_of(criterion, "code");
            parts.push_back({"criterion", std::move(code), std::move(criterion)});
        }
    }
    return parts;
}

Part const* same_part(std::vector<Part> const& parts, Part const& part)
{
    for (auto const& each : parts) {
        if (each.what == part.what && each.code == part.code) return &each;
    }
    return nullptr;
}

void compare(Part const& before, Part const& after, std::vector<ScaleDifference>& list)
{
    for (auto const* field : {"name", "max", "kind", "measure", "source", "note", "group"}) {
        if (std::string_view{field} == "kind" && after.what != "group") continue;
        auto const old = said_member(before.own, field);
        auto const now = said_member(after.own, field);
        if (old != now) list.push_back({after.what, after.code, field, old, now});
    }
}

json::object member(json::object const& body, std::string_view name)
{
    auto const* value = body.if_contains(name);
    return value == nullptr || !value->is_object() ? json::object{} : value->get_object();
}

void compare_rules(json::object const& before,
                   json::object const& after,
                   std::initializer_list<char const*> fields,
                   std::vector<ScaleDifference>& list)
{
    for (auto const* field : fields) {
        auto const old = plain_member(before, field);
        auto const now = plain_member(after, field);
        if (old != now) list.push_back({"scale", "", field, old, now});
    }
}

}  // namespace

std::vector<ScaleDifference> differences(StoredScale const& before, StoredScale const& after)
{
    std::vector<ScaleDifference> list;
    auto const old_body = json::parse(before.body).as_object();
    auto const new_body = json::parse(after.body).as_object();
    if (before.name != after.name) list.push_back({"scale", "", "name", before.name, after.name});
    compare_rules(old_body, new_body, {"formula", "ties", "decimals"}, list);
    compare_rules(
        member(old_body, "cross"), member(new_body, "cross"), {"trimmed", "outlier"}, list);
    auto const old_parts = parts_of(old_body);
    auto const new_parts = parts_of(new_body);
    for (auto const& part : new_parts) {
        if (auto const* old = same_part(old_parts, part))
            compare(*old, part, list);
        else
            list.push_back({part.what, part.code, "added", "", text_of(part.own, "name")});
    }
    for (auto const& part : old_parts) {
        if (same_part(new_parts, part) == nullptr)
            list.push_back({part.what, part.code, "removed", text_of(part.own, "name"), ""});
    }
    return list;
}

}  // namespace thidua::block
