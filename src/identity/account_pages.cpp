// /accounts: list, new, one account with its roles and clearances, many at once.

#include "base/text.h"
#include "identity/account_list.h"
#include "identity/account_store.h"
#include "identity/page_parts.h"
#include "identity/rights.h"

#include <algorithm>

namespace thidua::identity {

namespace {

namespace json = http::json;
using access::Permission;
using http::Answer;
using http::Context;

std::string address_of_account(std::string_view name)
{
    return "/accounts/" + http::percent_encode(name);
}

Result<Answer> show_accounts(Context& ctx)
{
    AccountFilter const filter{.q = ctx.query().text("q"),
                               .unit = ctx.query().text("unit"),
                               .role = ctx.query().text("role"),
                               .state = ctx.query().text("state")};
    auto list = ctx.db.read([&](storage::Transaction& tx) {
        return list_accounts(
            tx, ctx.actor, filter, ctx.today(), ctx.page_number(), ctx.wants_export());
    });
    return http::page("identity/accounts",
                      "identity.accounts.title",
                      {{"query",
                        json::object{{"q", filter.q},
                                     {"unit", filter.unit},
                                     {"role", filter.role},
                                     {"state", filter.state}}},
                       {"role_options", role_options()},
                       {"list", http::list_document(std::move(list))}});
}

// --- New
// ------------------------------------------------------------------------------------------

Result<Answer> show_new(Context& ctx)
{
    return http::page("identity/account-new",
                      "identity.account.new",
                      {{"role_options", grantable_roles(ctx.actor)},
                       {"values",
                        json::object{{"name", ""},
                                     {"display_name", ""},
                                     {"person", ""},
                                     {"unit", ""},
                                     {"role", ""},
                                     {"role_unit", ""},
                                     {"from", to_iso(ctx.today())},
                                     {"to", ""}}}},
                      {{"/accounts", "identity.accounts.title"}});
}

// "role", "role_unit", "from", "to" of a form; no role when "role" is empty.
Result<std::vector<RoleOver>> role_of_form(Context& ctx)
{
    auto const role = ctx.form().text("role");
    if (role.empty()) return std::vector<RoleOver>{};
    auto const from = TD_TRY(day_field(ctx.form(), "from"));
    auto const to = TD_TRY(day_field(ctx.form(), "to"));
    return std::vector<RoleOver>{{role, ctx.form().text("role_unit"), from, to}};
}

Result<Answer> create(Context& ctx)
{
    auto const& form = ctx.form();
    auto const roles = TD_TRY(role_of_form(ctx));
    NewAccount const command{.name = form.text("name"),
                             .display_name = form.text("display_name"),
                             .person = form.text("person"),
                             .unit = form.text("unit"),
                             .roles = roles};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        return codes_page({TD_TRY(add_account(act, command))});
    });
}

// --- Many
// -----------------------------------------------------------------------------------------

Result<Answer> show_bulk(Context&, bool knows_staff)
{
    return http::page("identity/accounts-bulk",
                      "identity.bulk.title",
                      {{"knows_staff", knows_staff},
                       {"values", json::object{{"unit", ""}, {"staff", ""}, {"again", false}}}},
                      {{"/accounts", "identity.accounts.title"}});
}

// Lines "code; full name; unit", as pasted; tabs part as well, as a spreadsheet gives them.
Result<std::vector<StaffMember>> pasted_staff(std::string const& text)
{
    std::vector<StaffMember> staff;
    int number = 0;
    for (auto const raw : split(text, '\n')) {
        ++number;
        auto line = std::string{raw};
        std::replace(line.begin(), line.end(), '\t', ';');
        if (trim(line).empty()) continue;
        auto const parts = split(line, ';');
        if (parts.size() != 3) {
            return bad_input(
                "identity.error.bulk-line", {{"line", std::to_string(number)}}, "staff");
        }
        staff.push_back({tidy(parts[0]), tidy(parts[1]), tidy(parts[2])});
    }
    return staff;
}

