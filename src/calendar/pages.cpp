#include "calendar/pages.h"

#include "calendar/acts.h"

#include <algorithm>
#include <charconv>

namespace thidua::calendar {

namespace {

using http::Answer;
using http::Context;
using http::Permission;
namespace json = boost::json;

json::object row_of(Holiday const& holiday)
{
    return {{"day", to_iso(holiday.day)},
            {"weekday", holiday.day.weekday()},
            {"code", holiday.code},
            {"note", holiday.note},
            {"works", holiday.works},
            {"state", holiday.state}};
}

json::object document_of(Year const& year)
{
    http::ListPage list;
    list.columns = {{"day", "calendar.column.day", "date"},
                    {"weekday", "calendar.column.weekday", "key:calendar.weekday."},
                    {"code", "calendar.column.name", "key:calendar.holiday."},
                    {"note", "calendar.column.note"},
                    {"works", "calendar.column.works", "flag"},
                    {"state", "calendar.column.state", "key:calendar.state."}};
    for (auto const& day : year.days) list.rows.push_back(row_of(day));
    list.total = static_cast<std::int64_t>(year.days.size());
    list.page_size = std::max(1, static_cast<int>(list.total));
    json::object document{{"year", year.year},
                          {"previous", year.year - 1},
                          {"next", year.year + 1},
                          {"state", year.state},
                          {"confirmed_by", year.confirmed_by},
                          {"confirmed_at", nullptr},
                          {"version", year.version},
                          {"list", http::list_document(std::move(list))},
                          {"values", json::object{{"day", ""}, {"note", ""}, {"works", false}}}};
    if (year.confirmed_at) document["confirmed_at"] = to_iso(Instant{*year.confirmed_at});
    return document;
}

Answer calendar_page(Context& ctx, int year)
{
    auto document =
        ctx.db.read([&](storage::Transaction& tx) { return document_of(year_of(tx, year)); });
    return http::page("calendar/calendar", "calendar.title", std::move(document));
}

// The year of the address.
Result<int> year_param(Context& ctx)
{
    int year = 0;
    auto const& text = ctx.param("year");
    std::from_chars(text.data(), text.data() + text.size(), year);
    if (year < kFirstYear || year > kLastYear || std::to_string(year) != text) return not_found();
    return year;
}

Result<Answer> show_this_year(Context& ctx) { return calendar_page(ctx, ctx.today().year()); }
Result<Answer> show_year(Context& ctx) { return calendar_page(ctx, TD_TRY(year_param(ctx))); }

std::string address_of_year(int year) { return "/calendar/" + std::to_string(year); }

Result<Date> day_field(Context& ctx)
{
    auto const year = TD_TRY(year_param(ctx));
    auto const day = parse_date(ctx.form().text("day"));
    if (!day) return bad_input("error.date", {}, "day");
    if (day->year() != year)
        return bad_input("calendar.error.other-year", {{"year", std::to_string(year)}}, "day");
    return *day;
}

std::int64_t version_field(Context& ctx) { return ctx.form().integer("version").value_or(-1); }

Result<Answer> confirm(Context& ctx)
{
    ConfirmYear const command{TD_TRY(year_param(ctx)), version_field(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(confirm_year(act, command));
        return http::done(
            address_of_year(command.year), "calendar.done.confirmed", {{"year", command.year}});
    });
}

Result<Answer> enter_day(Context& ctx)
{
    SetDay const command{TD_TRY(day_field(ctx)),
                         ctx.form().text("note"),
                         ctx.form().checked("works"),
                         version_field(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_day(act, command));
        return http::done(address_of_year(command.day.year()),
                          "calendar.done.set",
                          {{"day", to_iso(command.day)}});
    });
}

Result<Answer> take_day_out(Context& ctx)
{
    RemoveDay const command{TD_TRY(day_field(ctx)), version_field(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(remove_day(act, command));
        return http::done(address_of_year(command.day.year()),
                          "calendar.done.removed",
                          {{"day", to_iso(command.day)}});
    });
}

}  // namespace

void add_pages(http::Router& routes)
{
    routes.get("/calendar", http::Door::SignedIn, "calendar.title", show_this_year);
    routes.get("/calendar/{year}", http::Door::SignedIn, "calendar.title", show_year);
    routes.post("/calendar/{year}/confirm", Permission::WriteCalendar, confirm)
        .form("/calendar/{year}");
    routes.post("/calendar/{year}/days", Permission::WriteCalendar, enter_day)
        .form("/calendar/{year}");
    routes.post("/calendar/{year}/days/remove", Permission::WriteCalendar, take_day_out)
        .form("/calendar/{year}");
    routes.menu({"admin", "/calendar", "calendar.menu", "calendar", 60});
}

}  // namespace thidua::calendar
