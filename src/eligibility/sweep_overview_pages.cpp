// The sweep at a glance: every award with the lengths of its lists, each figure a way into its list.
#include "eligibility/page_parts.h"
#include "eligibility/sweep_overview.h"
#include "terms/locale.h"

namespace thidua::eligibility {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

std::vector<http::Column> columns()
{
    return {{"kind_text", "eligibility.sweep.kind"},
            {"award_name", "eligibility.column.award"},
            {"eligible", "eligibility.answer.eligible", "number"},
            {"now", "eligibility.sweep.tab.now", "number"},
            {"next", "eligibility.sweep.tab.next", "number"},
            {"short", "eligibility.sweep.tab.short", "number"},
            {"overlooked", "eligibility.sweep.tab.overlooked", "number"},
            {"retiring", "eligibility.sweep.tab.retiring", "number"}};
}

// Where the lists of one award are, but for the tab.
std::string list_href(Context const& ctx, law::Subject subject, Tally const& tally, int year)
{
    std::string const kind = subject == law::Subject::Unit ? "unit" : "person";
    auto href = "/sweep?award=" + tally.award + "&kind=" + kind + "&year=" + std::to_string(year);
    for (auto const* name : {"received", "unit"}) {
        auto const value = ctx.query().text(name);
        if (!value.empty()) href += '&' + std::string{name} + '=' + http::percent_encode(value);
    }
    return href + "&tab=";
}

json::object row_of(Context const& ctx, law::Subject subject, Tally const& tally, int year)
{
    auto const& award = law::built_in().awards.at(tally.award);
    auto const href = list_href(ctx, subject, tally, year);
    json::array figures;
    for (auto const tab : kTabs) {
        if (tab == Tab::Retiring && subject == law::Subject::Unit) continue;
        auto const name = std::string{name_of(tab)};
        figures.push_back({{"tab", name},
                           {"figure", tally.of(tab)},
                           {"now", tab == Tab::Now},
                           {"href", href + name}});
    }
    return {{"award", tally.award},
            {"name", {{"vi", award.name_vi}, {"en", award.name_en}}},
            {"eligible", tally.eligible},
            {"href", href + "now"},
            {"figures", std::move(figures)}};
}

// {"kind", "swept", "rows", "left_open", "nobody"}: awards that say something about somebody, those
// the law leaves to a person for everybody, and those nobody is near.
json::object kind_document(Context const& ctx,
                           law::Subject subject,
                           std::vector<Tally> const& tallies,
                           int year)
{
    json::array rows;
    json::array left_open;
    json::array nobody;
    for (auto const& tally : tallies) {
        auto& part = tally.is_empty() ? nobody : tally.is_left_open() ? left_open : rows;
        part.push_back(row_of(ctx, subject, tally, year));
    }
    auto const left = static_cast<std::int64_t>(left_open.size());
    auto const none = static_cast<std::int64_t>(nobody.size());
    return {{"kind", subject == law::Subject::Unit ? "unit" : "person"},
            {"unit_kind", subject == law::Subject::Unit},
            {"swept", tallies.empty() ? 0 : tallies.front().swept},
            {"rows", std::move(rows)},
            {"left_open", std::move(left_open)},
            {"left_open_count", left},
            {"nobody", std::move(nobody)},
            {"nobody_count", none}};
}

void list_rows(Context const& ctx,
               law::Subject subject,
               std::vector<Tally> const& tallies,
               json::array& rows)
{
    bool const unit = subject == law::Subject::Unit;
    auto const kind =
        terms::text(ctx.language, unit ? "eligibility.sweep.units" : "eligibility.sweep.persons");
    for (auto const& tally : tallies) {
        auto const& award = law::built_in().awards.at(tally.award);
        json::object row{{"kind", unit ? "unit" : "person"},
                         {"kind_text", kind},
                         {"award", tally.award},
                         {"award_name", ctx.language == "en" ? award.name_en : award.name_vi},
                         {"eligible", tally.eligible}};
        for (auto const tab : kTabs) row[name_of(tab)] = tally.of(tab);
        if (unit) row["retiring"] = nullptr;
        rows.push_back(std::move(row));
    }
}

Result<json::object> overview_document(Context& ctx, storage::Transaction& tx, Cache& cache)
{
    auto const holdings = cache.get(tx, ctx.actor.clearance);
    auto const time = TD_TRY(read_time(ctx, holdings->declared));
    OverviewQuery query{time.year, time.received, ""};
    query.unit_path = TD_TRY(read_unit_path(ctx, tx));
    json::array kinds;
    http::ListPage list{.columns = columns()};
    for (auto const subject : {law::Subject::Person, law::Subject::Unit}) {
        auto const tallies = count_lists(tx, ctx.actor, *holdings, subject, query);
        kinds.push_back(kind_document(ctx, subject, tallies, query.year));
        list_rows(ctx, subject, tallies, list.rows);
    }
    list.total = static_cast<std::int64_t>(list.rows.size());
    list.page_size = static_cast<int>(list.total);
    return json::object{{"year", query.year},
                        {"received", to_iso(query.received)},
                        {"with_discipline", ctx.actor.may(Permission::ReadDiscipline)},
                        {"kinds", std::move(kinds)},
                        {"list", http::list_document(std::move(list))}};
}

}  // namespace

void add_sweep_overview(http::Router& routes, std::shared_ptr<Cache> cache)
{
    routes.get("/sweep/overview",
               Permission::ReadRegister,
               "eligibility.overview.title",
               [cache](Context& ctx) -> Result<Answer> {
                   auto document = TD_TRY(ctx.db.read([&](storage::Transaction& tx) {
                       return overview_document(ctx, tx, *cache);
                   }));
                   return http::page("eligibility/sweep-overview",
                                     "eligibility.overview.title",
                                     std::move(document),
                                     {{"/sweep", "eligibility.sweep.title"}});
               });
    routes.menu({"register", "/sweep/overview", "eligibility.overview.title", "chart", 54});
}

}  // namespace thidua::eligibility
