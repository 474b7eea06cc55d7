// One person or unit: a verdict, all awards, and the panel on their page.
#include "eligibility/document.h"
#include "eligibility/holdings.h"
#include "eligibility/overview.h"
#include "eligibility/page_parts.h"
#include "legal/book.h"

namespace thidua::eligibility {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

constexpr std::size_t kPanelRows = 5;
constexpr std::size_t kPageSteps = 12;

void add_question(json::object& document, AskedTime const& time, std::string const& award)
{
    document["year"] = document["asked_year"] = time.year;
    document["received"] = to_iso(time.received);
    document["award"] = award;
}

// Nobody chosen yet: the form alone.
Answer empty_page(Context const& ctx)
{
    json::object document{{"subject", nullptr},
                          {"award", ctx.query().text("award")},
                          {"year", ctx.today().year()},
                          {"received", nullptr},
                          {"awards", award_choices(std::nullopt)}};
    return http::page("eligibility/subject", "eligibility.title", std::move(document));
}

json::object one_verdict(law::LawBook const& book,
                         Gathered const& gathered,
                         std::string const& award,
                         AskedTime const& time)
{
    law::Question const question{award, time.year, time.received};
    auto const facts = facts_of(gathered.record, question, gathered.with_discipline);
    auto const judgement = judge({book, gathered.declared},
                                 gathered.record,
                                 facts,
                                 question,
                                 gathered.with_discipline);
    auto document = verdict_document(book, gathered.record, facts, question, judgement);
    auto const& names = book.awards.at(award);
    document["award_name"] = {{"vi", names.name_vi}, {"en", names.name_en}};
    auto const* regime = book.regime(judgement.verdict.regime);
    document["act"] = regime == nullptr ? json::value(nullptr) : json::value(regime->act);
    return document;
}

json::object all_awards(law::LawBook const& book,
                        Gathered const& gathered,
                        AskedTime const& time,
                        bool far)
{
    auto found = prospects(book, gathered, time.year, time.received, far);
    add_steps(book, gathered, time.year, time.received, far ? kPageSteps : kPanelRows, found);
    return overview_document(book, found);
}

// People without the right to look others up ask about themselves.
std::string asked_subject(Context const& ctx)
{
    auto const code = ctx.query().text("subject");
    bool const only_own = !ctx.actor.may(Permission::ReadPeople);
    return code.empty() && only_own ? ctx.actor.person : code;
}

Result<Answer> show_subject(Context& ctx)
{
    auto const code = asked_subject(ctx);
    auto const award = TD_TRY(read_award(ctx));
    if (code.empty()) return empty_page(ctx);
    auto read = ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const gathered = TD_TRY(read_subject(tx, ctx, code));
        auto const time = TD_TRY(read_time(ctx, gathered.declared));
        auto const book = legal::book_for(tx, time.received, gathered.record.path);
        auto document = award.empty() ? all_awards(*book, gathered, time, true)
                                      : one_verdict(*book, gathered, award, time);
        for (auto& [key, value] : subject_document(gathered.record)) document[key] = value;
        add_question(document, time, award);
        document["pack"] = legal::pack_version(tx, time.received);
        document["with_discipline"] = gathered.with_discipline;
        document["awards"] = award_choices(gathered.record.subject);
        return document;
    });
    auto document = TD_TRY(std::move(read));
    auto const href = std::string{document.at("subject_href").as_string()};
    auto const name = std::string{document.at("subject_name").as_string()};
    std::vector<http::Crumb> crumbs{{href, "", name}};
    if (award.empty())
        return http::page("eligibility/subject", "eligibility.title-of", std::move(document), crumbs);
    crumbs.push_back({"/eligibility?subject=" + http::percent_encode(code) + "&year=" +
                          std::to_string(document.at("year").as_int64()),
                      "eligibility.title"});
    return http::page("eligibility/verdict", "eligibility.verdict-of", std::move(document), crumbs);
}

// The first rows of a list, so that a panel stays a panel.
void shorten(json::object& document, char const* name)
{
    auto& rows = document.at(name).as_array();
    document[std::string{name} + "_more"] =
        rows.size() > kPanelRows ? static_cast<std::int64_t>(rows.size() - kPanelRows) : 0;
    if (rows.size() > kPanelRows) rows.resize(kPanelRows);
}

Result<json::object> panel(Context& ctx, std::string const& code)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const gathered = gather(tx, ctx.actor, code);
        if (!gathered || !is_swept(gathered->record, ctx.today())) return json::object{};
        auto const year = gathered->declared.newest(Source::Awards, ctx.today().year());
        auto const received = *make_date(year, 12, 31);
        auto const book = legal::book_for(tx, received, gathered->record.path);
        auto document = all_awards(*book, *gathered, {year, received}, false);
        document.erase("open");
        for (auto const* name : {"eligible", "near", "path"}) shorten(document, name);
        for (auto& [key, value] : subject_document(gathered->record)) document[key] = value;
        document["asked_year"] = year;
        document["with_discipline"] = gathered->with_discipline;
        return document;
    });
}

}  // namespace

void add_subject_pages(http::Router& routes)
{
    routes.get("/eligibility", Permission::ReadOwnSheet, "eligibility.title", show_subject);
    routes.menu({"register", "/eligibility", "eligibility.menu", "award", 50});
    routes.panel("person", "eligibility/panel", panel);
    routes.panel("unit", "eligibility/panel", panel);
}

}  // namespace thidua::eligibility
