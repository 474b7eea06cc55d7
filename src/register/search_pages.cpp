#include "register/search_pages.h"

#include "organisation/lookup.h"
#include "register/award_words.h"
#include "register/catalogue.h"
#include "register/search.h"
#include "register/search_awards.h"
#include "terms/vocabulary.h"

#include <algorithm>

namespace thidua::registry {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

constexpr int kPageSize = 50;
constexpr int kOthersShown = 20;            // Units and decisions beside the people found.
constexpr std::int64_t kExported = 50'000;  // Rows of one file.

Window window_of(Context const& ctx)
{
    if (ctx.wants_export()) return {1, static_cast<int>(kCountedHits)};
    return {std::min(ctx.page_number(), static_cast<int>(kCountedHits) / kPageSize), kPageSize};
}

json::object list_of(Window window,
                     Hits const& hits,
                     std::vector<http::Column> columns,
                     json::array rows)
{
    return http::list_document(
        {std::move(columns), std::move(rows), hits.total, hits.more, window.page, window.size});
}

std::vector<http::Column> people_columns()
{
    return {{"code", "search.column.code"},
            {"full_name", "search.column.full-name"},
            {"birth_year", "search.column.birth-year", "year"},
            {"rank", "search.column.rank"},
            {"position", "search.column.position"},
            {"unit", "search.column.unit-code"},
            {"unit_name", "search.column.unit"},
            {"left_on", "search.column.left-on", "date"}};
}

json::object found(Hits const& hits, json::array rows)
{
    return {{"rows", std::move(rows)}, {"total", hits.total}, {"more", hits.more}};
}

Result<Answer> show_search(Context& ctx)
{
    auto const text = ctx.query().text("q");
    bool const wide = ctx.query().checked("wide");
    auto const window = window_of(ctx);
    json::object document{{"q", text}, {"wide", wide}};
    ctx.db.read([&](storage::Transaction& tx) {
        auto const people = find_people(tx, ctx.actor, {text, wide}, window);
        auto const units = find_units(tx, ctx.actor, text, {1, kOthersShown});
        auto const decisions = find_decisions(tx, ctx.actor, text, {1, kOthersShown});
        document["people_exact"] = people.is_exact;
        document["nothing"] = !text.empty() && people.total + units.total + decisions.total == 0;
        document["units"] = found(units, unit_rows(tx, units.ids));
        document["decisions"] = found(decisions, decision_rows(tx, decisions.ids));
        document["list"] = list_of(window, people, people_columns(), people_rows(tx, people.ids));
    });
    return http::page("register/search", "search.title", std::move(document));
}

std::vector<http::Column> award_columns()
{
    return {{"subject", "search.column.code"},
            {"subject_name", "search.column.subject"},
            {"birth_year", "search.column.birth-year", "year"},
            {"rank", "search.column.rank"},
            {"position", "search.column.position"},
            {"unit", "search.column.unit-code"},
            {"unit_name", "search.column.unit"},
            {"award_name", "search.column.award"},
            {"year", "search.column.year", "year"},
            {"mode", "search.column.mode", "term:mode"},
            {"movement", "search.column.movement"},
            {"number", "search.column.number"},
            {"decided_on", "search.column.decided-on", "date"},
            {"authority", "search.column.authority", "term:authority"},
            {"revoked", "search.column.revoked", "flag"},
            {"marking", "search.column.marking", "term:marking"},
            {"certificate_no", "search.column.certificate"},
            {"checked", "search.column.checked", "flag"}};
}

struct FacetShown {
    char const* name;
    std::string AwardFilter::*field;
};
constexpr FacetShown kFacets[] = {{"level", &AwardFilter::level},
                                  {"award", &AwardFilter::award},
                                  {"year", &AwardFilter::year},
                                  {"kind", &AwardFilter::kind},
                                  {"mode", &AwardFilter::mode},
                                  {"state", &AwardFilter::state},
                                  {"marking", &AwardFilter::marking}};

// A facet's values, each with the address that narrows the list to it, or widens it again. Years
// run backwards, the rest by how many there are.
json::array facet_values(FacetShown const& shown,
                         Facet const& facet,
                         AwardFilter const& filter,
                         std::map<std::string, std::string> const& award_names)
{
    std::vector<std::pair<std::string, std::int64_t>> values(facet.begin(), facet.end());
    bool const by_value = std::string_view{shown.name} == "year";
    std::ranges::stable_sort(values, [&](auto const& a, auto const& b) {
        return by_value ? a.first > b.first : a.second > b.second;
    });
    json::array result;
    for (auto const& [value, count] : values) {
        bool const current = filter.*shown.field == value;
        auto narrowed = filter;
        narrowed.*shown.field = current ? "" : value;
        auto const name = award_names.find(value);
        result.push_back({{"value", value},
                          {"label", name == award_names.end() ? value : name->second},
                          {"count", count},
                          {"current", current},
                          {"href", "/awards?" + to_query(narrowed)}});
    }
    return result;
}

json::array facets_of(Facets const& facets,
                      AwardFilter const& filter,
                      std::map<std::string, std::string> const& award_names)
{
    json::array result;
    for (auto const& shown : kFacets) {
        auto const facet = facets.by_name.find(shown.name);
        if (facet == facets.by_name.end()) continue;
        bool const is_choice = facet->second.size() > 1 || !(filter.*shown.field).empty();
        if (!is_choice) continue;
        result.push_back({{"name", shown.name},
                          {"more", facets.more},
                          {"values", facet_values(shown, facet->second, filter, award_names)}});
    }
    return result;
}

json::object choices(std::vector<AwardType> const& types, std::string_view language)
{
    json::array awards;
    for (auto const& type : types) awards.push_back({{"code", type.code}, {"name", name_in(language, type)}});
    json::array levels;
    for (auto const level : kAwardLevels) levels.push_back(json::object{{"code", level}});
    json::array modes;
    for (auto const& term : terms::terms_of("mode"))
        modes.push_back(json::object{{"code", term.code}});
    return {
        {"awards", std::move(awards)}, {"levels", std::move(levels)}, {"modes", std::move(modes)}};
}

Result<json::object> awards_document(Context& ctx, storage::Transaction& tx)
{
    auto const filter = read_award_filter(ctx.query());
    auto window = window_of(ctx);
    if (ctx.wants_export()) window.size = static_cast<int>(kExported);
    auto const list = TD_TRY(find_awards(tx, ctx.actor, filter, window));
    if (ctx.wants_export() && static_cast<std::int64_t>(list.hits.ids.size()) == kExported) {
        return failure(
            Kind::Refused, "search.export-too-large", {{"rows", std::to_string(kExported)}});
    }

    auto const types = award_types(tx);
    std::map<std::string, std::string> award_names;
    for (auto const& type : types) award_names[type.code] = name_in(ctx.language, type);

    json::object document{{"facets", facets_of(list.facets, filter, award_names)},
                          {"choices", choices(types, ctx.language)},
                          {"sort", filter.sort},
                          {"unsorted", !list.is_sorted},
                          {"filtered", !to_query(filter).empty()},
                          {"sees_markings", ctx.actor.clearance > access::Marking::Thuong}};
    if (auto const unit = organisation::find_unit(tx, filter.unit))
        document["unit_name"] = unit->name;
    document["list"] =
        list_of(window, list.hits, award_columns(), award_rows(tx, ctx.actor, list.hits.ids));
    say_awards(tx, ctx.language, document);
    return document;
}

Result<Answer> show_awards(Context& ctx)
{
    auto document =
        TD_TRY(ctx.db.read([&](storage::Transaction& tx) { return awards_document(ctx, tx); }));
    return http::page("register/awards", "search.awards.title", std::move(document));
}

}  // namespace

void add_search_pages(http::Router& routes)
{
    routes.get("/search", http::Door::SignedIn, "search.title", show_search);
    routes.get("/awards", Permission::ReadRegister, "search.awards.title", show_awards);
    routes.menu({"lookup", "/awards", "search.awards.menu", "search", 10});
}

void add_finding_pages(http::Router& routes)
{
    add_search_pages(routes);
    add_sheet_pages(routes);
    add_checks_pages(routes);
    add_public_pages(routes);
}

}  // namespace thidua::registry
