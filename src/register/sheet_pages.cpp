#include "organisation/lookup.h"
#include "register/award_words.h"
#include "register/search_pages.h"
#include "register/search_units.h"
#include "register/sheet.h"

namespace thidua::registry {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

namespace {

constexpr std::size_t kLatest = 5;

using FindSheet = Result<Sheet> (*)(storage::Transaction&, access::Actor const&, std::string_view);

Result<Answer> show_sheet(Context& ctx, FindSheet find, std::string const& place)
{
    bool const certified = ctx.query().checked("certified");
    auto read = ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const sheet = TD_TRY(find(tx, ctx.actor, ctx.param("code")));
        auto page = sheet_document(tx, ctx.actor, sheet, certified);
        page["name"] = sheet.subjects.front().name;
        page["code"] = sheet.subjects.front().code;
        say_awards(tx, ctx.language, page);
        return page;
    });
    auto document = TD_TRY(std::move(read));
    auto const code = std::string{document.at("code").as_string()};
    auto const name = std::string{document.at("name").as_string()};
    return http::page(
        "register/sheet", "sheet.title", std::move(document), {{place + "/" + code, "", name}});
}

Result<Answer> show_person_sheet(Context& ctx) { return show_sheet(ctx, person_sheet, "/persons"); }
Result<Answer> show_unit_sheet(Context& ctx) { return show_sheet(ctx, unit_sheet, "/units"); }

// The newest awards on the page of a person or unit; nothing for a reader who may not see the
// sheet.
Result<json::object> latest_panel(Context& ctx,
                                  FindSheet find,
                                  std::string const& place,
                                  std::string const& code)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const sheet = find(tx, ctx.actor, code);
        if (!sheet) return json::object{};
        json::object panel{{"awards", latest_awards(tx, ctx.actor, *sheet, kLatest)},
                           {"total", sheet->awards.size()},
                           {"sheet", place + "/" + sheet->subjects.front().code + "/sheet"}};
        say_awards(tx, ctx.language, panel);
        return panel;
    });
}

// How much the reader's part of the register holds.
Result<json::object> home_panel(Context& ctx, std::string const&)
{
    UnitPart const part{ctx.actor.scopes(Permission::ReadRegister)};
    if (part.paths.empty()) return json::object{};
    auto const year = std::to_string(ctx.today().year());
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const table = part.is_everything() ? std::string{"award_day"} : "award_tally";
        auto const in_part = part.is_everything() ? "" : " AND " + part.sql_of_id("t.unit_id");
        auto rows = tx.query(
            "SELECT CAST(sum(t.awards) AS INTEGER), CAST(sum(CASE WHEN t.decided_on >= ?1 THEN"
            " t.awards ELSE 0 END) AS INTEGER), max(t.decided_on) FROM " +
                table + " t WHERE t.marking <= ?2" + in_part,
            {year + "-01-01", static_cast<int>(ctx.actor.clearance)});
        rows.next();
        return json::object{{"awards", rows.integer(0)},
                            {"awards_this_year", rows.integer(1)},
                            {"newest", rows.is_null(2) ? json::value{} : json::value(rows.text(2))},
                            {"year", year}};
    });
}

}  // namespace

void add_sheet_pages(http::Router& routes)
{
    routes.get("/persons/{code}/sheet", http::Door::SignedIn, "sheet.title", show_person_sheet);
    routes.get("/units/{code}/sheet", http::Door::SignedIn, "sheet.title", show_unit_sheet);
    routes.panel("person", "register/award-panel", [](Context& ctx, std::string const& code) {
        return latest_panel(ctx, person_sheet, "/persons", code);
    });
    routes.panel("unit", "register/award-panel", [](Context& ctx, std::string const& code) {
        return latest_panel(ctx, unit_sheet, "/units", code);
    });
    routes.panel("home", "register/award-home", home_panel);
}

}  // namespace thidua::registry
