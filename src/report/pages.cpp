#include "report/pages.h"

#include "register/award_words.h"
#include "register/search_awards.h"
#include "report/chart.h"
#include "report/summary.h"
#include "terms/locale.h"
#include "terms/vocabulary.h"

#include <algorithm>
#include <array>

namespace thidua::report {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using registry::AwardFilter;

namespace {

constexpr int kYears = 5;
constexpr std::array kTabs = {By::Award, By::Year, By::Unit, By::Block, By::Sex, By::Direct};
constexpr char const* kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

// What the page was asked: one period, or two side by side.
struct Asked {
    SummaryQuery query;
    std::optional<SummaryQuery> second;
    By by = By::Award;
};

Result<Date> read_day(Context const& ctx, std::string const& name, Date otherwise)
{
    auto const text = ctx.query().text(name);
    if (text.empty()) return otherwise;
    auto const day = parse_date(text);
    if (!day) return bad_input("search.bad-day", {{"day", text}}, name);
    return *day;
}

Result<Asked> read_question(Context const& ctx)
{
    auto const year = ctx.today().year();
    Asked asked;
    asked.query.from = TD_TRY(read_day(ctx, "from", *make_date(year - kYears + 1, 1, 1)));
    asked.query.to = TD_TRY(read_day(ctx, "to", *make_date(year, 12, 31)));
    asked.query.unit = ctx.query().text("unit");
    asked.query.lineage = ctx.query().checked("lineage");
    asked.query.award = ctx.query().text("award");
    asked.by = by_of(ctx.query().text("by")).value_or(By::Award);
    if (!ctx.query().text("from2").empty() || !ctx.query().text("to2").empty()) {
        auto second = asked.query;
        second.from = TD_TRY(read_day(ctx, "from2", asked.query.from));
        second.to = TD_TRY(read_day(ctx, "to2", asked.query.to));
        if (second.to < second.from) return bad_input("report.period-turned", {}, "to2");
        asked.second = std::move(second);
    }
    return asked;
}

// The list of the awards behind a figure.
AwardFilter rows_behind(SummaryQuery const& query)
{
    AwardFilter filter;
    filter.from = to_iso(query.from);
    filter.to = to_iso(query.to);
    filter.unit = query.unit;
    filter.lineage = query.lineage;
    filter.award = query.award;
    filter.state = "valid";
    return filter;
}

json::object figures(Counts const& counts, AwardFilter filter)
{
    json::object figures{
        {"persons", counts.persons}, {"units", counts.units}, {"total", counts.total()}};
    figures["href"] = "/awards?" + to_query(filter);
    filter.kind = "person";
    figures["persons_href"] = "/awards?" + to_query(filter);
    filter.kind = "unit";
    figures["units_href"] = "/awards?" + to_query(filter);
    return figures;
}

Counts counts_of(Summary const& summary, std::string const& award)
{
    auto const row = std::ranges::find(summary.rows, award, &SummaryRow::award);
    return row == summary.rows.end() ? Counts{} : row->counts;
}

// The awards of either period, by code.
std::vector<SummaryRow> rows_of(Summary const& first, std::optional<Summary> const& second)
{
    auto rows = first.rows;
    if (second) {
        for (auto const& row : second->rows) {
            if (std::ranges::find(rows, row.award, &SummaryRow::award) != rows.end()) continue;
            rows.push_back({row.award, row.name, row.level, {}});
        }
        std::ranges::sort(rows, {}, &SummaryRow::award);
    }
    return rows;
}

json::object award_row(SummaryRow const& row,
                       Asked const& asked,
                       std::optional<Summary> const& second)
{
    auto query = asked.query;
    query.award = row.award;
    auto document = figures(row.counts, rows_behind(query));
    document["award"] = row.award;
    document["award_name"] = row.name;
    document["level"] = row.level;
    if (second) {
        auto later = *asked.second;
        later.award = row.award;
        auto const counts = counts_of(*second, row.award);
        document["second"] = figures(counts, rows_behind(later));
        document["second_total"] = counts.total();
        document["change"] = counts.total() - row.counts.total();
    }
    return document;
}

// The rows under a heading for each level, the highest first.
json::array by_level(json::array const& rows)
{
    json::array levels;
    for (auto const* const level : {"state", "ministry", "board", "base"}) {
        json::array own;
        for (auto const& row : rows) {
            if (row.at("level").as_string() == level) own.push_back(row);
        }
        if (!own.empty()) levels.push_back({{"level", level}, {"rows", std::move(own)}});
    }
    return levels;
}

std::vector<http::Column> with_figures(std::vector<http::Column> columns, bool compared)
{
    for (auto const* const name : {"persons", "units", "total"}) {
        columns.push_back({name, std::string{"report.column."} + name, "number"});
    }
    if (compared) {
        columns.push_back({"second_total", "report.column.second", "number"});
        columns.push_back({"change", "report.column.change", "number"});
    }
    return columns;
}

std::vector<http::Column> award_columns(bool compared)
{
    return with_figures({{"award_name", "report.column.award"}, {"award", "report.column.code"}},
                        compared);
}

json::object whole_list(std::vector<http::Column> columns, json::array rows)
{
    auto const count = static_cast<std::int64_t>(rows.size());
    return http::list_document({std::move(columns),
                                std::move(rows),
                                count,
                                false,
                                1,
                                std::max(1, static_cast<int>(count))});
}

// The same period narrowed to one group of a breakdown; nothing where no list says just that.
std::optional<AwardFilter> rows_behind(SummaryQuery const& query, By by, Group const& group)
{
    auto filter = rows_behind(query);
    switch (by) {
    case By::Award: filter.award = group.key; break;
    case By::Year:
        filter.from = std::max(filter.from, group.key + "-01-01");
        filter.to = std::min(filter.to, group.key + "-12-31");
        break;
    case By::Unit:
        filter.unit = group.key;
        filter.alone = group.alone;
        filter.lineage = false;
        break;
    case By::Block:
        if (group.key.empty()) return std::nullopt;
        filter.block = group.key;
        break;
    case By::Sex: filter.sex = group.key.empty() ? "unknown" : group.key; break;
    case By::Direct: filter.direct = group.key; break;
    }
    return filter;
}

// What a group is called; units and blocks bring their names, the rest is said in the reader's
// words.
std::string label_of(By by, Group const& group, std::string const& language)
{
    switch (by) {
    case By::Unit: return group.label;
    case By::Block:
        return group.key.empty() ? terms::text(language, "report.no-block") : group.label;
    case By::Sex:
        return group.key.empty() ? terms::text(language, "report.sex.unknown")
                                 : terms::name_of("sex", group.key, language);
    case By::Direct: return terms::text(language, "report.direct." + group.key);
    case By::Award:
    case By::Year: break;
    }
    return group.key;
}

json::object group_figures(SummaryQuery const& query, By by, Group const& group)
{
    if (auto const filter = rows_behind(query, by, group)) return figures(group.counts, *filter);
    return {{"persons", group.counts.persons},
            {"units", group.counts.units},
            {"total", group.counts.total()}};
}

// The groups of either period, in their order.
std::vector<Group> groups_of(std::vector<Group> const& first, std::vector<Group> const& second)
{
    auto groups = first;
    for (auto group : second) {
        if (std::ranges::find(first, group.key, &Group::key) != first.end()) continue;
        group.counts = {};
        groups.push_back(std::move(group));
    }
    std::ranges::sort(groups, {}, &Group::key);
    return groups;
}

json::object group_row(Asked const& asked,
                       Group const& group,
                       std::vector<Group> const& second,
                       std::string const& language)
{
    auto row = group_figures(asked.query, asked.by, group);
    row["key"] = group.key;
    row["label"] = label_of(asked.by, group, language);
    row["alone"] = group.alone;
    if (asked.second) {
        auto const same = std::ranges::find(second, group.key, &Group::key);
        auto const later =
            same == second.end() ? Group{group.key, group.label, {}, group.alone} : *same;
        row["second"] = group_figures(*asked.second, asked.by, later);
        row["second_total"] = later.counts.total();
        row["change"] = later.counts.total() - group.counts.total();
    }
    return row;
}

json::object chart_of(json::array const& rows, std::string_view label)
{
    std::vector<Bar> bars;
    for (auto const& row : rows) {
        bars.push_back({std::string{row.at(label).as_string()},
                        row.at("persons").as_int64(),
                        row.at("units").as_int64()});
    }
    return bar_chart(bars);
}

json::array tabs_of(Context const& ctx, By chosen)
{
    json::array tabs;
    for (auto const by : kTabs) {
        std::string query;
        for (auto const& [name, value] : ctx.query().pairs()) {
            if (name == "by" || name == "format" || value.empty()) continue;
            query += "&" + http::percent_encode(name) + "=" + http::percent_encode(value);
        }
        tabs.push_back({{"by", name_of(by)},
                        {"current", by == chosen},
                        {"href", "/summary?by=" + std::string{name_of(by)} + query}});
    }
    return tabs;
}

json::object period(SummaryQuery const& query)
{
    return {{"from", to_iso(query.from)}, {"to", to_iso(query.to)}};
}

Result<json::array> group_rows(Context& ctx, storage::Transaction& tx, Asked const& asked)
{
    auto const first = TD_TRY(break_down(tx, ctx.actor, asked.query, asked.by));
    std::vector<Group> second;
    if (asked.second) second = TD_TRY(break_down(tx, ctx.actor, *asked.second, asked.by));
    json::array rows;
    for (auto const& group : groups_of(first, second))
        rows.push_back(group_row(asked, group, second, ctx.language));
    return rows;
}

Result<json::object> summary_document(Context& ctx, storage::Transaction& tx, Asked const& asked)
{
    auto const summary = TD_TRY(summarise(tx, ctx.actor, asked.query));
    auto document = to_json(summary);
    document["unit_name"] = summary.unit_name;
    document["by"] = name_of(asked.by);
    document["tabs"] = tabs_of(ctx, asked.by);
    document["lineage"] = asked.query.lineage;
    document["unit_asked"] = asked.query.unit;
    document["all"] = figures(summary.total, rows_behind(asked.query));

    std::optional<Summary> second;
    if (asked.second) {
        second = TD_TRY(summarise(tx, ctx.actor, *asked.second));
        document["second"] = period(*asked.second);
        document["second_all"] = figures(second->total, rows_behind(*asked.second));
        document["change"] = second->total.total() - summary.total.total();
    }
    if (asked.by == By::Award) {
        json::array rows;
        for (auto const& row : rows_of(summary, second))
            rows.push_back(award_row(row, asked, second));
        registry::say_awards(tx, ctx.language, rows);
        document["levels"] = by_level(rows);
        document["chart"] = chart_of(rows, "award_name");
        document["list"] = whole_list(award_columns(second.has_value()), std::move(rows));
        return document;
    }
    auto rows = TD_TRY(group_rows(ctx, tx, asked));
    document["groups"] = rows;
    document["chart"] = chart_of(rows, "label");
    std::vector<http::Column> columns{{"label", "report.by." + std::string{name_of(asked.by)}}};
    document["list"] =
        whole_list(with_figures(std::move(columns), second.has_value()), std::move(rows));
    return document;
}

Result<Answer> show_summary(Context& ctx)
{
    auto const asked = TD_TRY(read_question(ctx));
    if (ctx.query().text("format") == "docx") {
        auto const summary = TD_TRY(ctx.db.read(
            [&](storage::Transaction& tx) { return summarise(tx, ctx.actor, asked.query); }));
        return http::file("tong-hop-khen-thuong.docx", kDocx, to_docx(summary, ctx.language));
    }
    auto document = TD_TRY(
        ctx.db.read([&](storage::Transaction& tx) { return summary_document(ctx, tx, asked); }));
    return http::page("report/summary", "report.title", std::move(document));
}

}  // namespace

void add_pages(http::Router& routes)
{
    routes.get("/summary", Permission::ReadReports, "report.title", show_summary);
    routes.menu({"report", "/summary", "report.menu", "chart", 20});
}

}  // namespace thidua::report
