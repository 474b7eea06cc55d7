// /setup: there only while the database has no account.

#include "identity/page_parts.h"
#include "identity/setup.h"

namespace thidua::identity {

namespace {

namespace json = http::json;

Result<http::Answer> show_setup(http::Context& ctx, bool asks_top_unit)
{
    bool const empty = ctx.db.read([](storage::Transaction& tx) { return needs_setup(tx); });
    if (!empty) return not_found();
    json::object values{{"office_name", ""}, {"account_name", ""}, {"display_name", ""}};
    if (asks_top_unit) {
        values["top_unit_code"] = "";
        values["top_unit_name"] = "";
        values["top_unit_from"] = "";
    }
    return http::page("identity/setup",
                      "identity.setup.title",
                      {{"asks_top_unit", asks_top_unit}, {"values", std::move(values)}});
}

Result<http::Answer> finish_setup(http::Context& ctx, Options const& options)
{
    auto const& form = ctx.form();
    if (form.find("password").value_or("") != form.find("password_again").value_or("")) {
        return bad_input("identity.error.password-again", {}, "password_again");
    }
    TD_CHECK(set_up(ctx.db,
                    {.setup_code = form.text("setup_code"),
                     .office_name = form.text("office_name"),
                     .top_unit_code = form.text("top_unit_code"),
                     .top_unit_name = form.text("top_unit_name"),
                     .top_unit_from = form.text("top_unit_from"),
                     .account_name = form.text("account_name"),
                     .display_name = form.text("display_name"),
                     .password = form.lines("password"),
                     .remote = ctx.request.remote,
                     .request = ctx.request.id},
                    ctx.now,
                    options));
    return http::done("/login", "identity.notice.set-up");
}

}  // namespace

void add_setup_pages(http::Router& routes, Options const& options)
{
    bool const asks_top_unit = static_cast<bool>(options.make_top_unit);
    routes.get(
        "/setup", http::Door::Public, "identity.setup.title", [asks_top_unit](http::Context& ctx) {
            return show_setup(ctx, asks_top_unit);
        });
    auto& finish = routes.post("/setup", http::Door::Public, [options](http::Context& ctx) {
        return finish_setup(ctx, options);
    });
    finish.form("/setup").limit(16 << 10);
    finish.keeps_no_key = true;
}

}  // namespace thidua::identity
