#include "http/page.h"

#include "base/text.h"

#include <stdexcept>

namespace thidua::http {

namespace {

using Segments = std::vector<std::string_view>;

bool is_parameter(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

Segments segments_of(std::string_view path) { return split(path.substr(1), '/'); }

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    Route* routes[2] = {nullptr, nullptr};  // By Method.

    Node& child(std::string_view segment)
    {
        auto& slot = is_parameter(segment) ? parameter : literals[std::string{segment}];
        if (!slot) slot = std::make_unique<Node>();
        return *slot;
    }

    // Literal first; a parameter never takes an empty segment.
    Route const* match(Method method, Segments const& path, std::size_t at) const
    {
        if (at == path.size()) return routes[static_cast<int>(method)];
        if (auto const found = literals.find(path[at]); found != literals.end()) {
            if (auto const* route = found->second->match(method, path, at + 1)) return route;
        }
        return parameter && !path[at].empty() ? parameter->match(method, path, at + 1) : nullptr;
    }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

Route& Router::add(Method method, std::string pattern, Handler handler)
{
    if (pattern.empty() || pattern.front() != '/')
        throw std::logic_error("a route begins with /: " + pattern);
    Node* node = root_.get();
    for (auto const segment : segments_of(pattern)) node = &node->child(segment);
    auto& slot = node->routes[static_cast<int>(method)];
    if (slot != nullptr)
        throw std::logic_error("two routes for " + pattern + " and " + slot->pattern);
    routes_.push_back(std::make_unique<Route>());
    slot = routes_.back().get();
    slot->method = method;
    slot->pattern = std::move(pattern);
    slot->handler = std::move(handler);
    return *slot;
}

Route& Router::get(std::string pattern,
                   Permission permission,
                   std::string title_key,
                   Handler handler)
{
    auto& route =
        get(std::move(pattern), Door::Permission, std::move(title_key), std::move(handler));
    route.permission = permission;
    return route;
}

Route& Router::post(std::string pattern, Permission permission, Handler handler)
{
    auto& route = post(std::move(pattern), Door::Permission, std::move(handler));
    route.permission = permission;
    return route;
}

Route& Router::get(std::string pattern, Door door, std::string title_key, Handler handler)
{
    auto& route = add(Method::Get, std::move(pattern), std::move(handler));
    route.door = door;
    route.title_key = std::move(title_key);
    return route;
}

Route& Router::post(std::string pattern, Door door, Handler handler)
{
    auto& route = add(Method::Post, std::move(pattern), std::move(handler));
    route.door = door;
    return route;
}

void Router::panel(std::string place, std::string view, Panel panel)
{
    panels_.push_back({std::move(place), std::move(view), std::move(panel)});
}

Route const* Router::find(Method method,
                          std::string_view path,
                          std::map<std::string, std::string, std::less<>>& params) const
{
    params.clear();
    if (path.empty() || path.front() != '/') return nullptr;
    auto const segments = segments_of(path);
    auto const* route = root_->match(method, segments, 0);
    if (route == nullptr) return nullptr;
    auto const names = segments_of(route->pattern);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (is_parameter(names[i]))
            params.emplace(names[i].substr(1, names[i].size() - 2), segments[i]);
    }
    return route;
}

Route const* Router::find_pattern(Method method, std::string_view pattern) const
{
    for (auto const& route : routes_) {
        if (route->method == method && route->pattern == pattern) return route.get();
    }
    return nullptr;
}

bool Router::admits(Route const& route, access::Actor const& actor) const
{
    switch (route.door) {
    case Door::Public: return true;
    case Door::SignedIn: return !actor.is_anonymous();
    case Door::Permission: return actor.may(route.permission);
    }
    return false;
}

}  // namespace thidua::http