Result<Answer> create_many(Context& ctx, Options const& options)
{
    auto const unit = ctx.form().text("unit");
    auto const pasted = TD_TRY(pasted_staff(ctx.form().lines("staff")));
    bool const again = ctx.form().checked("again");
    if (pasted.empty() && unit.empty()) return bad_input("identity.error.bulk-nothing", {}, "unit");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        BulkAccounts command{.staff = pasted, .again = again};
        if (!unit.empty() && options.staff) {
            auto const path = unit_path(act.tx, unit);
            if (path.empty())
                return bad_input("identity.error.unit-unknown", {{"unit", unit}}, "unit");
            if (!act.actor.may(Permission::ManageAccounts, path)) return denied();
            for (auto& member : options.staff(act.tx, act.actor, unit))
                command.staff.push_back(std::move(member));
        }
        auto const issued = TD_TRY(add_accounts(act, command));
        if (issued.empty()) return failure(Kind::Refused, "identity.error.bulk-none-new");
        return codes_page(issued);
    });
}

// --- One
// ------------------------------------------------------------------------------------------

json::object document_of(Account const& account)
{
    auto const signed_in = account.signed_in_at;
    return {{"name", account.name},
            {"display_name", account.display_name},
            {"person", account.person},
            {"unit", account.unit},
            {"version", account.version},
            {"disabled", account.disabled},
            {"has_totp", account.has_totp},
            {"has_code", account.has_code},
            {"demo", account.demo},
            {"signed_in_at", signed_in ? json::value(*signed_in) : json::value()}};
}

json::object form_values(Account const& account, Date today)
{
    return {{"version", account.version},
            {"display_name", account.display_name},
            {"person", account.person},
            {"unit", account.unit},
            {"role", ""},
            {"role_unit", account.unit},
            {"from", to_iso(today)},
            {"to", ""},
            {"marking", ""},
            {"paper_no", ""},
            {"paper_date", ""}};
}

// The account of the address, with what the actor may do with it.
Result<json::object> account_document(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const account = find_account(tx, ctx.actor, ctx.param("name"));
        if (!account) return not_found();
        auto const other = load_actor(tx, account->id, ctx.today()).value_or(access::Actor{});
        bool const own = account->id == ctx.actor.account;
        bool const manages = !own && may_manage(ctx.actor, other, unit_path(tx, account->unit));
        return json::object{{"account", document_of(*account)},
                            {"own", own},
                            {"may_manage", manages},
                            {"may_clear", manages && manages_everything(ctx.actor)},
                            {"clearance", access::name_of(other.clearance)},
                            {"roles", role_rows(tx, account->id, ctx.today())},
                            {"clearances", clearance_rows(tx, account->id, ctx.today())},
                            {"role_options", grantable_roles(ctx.actor)},
                            {"marking_options", json::array{"mat", "toi-mat", "tuyet-mat"}},
                            {"values", form_values(*account, ctx.today())}};
    });
}

Result<Answer> show_account(Context& ctx)
{
    auto document = TD_TRY(account_document(ctx));
    return http::page("identity/account",
                      "identity.account.title",
                      std::move(document),
                      {{"/accounts", "identity.accounts.title"}});
}

// One of the forms about an account, each on a page of its own.
http::Handler account_form(std::string view, std::string title)
{
    return [view = std::move(view), title = std::move(title)](Context& ctx) -> Result<Answer> {
        auto document = TD_TRY(account_document(ctx));
        auto const name = std::string{document.at("account").at("name").as_string()};
        return http::page(
            view,
            title,
            std::move(document),
            {{"/accounts", "identity.accounts.title"}, {address_of_account(name), "", name}});
    };
}

using OneAct = Result<void> (*)(Context&, audit::Act&, std::string const& name);

// A route that runs one act on the account of its address and goes back there.
http::Handler acting(OneAct act_on, std::string notice)
{
    return [act_on, notice = std::move(notice)](Context& ctx) {
        return ctx.write([&](audit::Act& act) -> Result<Answer> {
            auto const& name = ctx.param("name");
            TD_CHECK(act_on(ctx, act, name));
            return http::done(address_of_account(name), notice);
        });
    };
}

