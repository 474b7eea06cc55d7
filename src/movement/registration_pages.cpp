// Registrations: whose, one, its print, its steps.
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/registration_documents.h"
#include "movement/registration_store.h"
#include "movement/store.h"
#include "movement/target_documents.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"
#include "programme/windows.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::Filter;
using organisation::FormReader;

int year_of(Context const& ctx)
{
    auto const year = ctx.query().integer("year").value_or(ctx.today().year());
    return year > 0 && year <= 9999 ? static_cast<int>(year) : ctx.today().year();
}

std::vector<http::Column> columns()
{
    return {{"unit_name", "registration.field.unit"},
            {"year_text", "registration.field.year"},
            {"state", "registration.field.state", "key:registration.state."},
            {"submitted_on", "registration.field.submitted_on", "date"},
            {"late", "registration.field.late", "flag"},
            {"units", "registration.field.units", "number"},
            {"persons", "registration.field.persons", "number"},
            {"people", "registration.field.people", "number"},
            {"percent", "registration.field.percent"}};
}

void add_row(storage::Transaction& tx, http::ListPage& list, Registration const& registration)
{
    auto row = describe(registration);
    row["unit_name"] = registration.unit.name;
    for (auto& [key, value] : counts_of(lines_of(tx, registration), registration.people))
        row[key] = value;
    list.rows.push_back(std::move(row));
}

Filter filter_of(Context const& ctx, int year)
{
    Filter filter;
    filter.require(sql_registrations_of(ctx.actor));
    filter.require("r.year = " + filter.value(year));
    if (auto const state = ctx.query().text("state"); !state.empty())
        filter.require("r.state = " + filter.value(state));
    if (ctx.query().checked("late")) filter.require("r.late = 1");
    return filter;
}

json::value window_document(storage::Transaction& tx, Context const& ctx, int year, std::int64_t unit)
{
    auto const window =
        programme::find_window(tx, programme::WindowKind::Registration, year, unit);
    if (!window) return nullptr;
    return json::object{{"opens", to_iso(window->opens)},
                        {"last_day", to_iso(window->last_day)},
                        {"days_left", (window->last_day.days - ctx.today().days)},
                        {"open", window->on(ctx.today()) == programme::Timeliness::InTime},
                        {"over", window->last_day < ctx.today()}};
}

Result<Answer> show_registrations(Context& ctx)
{
    auto const year = year_of(ctx);
    http::ListPage list{.columns = columns(), .page_size = organisation::kPageSize};
    json::object values{{"unit", ""}, {"year", year}};
    json::value window = nullptr;
    ctx.db.read([&](storage::Transaction& tx) {
        auto filter = filter_of(ctx, year);
        organisation::Window const shown{ctx};
        list.page = shown.page;
        organisation::count_rows(tx,
                                 list,
                                 "FROM registration r JOIN unit u ON u.id = r.unit_id" +
                                     filter.where(),
                                 filter.params());
        std::vector<Registration> found;
        auto const sql = "SELECT " + kRegistrationColumns + kRegistrationTables + filter.where() +
                         " ORDER BY u.code_key, r.id LIMIT " + filter.value(shown.limit) +
                         " OFFSET " + filter.value(shown.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();)
            found.push_back(registration_from(rows));
        for (auto const& registration : found) add_row(tx, list, registration);
        if (auto const unit = widest_unit(tx, ctx.actor, Permission::WriteRegistrations)) {
            values["unit"] = unit->code;
            window = window_document(tx, ctx, year, unit->id);
        }
    });
    json::object document{{"list", http::list_document(std::move(list))},
                          {"year", year},
                          {"states", {"draft", "submitted", "approved", "returned", "withdrawn"}},
                          {"window", std::move(window)},
                          {"values", std::move(values)},
                          {"may_write", ctx.actor.may(Permission::WriteRegistrations)}};
    return http::page("movement/registrations", "registration.title", std::move(document));
}

Result<Answer> start(Context& ctx)
{
    FormReader form{ctx.form()};
    StartRegistration command;
    command.unit = form.required("unit");
    command.year = static_cast<int>(form.required_year("year"));
    command.copy_last_year = form.checked("copy");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(start_registration(act, command));
        return http::done("/registrations/" + ref, "registration.done.start", {{"ref", ref}});
    });
}

json::array steps_in(storage::Transaction& tx, Context const& ctx, Registration const& registration)
{
    json::array steps;
    bool const writes = ctx.actor.may(Permission::WriteRegistrations, registration.unit.path);
    bool const decides = may_decide(tx, ctx.actor, registration) &&
                         ctx.actor.name != registration.submitted_by;
    for (auto const& each : registration_transitions()) {
        if (each.from != registration.state) continue;
        bool const own = each.step == RegistrationStep::Submit ||
                         each.step == RegistrationStep::Withdraw;
        if (own ? writes : decides) steps.push_back(json::value(name_of(each.step)));
    }
    return steps;
}

