// The bonus calculator: awards, payee and day of the decision in the address, sums on the page.
#include "legal/bonus.h"
#include "legal/book.h"
#include "legal/library.h"
#include "legal/pages.h"

#include <algorithm>
#include <charconv>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using http::Answer;
using http::Context;

constexpr std::size_t kLines = 4;

struct Asked {
    Date decided;
    Payee payee = Payee::Person;
    std::vector<Given> given;
};

int year_in(std::string const& text)
{
    int year = 0;
    std::from_chars(text.data(), text.data() + text.size(), year);
    return year;
}

std::string at(std::vector<std::string> const& list, std::size_t place)
{
    return place < list.size() ? list[place] : std::string{};
}

Result<std::vector<Given>> given_in(http::Values const& query, law::LawBook const& book)
{
    auto const awards = query.all("award");
    auto const from = query.all("from");
    auto const to = query.all("to");
    std::vector<Given> given;
    for (std::size_t i = 0; i < awards.size(); ++i) {
        if (awards[i].empty()) continue;
        if (!book.awards.contains(awards[i]))
            return bad_input("legal.error.award", {{"award", awards[i]}}, "award");
        Given each{awards[i], year_in(at(from, i)), year_in(at(to, i))};
        if (each.to == 0) each.to = each.from;
        if (each.from == 0) each.from = each.to;
        if (each.to < each.from) return bad_input("legal.error.years", {}, "award");
        given.push_back(std::move(each));
    }
    return given;
}

Result<Asked> asked_in(Context& ctx, law::LawBook const& book)
{
    Asked asked{.decided = ctx.today()};
    if (auto const text = ctx.query().text("decided"); !text.empty()) {
        auto const day = parse_date(text);
        if (!day) return bad_input("legal.error.day", {{"value", text}}, "decided");
        asked.decided = *day;
    }
    asked.payee = payee_of(ctx.query().text("payee")).value_or(Payee::Person);
    asked.given = TD_TRY(given_in(ctx.query(), book));
    return asked;
}

json::object item_document(Payment const& item, law::LawBook const& book)
{
    auto const& award = book.awards.at(item.given.award);
    json::object document{{"award", award.code},
                          {"vi", award.name_vi},
                          {"en", award.name_en},
                          {"from", item.given.from},
                          {"to", item.given.to},
                          {"paid", item.bonus && !item.instead},
                          {"known", item.bonus.has_value()},
                          {"instead", item.instead.has_value()},
                          {"period_missing", item.period_missing}};
    if (!item.bonus) return document;
    auto const& bonus = *item.bonus;
    document["amount"] = bonus.amount;
    document["coefficient"] = static_cast<double>(bonus.coefficient) / 1000;
    document["base_salary"] = bonus.base_salary;
    document["salary_clause"] = bonus.salary_clause;
    document["rounding_clause"] = bonus.rounding_clause;
    document["confidence"] = std::string{law::letter(bonus.confidence)};
    document["other_amount"] =
        bonus.other_amount ? json::value(*bonus.other_amount) : json::value(nullptr);
    return document;
}

json::value payments_document(Payments const& sums, law::LawBook const& book)
{
    if (sums.items.empty()) return nullptr;
    json::array items;
    for (auto const& item : sums.items) items.push_back(item_document(item, book));
    return {{"items", std::move(items)},
            {"total", sums.total},
            {"several", sums.items.size() > 1},
            {"overlap", sums.overlap.clause},
            {"complete", sums.complete}};
}

// The lines of the form: what was typed, and empty ones.
json::array lines_of(Context& ctx, law::LawBook const& book)
{
    auto const awards = ctx.query().all("award");
    auto const from = ctx.query().all("from");
    auto const to = ctx.query().all("to");
    json::array lines;
    for (std::size_t i = 0; i < std::max(kLines, awards.size()); ++i) {
        json::array choices;
        for (auto const& code : book.award_order) {
            auto const& award = book.awards.at(code);
            choices.push_back({{"code", code},
                               {"vi", award.name_vi},
                               {"en", award.name_en},
                               {"chosen", at(awards, i) == code}});
        }
        lines.push_back({{"number", i + 1},
                         {"from", at(from, i)},
                         {"to", at(to, i)},
                         {"choices", std::move(choices)}});
    }
    return lines;
}

Result<Answer> show_bonus(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const book = unsettled_book(tx, ctx.today());
        auto const asked = TD_TRY(asked_in(ctx, *book));
        auto const sums =
            payments(*book, money_for(tx, asked.decided), asked.payee, asked.given, asked.decided);
        auto const payee = ctx.query().text("payee");
        json::object document{
            {"payments", payments_document(sums, *book)},
            {"decided", to_iso(asked.decided)},
            {"lines", lines_of(ctx, *book)},
            {"payees", {"person", "unit", "household"}},
            {"values",
             {{"decided", to_iso(asked.decided)}, {"payee", payee.empty() ? "person" : payee}}}};
        return http::page("legal/bonus",
                          "legal.bonus.title",
                          std::move(document),
                          {{"/law", "legal.library.title"}});
    });
}

}  // namespace

void add_bonus_pages(http::Router& routes)
{
    routes.get("/law/bonus", http::Door::SignedIn, "legal.bonus.title", show_bonus);
}

}  // namespace thidua::legal