Result<void> edit(Context& ctx, audit::Act& act, std::string const& name)
{
    auto const& form = ctx.form();
    return edit_account(act,
                        {.name = name,
                         .version = form.integer("version").value_or(0),
                         .display_name = form.text("display_name"),
                         .person = form.text("person"),
                         .unit = form.text("unit")});
}

Result<void> disable(Context& ctx, audit::Act& act, std::string const& name)
{
    return disable_account(act, name, ctx.form().integer("version").value_or(0));
}

Result<void> enable(Context& ctx, audit::Act& act, std::string const& name)
{
    return enable_account(act, name, ctx.form().integer("version").value_or(0));
}

Result<void> give_role(Context& ctx, audit::Act& act, std::string const& name)
{
    auto const roles = TD_TRY(role_of_form(ctx));
    if (roles.empty()) return bad_input("identity.error.role-unknown", {}, "role");
    return grant_role(act, {name, roles.front()});
}

Result<void> take_role(Context& ctx, audit::Act& act, std::string const& name)
{
    return revoke_role(act, name, ctx.param("ref"));
}

Result<void> clear(Context& ctx, audit::Act& act, std::string const& name)
{
    auto const& form = ctx.form();
    auto const marking = form.text("marking");
    if (marking != "mat" && marking != "toi-mat" && marking != "tuyet-mat") {
        return bad_input("identity.error.marking", {}, "marking");
    }
    auto const from = TD_TRY(day_field(form, "from"));
    auto const to = TD_TRY(day_field(form, "to"));
    auto const paper_date = TD_TRY(day_field(form, "paper_date"));
    return give_clearance(act,
                          {.account = name,
                           .marking = access::marking_of(marking),
                           .from = from,
                           .to = to,
                           .paper_no = form.text("paper_no"),
                           .paper_date = paper_date});
}

Result<void> take_clearance(Context& ctx, audit::Act& act, std::string const& name)
{
    return revoke_clearance(act, name, ctx.param("ref"));
}

Result<Answer> reset(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        return codes_page({TD_TRY(issue_code(act, ctx.param("name")))});
    });
}

}  // namespace

void add_account_pages(http::Router& routes, Options const& options)
{
    constexpr auto permission = Permission::ManageAccounts;
    bool const knows_staff = static_cast<bool>(options.staff);
    routes.get("/accounts", permission, "identity.accounts.title", show_accounts);
    routes.get("/accounts/new", permission, "identity.account.new", show_new);
    routes.post("/accounts", permission, create).form("/accounts/new");
    routes.get("/accounts/bulk", permission, "identity.bulk.title", [knows_staff](Context& ctx) {
        return show_bulk(ctx, knows_staff);
    });
    routes
        .post("/accounts/bulk",
              permission,
              [options](Context& ctx) { return create_many(ctx, options); })
        .form("/accounts/bulk");

    std::string const one = "/accounts/{name}";
    auto const form =
        [&](std::string const& path, std::string const& view, std::string const& title) {
            routes.get(one + path, permission, title, account_form("identity/" + view, title));
        };
    auto const post = [&](std::string const& path,
                          OneAct act_on,
                          std::string const& notice,
                          std::string const& from) {
        routes.post(one + path, permission, acting(act_on, "identity.notice." + notice))
            .form(one + from);
    };
    routes.get(one, permission, "identity.account.title", show_account);
    routes.post(one + "/code", permission, reset).form(one);
    form("/edit", "account-edit", "identity.account.edit");
    post("/edit", edit, "account-edited", "/edit");
    post("/disable", disable, "account-disabled", "");
    post("/enable", enable, "account-enabled", "");
    form("/roles/new", "account-role", "identity.account.give-role");
    post("/roles", give_role, "role-granted", "/roles/new");
    post("/roles/{ref}/revoke", take_role, "role-revoked", "");
    form("/clearances/new", "account-clearance", "identity.account.give-clearance");
    post("/clearances", clear, "clearance-given", "/clearances/new");
    post("/clearances/{ref}/revoke", take_clearance, "clearance-revoked", "");
    routes.menu({"admin", "/accounts", "identity.accounts.title", "users", 10});
}

}  // namespace thidua::identity
