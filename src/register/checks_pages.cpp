#include "register/award_words.h"
#include "register/checks.h"
#include "register/search_pages.h"
#include "terms/locale.h"

#include <boost/json.hpp>

namespace thidua::registry {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

// A register larger than this is not checked by merely opening the page.
constexpr std::int64_t kCheckedAtOnce = 300'000;
constexpr int kPageSize = 50;

json::object card_of(Check const& check)
{
    return {{"name", check.name}, {"href", "/register/checks?check=" + std::string{check.name}}};
}

// A sentence comes as its key and arguments, and leaves in the reader's language.
void say_messages(json::array& rows, std::string_view language)
{
    for (auto& row : rows) {
        auto* message = row.as_object().if_contains("message");
        if (message == nullptr || !message->is_object()) continue;
        Args args;
        for (auto const& arg : message->at("args").as_object())
            args.emplace_back(arg.key(), json::value_to<std::string>(arg.value()));
        *message = terms::text(language, json::value_to<std::string>(message->at("key")), args);
    }
}

Result<Answer> show_overview(Context& ctx)
{
    json::array cards;
    ctx.db.read([&](storage::Transaction& tx) {
        auto const awards =
            tx.integer("SELECT CAST(sum(awards) AS INTEGER) FROM award_day WHERE marking <= ?1",
                       {static_cast<int>(ctx.actor.clearance)})
                .value_or(0);
        for (auto const& check : checks()) {
            auto card = card_of(check);
            if (awards <= kCheckedAtOnce) {
                auto const findings = check.find(tx, ctx.actor, {1, 1});
                card["counted"] = true;
                card["total"] = findings.total;
                card["more"] = findings.more;
            }
            cards.push_back(std::move(card));
        }
    });
    return http::page(
        "register/checks", "checks.title", json::object{{"checks", std::move(cards)}});
}

// Rows as the view draws them: a cell for each column, so that one view serves every check.
json::array cells_of(Check const& check, json::array const& rows)
{
    json::array drawn;
    for (auto const& row : rows) {
        json::array cells;
        for (auto const& column : check.columns) {
            cells.push_back(
                {{"label", column.label}, {"kind", column.kind}, {"value", row.at(column.key)}});
        }
        drawn.push_back({{"cells", std::move(cells)}, {"href", row.at("href")}});
    }
    return drawn;
}

Result<Answer> show_checks(Context& ctx)
{
    auto const name = ctx.query().text("check");
    if (name.empty()) return show_overview(ctx);
    auto const* const check = find_check(name);
    if (check == nullptr) return not_found();

    Window const window{ctx.wants_export() ? 1 : ctx.page_number(),
                        ctx.wants_export() ? static_cast<int>(kCountedHits) : kPageSize};
    auto findings = ctx.db.read([&](storage::Transaction& tx) {
        auto found = check->find(tx, ctx.actor, window);
        say_awards(tx, ctx.language, found.rows);
        return found;
    });
    say_messages(findings.rows, ctx.language);
    auto document = card_of(*check);
    document["drawn"] = cells_of(*check, findings.rows);
    document["list"] = http::list_document({check->columns,
                                            std::move(findings.rows),
                                            findings.total,
                                            findings.more,
                                            window.page,
                                            window.size});
    return http::page("register/checks-one",
                      "checks." + name + ".title",
                      std::move(document),
                      {{"/register/checks", "checks.title"}});
}

}  // namespace

void add_checks_pages(http::Router& routes)
{
    routes.get("/register/checks", Permission::ReadRegister, "checks.title", show_checks);
    routes.menu({"lookup", "/register/checks", "checks.menu", "check", 40});
}

}  // namespace thidua::registry
