// "What if": ratings, initiatives and titles of the coming years are supposed in a form, and every
// award is answered as it would then be. Nothing is stored.
#include "eligibility/document.h"
#include "eligibility/missing.h"
#include "eligibility/page_parts.h"
#include "eligibility/sweep.h"
#include "legal/book.h"

#include <algorithm>

namespace thidua::eligibility {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

constexpr int kYearsAhead = 3;
constexpr std::array kTitles = {"title", "other"};

// One coming year as the reader supposes it; "" where nothing is supposed.
struct Supposed {
    int year = 0;
    std::string rating;
    std::string initiative;
    std::vector<std::string> awards;
};

std::vector<Supposed> read_supposed(Context const& ctx, int year)
{
    std::vector<Supposed> all;
    for (int ahead = 1; ahead <= kYearsAhead; ++ahead) {
        Supposed one{year + ahead, "", "", {}};
        auto const suffix = "_" + std::to_string(one.year);
        one.rating = ctx.query().text("rating" + suffix);
        one.initiative = ctx.query().text("initiative" + suffix);
        for (auto const* name : kTitles) {
            auto code = ctx.query().text(name + suffix);
            one.awards.push_back(std::move(code));
        }
        all.push_back(std::move(one));
    }
    return all;
}

Result<void> check(Supposed const& one)
{
    auto const suffix = "_" + std::to_string(one.year);
    if (!one.rating.empty() && !law::rating_of(one.rating))
        return bad_input("error.choice", {}, "rating" + suffix);
    if (!one.initiative.empty() && !law::level_of(one.initiative))
        return bad_input("error.choice", {}, "initiative" + suffix);
    for (auto const& award : one.awards) {
        if (!award.empty() && !law::built_in().awards.contains(award))
            return bad_input("eligibility.unknown-award", {{"award", award}}, "title" + suffix);
    }
    return {};
}

void suppose(law::History& history, Supposed const& one)
{
    if (auto const rating = law::rating_of(one.rating)) history.ratings[one.year] = *rating;
    if (auto const level = law::level_of(one.initiative))
        history.initiatives.push_back({one.year, *level, "sang-kien", ""});
    for (auto const& award : one.awards) {
        if (award.empty()) continue;
        history.awards.push_back(
            {award, one.year, one.year, *make_date(one.year, 12, 20), law::Mode::Merit, ""});
    }
}

json::object year_document(Supposed const& one)
{
    return {{"year", one.year},
            {"rating", one.rating},
            {"initiative", one.initiative},
            {"title", one.awards[0]},
            {"other", one.awards[1]}};
}

// By the law of that day or, where its text is unread, by the last read one.
law::Verdict read_verdict(law::LawBook const& book,
                          law::Facts const& facts,
                          law::Question const& question,
                          bool& projected)
{
    auto const* regime = book.regime_on(question.received);
    projected = regime != nullptr && !regime->unread.empty();
    if (projected) regime = book.regime(regime->projection);
    if (regime == nullptr) return law::evaluate(book, facts, question);
    return law::evaluate_under(book, *regime, facts, question);
}

json::object answers_of(law::LawBook const& book,
                        Gathered const& gathered,
                        std::vector<Supposed> const& supposed,
                        int year)
{
    auto const received = *make_date(year, 12, 31);
    json::array changed;
    json::array same;
    bool projected = false;
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        bool const fits = gathered.record.subject == law::Subject::Person ? award.for_persons
                                                                          : award.for_units;
        if (!fits) continue;
        law::Question const question{code, year, received};
        auto facts = facts_of(gathered.record, question, gathered.with_discipline);
        auto const before = read_verdict(book, facts, question, projected).answer;
        for (auto const& one : supposed) suppose(facts.history, one);
        Judgement judgement;
        judgement.verdict = read_verdict(book, facts, question, projected);
        auto const after = judgement.verdict.answer;
        bool const near =
            after == law::Answer::Eligible ||
            missing_requirements(judgement.verdict, facts) == 1;
        if (before == after && !near) continue;
        json::object row{{"award", code},
                         {"name", {{"vi", award.name_vi}, {"en", award.name_en}}},
                         {"before", json::string(law::code_of(before))},
                         {"answer", json::string(law::code_of(after))},
                         {"missing", nullptr}};
        if (auto const* unmet = first_unmet(judgement)) {
            auto const sentence = law::sentence_of(*unmet->node);
            row["missing"] = {{"vi", speaker(book, "vi").say(sentence)},
                              {"en", speaker(book, "en").say(sentence)}};
        }
        (before == after ? same : changed).push_back(std::move(row));
    }
    return {{"changed", std::move(changed)}, {"same", std::move(same)}, {"projected", projected}};
}

json::array codes(std::initializer_list<char const*> names)
{
    json::array list;
    for (auto const* name : names) list.push_back(json::object{{"code", name}});
    return list;
}

Result<json::object> what_if_document(Context const& ctx, storage::Transaction& tx)
{
    auto const code = ctx.query().text("subject");
    auto const gathered = TD_TRY(read_subject(tx, ctx, code));
    auto const base = gathered.declared.newest(Source::Awards, ctx.today().year());
    auto const supposed = read_supposed(ctx, base);
    for (auto const& one : supposed) TD_CHECK(check(one));
    auto const target = static_cast<int>(ctx.query().integer("year").value_or(base + 1));
    if (target <= base || target > base + kYearsAhead)
        return bad_input("eligibility.what-if.bad-year",
                         {{"from", std::to_string(base + 1)},
                          {"to", std::to_string(base + kYearsAhead)}},
                         "year");
    auto const book = legal::book_for(tx, *make_date(target, 12, 31), gathered.record.path);
    json::array years;
    for (auto const& one : supposed) years.push_back(year_document(one));
    auto document = answers_of(*book, gathered, supposed, target);
    for (auto& [key, value] : subject_document(gathered.record)) document[key] = value;
    document["asked_year"] = target;
    document["base_year"] = base;
    document["years"] = std::move(years);
    document["awards"] = award_choices(gathered.record.subject);
    document["ratings"] = codes({"xuat-sac", "tot", "hoan-thanh", "khong-hoan-thanh"});
    document["levels"] = codes({"co-so", "bo", "toan-quoc"});
    document["with_discipline"] = gathered.with_discipline;
    return document;
}

Result<Answer> show_what_if(Context& ctx)
{
    auto document = TD_TRY(
        ctx.db.read([&](storage::Transaction& tx) { return what_if_document(ctx, tx); }));
    auto const href = std::string{document.at("subject_href").as_string()};
    auto const name = std::string{document.at("subject_name").as_string()};
    auto const code = std::string{document.at("subject").as_string()};
    std::vector<http::Crumb> crumbs{
        {href, "", name},
        {"/eligibility?subject=" + http::percent_encode(code), "eligibility.title"}};
    return http::page(
        "eligibility/what-if", "eligibility.what-if.title-of", std::move(document), crumbs);
}

}  // namespace

void add_what_if_pages(http::Router& routes)
{
    routes.get("/what-if", Permission::ReadOwnSheet, "eligibility.what-if.title", show_what_if);
}

}  // namespace thidua::eligibility
