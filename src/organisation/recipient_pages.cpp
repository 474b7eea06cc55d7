// Recipients that are not on the staff, and the completion that entry pages use.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/recipient.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

constexpr std::array<std::string_view, 4> kKinds = {"collective", "body", "person", "household"};

std::optional<RecipientKind> kind_of(std::string_view name)
{
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds[i] == name) return static_cast<RecipientKind>(i);
    }
    return std::nullopt;
}

bool may_create(access::Actor const& actor)
{
    return actor.may(Permission::WriteOrganisation) || actor.may(Permission::WritePeople);
}

// Units and people in one list: what either is not stands as NULL or ''.
std::string recipients_sql(access::Actor const& actor, Filter& filter, std::string const& text)
{
    auto const words = [&](std::string_view kind, std::string_view id) {
        if (text.empty()) return std::string{"(1=1)"};
        return is_called(filter, kind, text, id);
    };
    return " FROM (SELECT CASE x.kind WHEN 'nhom' THEN 'collective' ELSE 'body' END AS kind, "
           "x.code AS code, x.name AS name, "
           "x.sort_key AS sort_key, x.code_key AS code_key, CAST(NULL AS TEXT) AS birth_date, "
           "x.valid_from AS valid_from, "
           "x.valid_to AS valid_to, par.name AS unit_name FROM unit x LEFT JOIN unit par ON par.id "
           "= x.parent_id AND " +
           access::sql_in_scopes(actor.scopes(Permission::ReadOrganisation), "par.path") +
           " WHERE x.kind IN ('nhom', 'ngoai') AND " +
           access::sql_in_scopes(actor.scopes(Permission::ReadOrganisation), "x.path") + " AND " +
           words(kUnit, "x.id") +
           " UNION ALL SELECT CASE p.origin WHEN 'household' THEN 'household' ELSE 'person' END, "
           "p.code, p.full_name, p.sort_key, "
           "p.code_key, p.birth_date, NULL, NULL, u.name FROM person p JOIN unit u ON u.id = "
           "p.unit_id "
           "WHERE p.origin <> 'staff' AND p.merged_into IS NULL AND " +
           access::sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path") + " AND " +
           words(kPerson, "p.id") + ") AS r";
}

Result<Answer> show_recipients(Context& ctx)
{
    http::ListPage list{.columns = {{"name", "organisation.field.name"},
                                    {"kind", "organisation.field.kind", "key:organisation.recipient.kind."},
                                    {"code", "organisation.field.code"},
                                    {"birth_year", "organisation.field.birth_year", "year"},
                                    {"valid_from", "organisation.field.valid_from", "date"},
                                    {"valid_to", "organisation.field.valid_to", "date"},
                                    {"unit_name", "organisation.field.unit"}},
                        .page_size = kPageSize};
    ctx.db.read([&](storage::Transaction& tx) {
        Filter filter;
        auto from = recipients_sql(ctx.actor, filter, ctx.query().text("q"));
        if (auto const kind = ctx.query().text("kind"); kind_of(kind))
            filter.require("r.kind = " + filter.value(kind));
        from += filter.where();
        Window const window{ctx};
        list.page = window.page;
        count_rows(tx, list, from, filter.params());
        auto const sql =
            "SELECT r.kind, r.code, r.name, r.birth_date, r.valid_from, r.valid_to, r.unit_name" +
            from + " ORDER BY r.sort_key, r.code_key, r.kind LIMIT " + filter.value(window.limit) +
            " OFFSET " + filter.value(window.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();) {
            bool const unit = rows.text(0) == "collective" || rows.text(0) == "body";
            list.rows.push_back(json::object{{"kind", rows.text(0)},
                                             {"code", rows.text(1)},
                                             {"name", rows.text(2)},
                                             {"birth_year", birth_year(date_at(rows, 3))},
                                             {"valid_from", json_text(rows.text(4))},
                                             {"valid_to", json_text(rows.text(5))},
                                             {"unit_name", json_text(rows.text(6))},
                                             {"unit", unit}});
        }
    });
    json::object document{{"list", http::list_document(std::move(list))},
                          {"kinds", json::array(kKinds.begin(), kKinds.end())},
                          {"may_create", may_create(ctx.actor)}};
    return http::page("organisation/recipients", "organisation.recipients", std::move(document));
}

Result<Answer> show_create(Context& ctx)
{
    if (!may_create(ctx.actor)) return denied();
    auto kind = ctx.query().text("kind");
    if (!kind_of(kind)) kind = kKinds.front();
    json::object document{{"values",
                           json::object{{"kind", kind},
                                        {"name", ctx.query().text("name")},
                                        {"unit", ctx.query().text("unit")}}},
                          {"kinds", json::array(kKinds.begin(), kKinds.end())},
                          {"sexes", codes_of("sex")}};
    return http::page("organisation/recipient-new",
                      "organisation.recipient.create",
                      std::move(document),
                      {{"/recipients", "organisation.recipients"}});
}