json::object whole(storage::Transaction& tx, Context const& ctx, Registration& registration)
{
    if (is_open(registration.state))
        registration.people = count_people(tx, registration.unit.path, ctx.today());
    auto const lines = lines_of(tx, registration);
    bool const writes = ctx.actor.may(Permission::WriteRegistrations, registration.unit.path);
    json::object document{
        {"registration", describe(registration)},
        {"name", registration.unit.name},
        {"year_text", year_text(registration.year, registration.calendar)},
        {"lines", lines_document(tx, ctx, registration)},
        {"counts", counts_of(lines, registration.people)},
        {"steps", steps_in(tx, ctx, registration)},
        {"window", window_document(tx, ctx, registration.year, registration.unit.id)}};
    document["may"] =
        json::object{{"enter", writes && is_open(registration.state)},
                     {"withdraw_line",
                      writes && !is_open(registration.state) &&
                          registration.state != RegistrationState::Withdrawn}};
    document["values"] = json::object{};
    return document;
}

Result<Answer> show_registration(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto registration = find_registration(tx, ctx.actor, ctx.param("ref"));
        if (!registration) return not_found();
        return http::page("movement/registration",
                          "registration.one",
                          whole(tx, ctx, *registration),
                          {{"/registrations", "registration.title"}});
    });
}

json::array movements_document(storage::Transaction& tx, Registration const& registration)
{
    json::array array;
    for (auto const& each : movements_joined(tx, registration))
        array.push_back(json::object{{"code", each.code}, {"name", each.name}});
    return array;
}

json::array targets_document(storage::Transaction& tx, Registration const& registration)
{
    json::array array;
    for (auto const& each : targets_owed(tx, registration)) {
        array.push_back(json::object{{"name", each.name},
                                     {"measure", each.measure},
                                     {"wanted", figure_document(each.wanted)}});
    }
    return array;
}

void add_people_facts(storage::Transaction& tx, json::array& lines)
{
    for (auto& each : lines) {
        auto& line = each.as_object();
        if (line.at("kind").as_string() != "person") continue;
        auto const person =
            organisation::find_person(tx, std::string{line.at("code").as_string()});
        if (!person) continue;
        line["rank"] = person->rank;
        line["position"] = person->position;
    }
}

// On paper units and people stand in tables of their own, and exemplars are named once more.
void part_lines(json::object& document)
{
    json::array units, persons, exemplars;
    for (auto const& each : document.at("lines").as_array()) {
        auto const& line = each.as_object();
        if (!line.at("withdrawn_on").is_null()) continue;
        (line.at("kind").as_string() == "person" ? persons : units).push_back(line);
        if (line.at("exemplar").as_bool()) exemplars.push_back(line.at("name"));
    }
    document["unit_lines"] = std::move(units);
    document["person_lines"] = std::move(persons);
    document["exemplars"] = std::move(exemplars);
}

Result<Answer> show_print(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto registration = find_registration(tx, ctx.actor, ctx.param("ref"));
        if (!registration) return not_found();
        auto document = whole(tx, ctx, *registration);
        add_people_facts(tx, document.at("lines").as_array());
        part_lines(document);
        document["movements"] = movements_document(tx, *registration);
        document["targets"] = targets_document(tx, *registration);
        document["paper"] =
            paper_head(tx,
                       registration->unit,
                       "",
                       registration->submitted_on.value_or(ctx.today()));
        document["above"] = document.at("paper").at("superior");
        return http::page("movement/registration-print",
                          "registration.print",
                          std::move(document),
                          crumbs_to(*registration));
    });
}

Result<Answer> post_step(Context& ctx)
{
    auto const step = registration_step_named(ctx.param("step"));
    if (!step) return not_found();
    DecideRegistration const command{ctx.param("ref"),
                                     *step,
                                     ctx.form().lines("reason"),
                                     ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(decide_registration(act, command));
        return http::done("/registrations/" + command.ref,
                          "registration.done." + std::string{name_of(command.step)});
    });
}

}  // namespace

void add_registration_pages(http::Router& routes)
{
    auto const read = Permission::ReadMovements;
    std::string const one = "/registrations/{ref}";
    routes.get("/registrations", read, "registration.title", show_registrations);
    routes.post("/registrations", Permission::WriteRegistrations, start).form("/registrations");
    routes.get(one, read, "registration.one", show_registration);
    routes.get(one + "/print", read, "registration.print", show_print);
    routes.post(one + "/steps/{step}", read, post_step).form(one);
}

}  // namespace thidua::movement
