#include "web/envelope.h"

#include "base/random.h"
#include "terms/locale.h"
#include "web/guide.h"
#include "web/view.h"

#include <algorithm>
#include <array>

namespace thidua::web {

namespace json = boost::json;

namespace {

// The order of the menu. Folders name the same group differently; each line is one group.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kGroups = {{
    {"work", "work"},
    {"home", "work"},
    {"movement", "movement"},
    {"register", "register"},
    {"award", "register"},
    {"council", "council"},
    {"decision", "decision"},
    {"report", "report"},
    {"lookup", "report"},
    {"organisation", "organisation"},
    {"admin", "admin"},
    {"system", "admin"},
}};

std::size_t place_of(std::string_view group)
{
    auto const found = std::find_if(
        kGroups.begin(), kGroups.end(), [&](auto const& g) { return g.first == group; });
    return static_cast<std::size_t>(found - kGroups.begin());
}

// One name for each group; a group that is not known keeps its own and comes last.
std::string_view group_of(http::MenuItem const& item)
{
    auto const place = place_of(item.group);
    return place < kGroups.size() ? kGroups[place].second : std::string_view{item.group};
}

bool leads_to(std::string_view href, std::string_view path)
{
    if (href == "/" || href.size() >= path.size()) return href == path;
    return path.substr(0, href.size()) == href && path[href.size()] == '/';
}

bool opens(EnvelopeSource const& source, std::string_view href)
{
    std::map<std::string, std::string, std::less<>> params;
    auto const* route =
        source.router.find(http::Method::Get, href.substr(0, href.find('?')), params);
    return route != nullptr && source.router.admits(*route, source.visit.actor());
}

std::vector<http::MenuItem const*> admitted(EnvelopeSource const& source)
{
    std::vector<http::MenuItem const*> items;
    for (auto const& item : source.router.menu()) {
        if (opens(source, item.href)) items.push_back(&item);
    }
    std::stable_sort(items.begin(), items.end(), [](auto const* a, auto const* b) {
        auto const left = group_of(*a);
        auto const right = group_of(*b);
        if (left == right) return a->order < b->order;
        return std::pair{place_of(left), left} < std::pair{place_of(right), right};
    });
    return items;
}

json::array menu_of(EnvelopeSource const& source)
{
    auto const items = admitted(source);
    std::string_view current;
    for (auto const* item : items) {
        if (leads_to(item->href, source.visit.request.path) && item->href.size() > current.size()) {
            current = item->href;
        }
    }
    auto const& language = source.visit.language;
    json::array groups;
    std::string_view group;
    for (auto const* item : items) {
        if (groups.empty() || group_of(*item) != group) {
            group = group_of(*item);
            groups.push_back(
                json::object{{"group", group},
                             {"label", terms::text(language, "menu.group." + std::string{group})},
                             {"items", json::array{}}});
        }
        groups.back().as_object()["items"].as_array().push_back(
            json::object{{"href", item->href},
                         {"key", item->key},
                         {"label", terms::text(language, item->key)},
                         {"icon", item->icon},
                         {"current", item->href == current}});
    }
    return groups;
}

json::object permissions_of(access::Actor const& actor)
{
    json::object may;
    for (int i = 0; i < access::kPermissionCount; ++i) {
        auto const permission = static_cast<access::Permission>(i);
        if (actor.may(permission)) may[access::name_of(permission)] = true;
    }
    return may;
}

// The pages above this one that its reader may open.
json::array crumbs_of(EnvelopeSource const& source,
                      http::Answer const& answer,
                      std::string const& language)
{
    json::array crumbs;
    for (auto const& crumb : answer.crumbs) {
        if (!opens(source, crumb.href)) continue;
        auto label =
            crumb.key.empty() ? crumb.text : sentence(crumb.key, answer.document, language);
        crumbs.push_back(json::object{{"href", crumb.href}, {"label", std::move(label)}});
    }
    return crumbs;
}

// The address of this page with one value of its query put in place of another.
std::string address_with(http::Request const& request,
                         std::string_view name,
                         std::string_view value)
{
    auto address = request.path;
    char separator = '?';
    auto const add = [&](std::string_view key, std::string_view text) {
        address += separator;
        address += http::percent_encode(key);
        address += '=';
        address += http::percent_encode(text);
        separator = '&';
    };
    for (auto const& [key, text] : request.query.pairs()) {
        bool const is_replaced = key == name || key == "lang" || (name != "page" && key == "page");
        if (!is_replaced && !text.empty()) add(key, text);
    }
    if (!value.empty()) add(name, value);
    return address;
}

// {previous, next, pages[{number, href, current, gap}], xlsx, csv}: first and last page, and the
// two on either side of the one shown; `gap` says that some are left out before it.
json::object pager_of(http::Request const& request, json::object const& list)
{
    auto const page = list.at("page").as_int64();
    auto const last = list.at("pages").as_int64();
    auto const href = [&](std::int64_t number) {
        return address_with(request, "page", number == 1 ? "" : std::to_string(number));
    };
    json::object pager{{"xlsx", address_with(request, "format", "xlsx")},
                       {"csv", address_with(request, "format", "csv")}};
    if (page > 1) pager["previous"] = href(page - 1);
    if (page < last) pager["next"] = href(page + 1);
    json::array pages;
    std::int64_t before = 0;
    for (auto number : {std::int64_t{1}, page - 2, page - 1, page, page + 1, page + 2, last}) {
        if (last < 2 || number <= before || number > last) continue;
        pages.push_back(json::object{{"number", number},
                                     {"href", href(number)},
                                     {"current", number == page},
                                     {"gap", number > before + 1}});
        before = number;
    }
    pager["pages"] = std::move(pages);
    return pager;
}

json::object query_of(http::Values const& values)
{
    json::object query;
    for (auto const& [name, value] : values.pairs()) query[name] = value;
    return query;
}

}  // namespace

void wrap(http::Answer& answer, EnvelopeSource const& source)
{
    auto const& visit = source.visit;
    auto const& actor = visit.actor();
    auto const& language = visit.language;
    json::object env{
        {"title", sentence(answer.title_key, answer.document, language)},
        {"lang", language},
        {"path", visit.request.path},
        {"target", visit.request.target},
        {"request", visit.request.id},
        {"csrf", visit.who.csrf},
        {"key", random_token()},
        {"today", to_iso(legal_day(source.now))},
        {"office", visit.office},
        {"guide", guide_address(visit.request.path)},
        {"demo", source.demo},
        {"notice", source.notice},
        {"actor",
         json::object{{"name", actor.name},
                      {"display_name", actor.display_name},
                      {"person", actor.person},
                      {"anonymous", actor.is_anonymous()}}},
        {"may", permissions_of(actor)},
        {"menu", menu_of(source)},
        {"crumbs", crumbs_of(source, answer, language)},
        {"assets", source.assets},
    };
    if (auto const* list = answer.document.if_contains("list");
        list != nullptr && list->is_object()) {
        env["pager"] = pager_of(visit.request, list->get_object());
    }
    if (!answer.document.contains("query"))
        answer.document["query"] = query_of(visit.request.query);
    answer.document["env"] = std::move(env);
}

}  // namespace thidua::web
