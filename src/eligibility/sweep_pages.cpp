// One award over everybody the reader may read: who qualifies, who will next year, who is one
// requirement short, who was overlooked, who retires soon.
#include "base/text.h"
#include "eligibility/document.h"
#include "eligibility/holdings.h"
#include "eligibility/page_parts.h"
#include "eligibility/sweep_list.h"
#include "terms/locale.h"

#include <algorithm>

namespace thidua::eligibility {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

constexpr int kPageSize = 50;

std::vector<http::Column> columns()
{
    return {{"code", "eligibility.column.code"},
            {"name", "eligibility.column.name"},
            {"unit_name", "eligibility.column.unit"},
            {"award_name", "eligibility.column.award"},
            {"year", "eligibility.column.year", "year"},
            {"answer_text", "eligibility.column.answer"},
            {"remark", "eligibility.column.remark"},
            {"held", "eligibility.column.held", "flag"},
            {"retires", "eligibility.column.retires", "date"}};
}

Result<SweepQuery> read_query(Context const& ctx,
                              storage::Transaction& tx,
                              Declared const& declared)
{
    SweepQuery query;
    auto const time = TD_TRY(read_time(ctx, declared));
    query.question = {TD_TRY(read_award(ctx)), time.year, time.received};
    if (query.question.award.empty()) query.question.award = kFirstAward;
    query.tab = tab_of(ctx.query().text("tab"));
    auto const& award = law::built_in().awards.at(query.question.award);
    bool const units = !award.for_persons || (award.for_units && ctx.query().text("kind") == "unit");
    query.subject = units ? law::Subject::Unit : law::Subject::Person;
    query.name = search_key(ctx.query().text("q"));
    query.unit_path = TD_TRY(read_unit_path(ctx, tx));
    return query;
}

std::string gap_text(std::vector<Gap> const& gaps, std::string const& language)
{
    std::string text;
    for (auto const& gap : gaps) {
        text += text.empty() ? "" : "; ";
        text += terms::text(language, "eligibility.source." + std::string{name_of(gap.source)}, {});
        if (auto const span = span_text(gap.years); !span.empty()) text += " " + span;
    }
    return text;
}

// What stands in the way, in the reader's words.
std::string remark_of(law::LawBook const& book,
                      Judgement const& judgement,
                      std::string const& language)
{
    auto const voice = speaker(book, language);
    if (auto const* unmet = first_unmet(judgement)) {
        auto const requirement = voice.say(law::sentence_of(*unmet->node));
        auto const missing = voice.say(law::missing_of(*unmet));
        return missing == requirement ? requirement : requirement + ". " + missing;
    }
    if (!judgement.gaps.empty())
        return terms::text(language,
                           "eligibility.sweep.missing-data",
                           {{"what", gap_text(judgement.gaps, language)}});
    std::string text;
    for (auto const& open : judgement.verdict.open) {
        text += text.empty() ? "" : " ";
        text += voice.say(law::point_of(open.point));
    }
    return text;
}

json::object row_of(Context const& ctx,
                    Books& books,
                    Holdings const& holdings,
                    SweepQuery const& query,
                    SweepRow const& row)
{
    auto const& record = *row.record;
    auto const& book = books.of(record.path);
    auto question = query.question;
    bool const with_discipline = reads_discipline(ctx.actor, record);
    auto const judgement =
        judge({book, holdings.declared}, record, question, with_discipline);
    auto const answer = std::string{law::code_of(judgement.verdict.answer)};
    auto const& award = book.awards.at(question.award);
    json::array years;
    for (auto const year : row.years) years.push_back(year);
    auto remark = row.years.empty()
                      ? remark_of(book, judgement, ctx.language)
                      : terms::text(ctx.language,
                                    "eligibility.sweep.overlooked-in",
                                    {{"years", span_text(row.years)}});
    bool const person = record.subject == law::Subject::Person;
    return {{"code", record.code},
            {"name", record.name},
            {"href",
             "/eligibility?subject=" + http::percent_encode(record.code) + "&award=" +
                 question.award + "&year=" + std::to_string(question.year) + "&received=" +
                 to_iso(question.received)},
            {"kind", person ? "person" : "unit"},
            {"unit", record.unit},
            {"unit_name", record.unit_name},
            {"award_name", ctx.language == "en" ? award.name_en : award.name_vi},
            {"year", question.year},
            {"answer", answer},
            {"answer_text", terms::text(ctx.language, "eligibility.answer." + answer)},
            {"remark", std::move(remark)},
            {"years", std::move(years)},
            {"held", row.held},
            {"retires",
             record.retires ? json::value(to_iso(*record.retires)) : json::value(nullptr)}};
}

// The overview of the same year and unit.
std::string overview_href(Context const& ctx)
{
    std::string href = "/sweep/overview";
    for (auto const* name : {"year", "received", "unit"}) {
        auto const value = ctx.query().text(name);
        if (value.empty()) continue;
        href += href.find('?') == std::string::npos ? '?' : '&';
        href += std::string{name} + '=' + http::percent_encode(value);
    }
    return href;
}

json::array tabs_of(Context const& ctx, SweepQuery const& query)
{
    std::string kept;
    for (auto const* name : {"award", "kind", "unit", "q", "year", "received"}) {
        auto const value = ctx.query().text(name);
        if (!value.empty()) kept += '&' + std::string{name} + '=' + http::percent_encode(value);
    }
    json::array tabs;
    for (auto const tab : kTabs) {
        if (tab == Tab::Retiring && query.subject == law::Subject::Unit) continue;
        auto const name = std::string{name_of(tab)};
        tabs.push_back(
            {{"tab", name}, {"href", "/sweep?tab=" + name + kept}, {"current", tab == query.tab}});
    }
    return tabs;
}

Result<json::object> sweep_document(Context& ctx, storage::Transaction& tx, Cache& cache)
{
    auto const holdings = cache.get(tx, ctx.actor.clearance);
    auto const query = TD_TRY(read_query(ctx, tx, holdings->declared));
    auto const rows = find_rows(tx, ctx.actor, *holdings, query);
    bool const whole = ctx.wants_export();
    auto const page = whole ? 1 : ctx.page_number();
    auto const size = whole ? std::max<std::size_t>(1, rows.size()) : std::size_t{kPageSize};
    http::ListPage list{.columns = columns(),
                        .total = static_cast<std::int64_t>(rows.size()),
                        .page = page,
                        .page_size = static_cast<int>(size)};
    Books books{tx, query.question.received};
    auto const from = static_cast<std::size_t>(page - 1) * size;
    for (std::size_t i = from; i < rows.size() && i < from + size; ++i)
        list.rows.push_back(row_of(ctx, books, *holdings, query, rows[i]));
    auto const& award = law::built_in().awards.at(query.question.award);
    return json::object{{"tab", name_of(query.tab)},
                        {"tabs", tabs_of(ctx, query)},
                        {"overview_href", overview_href(ctx)},
                        {"award", award.code},
                        {"award_name", {{"vi", award.name_vi}, {"en", award.name_en}}},
                        {"both_kinds", award.for_persons && award.for_units},
                        {"kind", query.subject == law::Subject::Unit ? "unit" : "person"},
                        {"year", query.question.year},
                        {"received", to_iso(query.question.received)},
                        {"next_year", query.question.year + 1},
                        {"awards", award_choices(std::nullopt)},
                        {"with_discipline", ctx.actor.may(Permission::ReadDiscipline)},
                        {"list", http::list_document(std::move(list))}};
}

}  // namespace

void add_sweep_pages(http::Router& routes, std::shared_ptr<Cache> cache)
{
    routes.get("/sweep",
               Permission::ReadRegister,
               "eligibility.sweep.title",
               [cache](Context& ctx) -> Result<Answer> {
                   auto document = TD_TRY(ctx.db.read([&](storage::Transaction& tx) {
                       return sweep_document(ctx, tx, *cache);
                   }));
                   return http::page(
                       "eligibility/sweep", "eligibility.sweep.title", std::move(document));
               });
    routes.menu({"register", "/sweep", "eligibility.sweep.menu", "users", 55});
    add_sweep_overview(routes, std::move(cache));
}

}  // namespace thidua::eligibility