Result<Answer> create(Context& ctx)
{
    FormReader form{ctx.form()};
    auto const kind = kind_of(form.text("kind"));
    if (!kind) form.problem("error.choice", "kind");
    CreateRecipient command;
    command.kind = kind.value_or(RecipientKind::Collective);
    command.code = form.text("code");
    command.name = form.required("name");
    command.unit = form.required("unit");
    command.from = form.date("from");
    command.to = form.date("to");
    command.members = form.codes("members");
    command.birth_date = form.date("birth_date");
    command.sex = form.term("sex", "sex");
    command.confirmed = form.checked("confirmed");
    command.paper = form.paper();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const made = TD_TRY(create_recipient(act, command));
        auto const place = std::string{made.kind == kUnit ? "/units/" : "/persons/"};
        return http::done(place + http::percent_encode(made.code),
                          "organisation.recipient.created",
                          {{"kind", made.kind}, {"code", made.code}, {"name", made.name}});
    });
}

// ---- Completion
// -------------------------------------------------------------------------------------

constexpr std::int64_t kCompletions = 12;

// What is shown while one types: enough to tell homonyms apart.
std::string label_of(std::string_view name,
                     std::optional<Date> birth_date,
                     std::string_view unit_name)
{
    auto label = std::string{name};
    if (birth_date) label += " · " + std::to_string(birth_date->year());
    if (!unit_name.empty()) label += " · " + std::string{unit_name};
    return label;
}

json::array complete_people(storage::Transaction& tx, Context const& ctx, std::string const& text)
{
    Filter filter;
    filter.require("p.merged_into IS NULL");
    filter.require(access::sql_in_scopes(ctx.actor.scopes(Permission::ReadPeople), "u.path"));
    filter.require(is_called(filter, kPerson, text, "p.id"));
    auto const sql = "SELECT " + std::string{kPersonColumns} + std::string{kPersonTables} +
                     filter.where() +
                     " ORDER BY p.left_on IS NOT NULL, p.sort_key, p.code_key LIMIT " +
                     filter.value(kCompletions);
    json::array items;
    for (auto rows = tx.query(sql, filter.params()); rows.next();) {
        auto const person = person_of(rows);
        auto item = brief(person);
        item["label"] = label_of(person.full_name, person.birth_date, person.unit_name);
        items.push_back(std::move(item));
    }
    return items;
}

json::array complete_units(storage::Transaction& tx, Context const& ctx, std::string const& text)
{
    Filter filter;
    filter.require(access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "u.path"));
    filter.require(is_called(filter, kUnit, text, "u.id"));
    auto const sql =
        "SELECT u.code, u.name, par.code, par.name, u.valid_to FROM unit u LEFT JOIN unit par ON "
        "par.id = u.parent_id AND " +
        access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "par.path") +
        filter.where() + " ORDER BY u.valid_to IS NOT NULL, u.code_key LIMIT " +
        filter.value(kCompletions);
    json::array items;
    for (auto rows = tx.query(sql, filter.params()); rows.next();) {
        items.push_back(
            json::object{{"kind", kUnit},
                         {"code", rows.text(0)},
                         {"name", rows.text(1)},
                         {"birth_year", nullptr},
                         {"unit", json_text(rows.text(2))},
                         {"unit_name", json_text(rows.text(3))},
                         {"valid_to", json_text(rows.text(4))},
                         {"label", label_of(rows.text(1), std::nullopt, rows.text(3))}});
    }
    return items;
}

// ?kind=person|unit|any&q= what was typed.
Result<Answer> complete(Context& ctx)
{
    auto const& query = ctx.query();
    auto const text = query.text("q");
    auto const kind = query.text("kind");
    json::array items;
    if (!text.empty()) {
        ctx.db.read([&](storage::Transaction& tx) {
            if (kind != kUnit) items = complete_people(tx, ctx, text);
            if (kind != kPerson) {
                for (auto& unit : complete_units(tx, ctx, text)) items.push_back(std::move(unit));
            }
        });
    }
    return http::page(
        "organisation/complete", "organisation.complete", {{"items", std::move(items)}});
}

}  // namespace

void add_recipient_pages(http::Router& routes)
{
    routes.get(
        "/recipients", Permission::ReadOrganisation, "organisation.recipients", show_recipients);
    routes.get("/recipients/new",
               Permission::ReadOrganisation,
               "organisation.recipient.create",
               show_create);
    routes.post("/recipients/new", Permission::ReadOrganisation, create).form("/recipients/new");
    routes.get("/complete", http::Door::SignedIn, "organisation.complete", complete);
}

}  // namespace thidua::organisation
