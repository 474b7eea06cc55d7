// Grids of facts, one per kind, their forms, and what is declared complete.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/fact_documents.h"
#include "organisation/pages.h"
#include "organisation/rows.h"

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::string title_of(FactKind const& kind) { return "organisation.fact.titles." + kind.name; }
std::string grid_of(FactKind const& kind) { return "/facts/" + kind.name; }

// Options and fields of the form: only those that the kind has.
void describe_form(FactKind const& kind, json::object& document)
{
    json::object fields;
    for (auto const& field : kind.fields) {
        fields[field.name] = true;
        if (!field.vocabulary.empty()) {
            document[field.name + "_options"] = codes_of(field.vocabulary);
            fields[field.name + "_" + field.vocabulary] = true;
        }
    }
    document["kind"] = kind.name;
    document["fields"] = std::move(fields);
}

Result<void> narrow(storage::Transaction& tx,
                    Context const& ctx,
                    FactKind const& kind,
                    Filter& filter)
{
    require_readable(filter, kind, ctx.actor);
    auto const& query = ctx.query();
    if (auto const code = query.text("unit"); !code.empty()) {
        auto const unit = find_unit(tx, ctx.actor, code);
        if (!unit) return bad_input("organisation.error.unknown-unit", {{"code", code}}, "unit");
        filter.require(access::sql_in_scopes({unit->path}, "u.path"));
    }
    if (auto const year = query.integer("year")) {
        if (kind.has_year()) {
            filter.require("f.year = " + filter.value(*year));
        } else {
            auto const& last = kind.fields[2].column;  // Whatever runs in that year.
            auto const text = std::to_string(*year);
            filter.require("f.from_on <= " + filter.value(text + "-12-31"));
            filter.require("(f." + last + " IS NULL OR f." + last +
                           " >= " + filter.value(text + "-01-01") + ")");
        }
    }
    if (auto const text = query.text("q"); !text.empty()) {
        filter.require("(" + is_called(filter, kPerson, text, "p.id") + " OR " +
                       is_called(filter, kUnit, text, "s.id") + ")");
    }
    return {};
}

http::Handler grid(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        http::ListPage list{.columns = columns_of(kind), .page_size = kPageSize};
        auto const found = ctx.db.read([&](storage::Transaction& tx) -> Result<void> {
            Filter filter;
            TD_CHECK(narrow(tx, ctx, kind, filter));
            Window const window{ctx};
            list.page = window.page;
            count_rows(tx, list, fact_tables(kind) + filter.where(), filter.params());
            auto const sql =
                "SELECT " + fact_columns(kind) + fact_tables(kind) + filter.where() +
                " ORDER BY COALESCE(p.sort_key, s.sort_key), COALESCE(p.code_key, s.code_key), f." +
                kind.fields.front().column + " DESC, f.id DESC LIMIT " +
                filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
            std::vector<Fact> facts;
            for (auto rows = tx.query(sql, filter.params()); rows.next();)
                facts.push_back(fact_of(kind, rows));
            address_facts(tx, kind, facts);
            for (auto const& fact : facts) {
                auto row = document_of(kind, fact);
                row["subject_kind"] = fact.subject.kind;
                row["code"] = fact.subject.code;
                row["name"] = fact.subject.name;
                row["birth_year"] = birth_year(fact.birth_date);
                row["unit"] = fact.unit_code;
                list.rows.push_back(std::move(row));
            }
            return {};
        });
        if (!found) return found.error();
        json::object document{{"list", http::list_document(std::move(list))},
                              {"may_write", ctx.actor.may(kind.write)}};
        describe_form(kind, document);
        return http::page("organisation/facts", title_of(kind), std::move(document));
    };
}

http::Handler show_new(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        json::object document{{"values", json::object{{"subject", ctx.query().text("subject")}}}};
        describe_form(kind, document);
        return http::page("organisation/fact-new",
                          title_of(kind),
                          std::move(document),
                          {{grid_of(kind), title_of(kind)}});
    };
}

http::Handler create(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        FormReader form{ctx.form()};
        auto const subject = form.required("subject");
        AddFact const command{kind, subject, read_fact(kind, form)};
        TD_CHECK(form.check());
        return ctx.write([&](Act& act) -> Result<Answer> {
            auto const about = TD_TRY(add_fact(act, command));
            return http::done(grid_of(kind),
                              "organisation.fact.added",
                              {{"code", about.code}, {"name", about.name}});
        });
    };
}

Result<Subject> readable_subject(storage::Transaction& tx, Context const& ctx, FactKind const& kind)
{
    auto const& code = ctx.param("code");
    std::optional<Subject> subject;
    if (ctx.param("subject_kind") == kUnit) {
        if (auto const unit = find_unit(tx, code))
            subject = {std::string{kUnit}, unit->id, unit->code, unit->name, unit->path};
    } else if (ctx.param("subject_kind") == kPerson) {
        if (auto const person = find_person(tx, code)) {
            subject = {std::string{kPerson},
                       person->id,
                       person->code,
                       person->full_name,
                       person->unit_path};
        }
    }
    if (!subject || !ctx.actor.may(kind.read, subject->unit_path)) return not_found();
    if (!ctx.actor.may(kind.write, subject->unit_path)) return denied();
    return *subject;
}

http::Handler show_edit(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
            auto const subject = TD_TRY(readable_subject(tx, ctx, kind));
            for (auto const& fact : facts_of(tx, ctx.actor, kind, subject)) {
                if (fact.ref != ctx.param("ref")) continue;
                json::object values{{"version", fact.version}};
                for (auto const& field : kind.fields) {
                    auto value = json_of(field, fact.values.at(field.name));
                    if (field.type == FieldType::Flag && value.is_bool())
                        value = json::value(value.as_bool() ? "1" : "0");
                    values[field.name] = std::move(value);
                }
                json::object document{{"values", std::move(values)},
                                      {"ref", fact.ref},
                                      {"subject_kind", subject.kind},
                                      {"code", subject.code},
                                      {"name", subject.name}};
                describe_form(kind, document);
                return http::page("organisation/fact-edit",
                                  title_of(kind),
                                  std::move(document),
                                  {{grid_of(kind), title_of(kind)}});
            }
            return not_found();
        });
    };
}

http::Handler change(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        FormReader form{ctx.form()};
        EditFact const command{kind,
                               ctx.param("subject_kind"),
                               ctx.param("code"),
                               ctx.param("ref"),
                               read_fact(kind, form),
                               form.version()};
        TD_CHECK(form.check());
        return ctx.write([&](Act& act) -> Result<Answer> {
            auto const about = TD_TRY(edit_fact(act, command));
            return http::done(grid_of(kind),
                              "organisation.fact.edited",
                              {{"code", about.code}, {"name", about.name}});
        });
    };
}

http::Handler erase(FactKind const& kind)
{
    return [&kind](Context& ctx) -> Result<Answer> {
        RemoveFact const command{kind,
                                 ctx.param("subject_kind"),
                                 ctx.param("code"),
                                 ctx.param("ref"),
                                 FormReader{ctx.form()}.version()};
        return ctx.write([&](Act& act) -> Result<Answer> {
            auto const about = TD_TRY(remove_fact(act, command));
            return http::done(grid_of(kind),
                              "organisation.fact.removed",
                              {{"code", about.code}, {"name", about.name}});
        });
    };
}

// ---- Completeness
// ----------------------------------------------------------------------------------

std::vector<http::Column> completeness_columns()
{
    std::vector<http::Column> columns = {{"code", "organisation.field.unit_code"},
                                         {"name", "organisation.field.unit_name"}};
    for (auto const& kind : completeness_kinds())
        columns.push_back({kind, "organisation.fact.titles." + kind, "flag"});
    return columns;
}

// One unit with a cell per kind: whether it is declared, and by whom.
json::object completeness_row(storage::Transaction& tx,
                              access::Actor const& actor,
                              Unit const& unit,
                              int year)
{
    std::map<std::string, std::string> declared;
    auto rows = tx.query(
        "SELECT kind, declared_by FROM completeness WHERE unit_id = ?1 AND year = ?2 ORDER BY kind",
        {unit.id, year});
    while (rows.next()) declared.emplace(rows.string(0), rows.string(1));
    json::object row{{"code", unit.code}, {"name", unit.name}};
    json::array cells;
    for (auto const& kind : completeness_kinds()) {
        auto const found = declared.find(kind);
        bool const complete = found != declared.end();
        row[kind] = complete;
        cells.push_back(
            json::object{{"kind", kind},
                         {"complete", complete},
                         {"by", complete ? json::value(found->second) : json::value(nullptr)}});
    }
    row["cells"] = std::move(cells);
    row["may_write"] = actor.may(Permission::WriteFacts, unit.path);
    return row;
}

Result<Answer> show_completeness(Context& ctx)
{
    auto const year = static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
    http::ListPage list{.columns = completeness_columns(), .page_size = kPageSize};
    auto const found = ctx.db.read([&](storage::Transaction& tx) -> Result<void> {
        Filter filter;
        filter.require(
            access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "u.path"));
        filter.require("u.valid_from <= " + filter.value(std::to_string(year) + "-12-31"));
        filter.require("(u.valid_to IS NULL OR u.valid_to >= " +
                       filter.value(std::to_string(year) + "-01-01") + ")");
        if (auto const code = ctx.query().text("unit"); !code.empty()) {
            auto const top = find_unit(tx, ctx.actor, code);
            if (!top) return bad_input("organisation.error.unknown-unit", {{"code", code}}, "unit");
            filter.require(access::sql_in_scopes({top->path}, "u.path"));
        }
        Window const window{ctx};
        list.page = window.page;
        count_rows(tx, list, "FROM unit u" + filter.where(), filter.params());
        auto const sql = "SELECT " + std::string{kUnitColumns} + " FROM unit u" + filter.where() +
                         " ORDER BY u.path, u.id LIMIT " + filter.value(window.limit) + " OFFSET " +
                         filter.value(window.offset);
        std::vector<Unit> units;
        for (auto rows = tx.query(sql, filter.params()); rows.next();)
            units.push_back(unit_of(rows));
        for (auto const& unit : units)
            list.rows.push_back(completeness_row(tx, ctx.actor, unit, year));
        return {};
    });
    if (!found) return found.error();
    json::array kinds;
    for (auto const& kind : completeness_kinds()) kinds.push_back(json::value(kind));
    json::object document{{"list", http::list_document(std::move(list))},
                          {"kind", "completeness"},
                          {"year", year},
                          {"kinds", std::move(kinds)}};
    return http::page(
        "organisation/completeness", "organisation.fact.titles.completeness", std::move(document));
}

// The buttons send `declare` or `withdraw` with the kind.
Result<Answer> declare(Context& ctx)
{
    FormReader form{ctx.form()};
    DeclareComplete command{.unit = form.required("unit")};
    command.year = static_cast<int>(form.required_year("year"));
    command.complete = form.text("withdraw").empty();
    command.kind = command.complete ? form.text("declare") : form.text("withdraw");
    if (command.kind.empty()) command.kind = form.text("kind");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const unit = TD_TRY(declare_complete(act, command));
        auto location = "/facts/completeness?year=" + std::to_string(command.year);
        if (auto const top = form.text("top"); !top.empty())
            location += "&unit=" + http::percent_encode(top);
        return http::done(
            location,
            command.complete ? "organisation.fact.declared" : "organisation.fact.undeclared",
            {{"code", unit.code}, {"name", unit.name}, {"kind", command.kind}});
    });
}

}  // namespace

void add_fact_pages(http::Router& routes)
{
    for (auto const& kind : fact_kinds()) {
        auto const at = grid_of(kind);
        auto const one = at + "/{subject_kind}/{code}/{ref}";
        routes.get(at, kind.read, title_of(kind), grid(kind));
        routes.get(at + "/new", kind.write, title_of(kind), show_new(kind));
        routes.post(at + "/new", kind.write, create(kind)).form(at + "/new");
        routes.get(one, kind.write, title_of(kind), show_edit(kind));
        routes.post(one, kind.write, change(kind)).form(one);
        routes.post(one + "/delete", kind.write, erase(kind)).form(one);
    }
    routes.get("/facts/completeness",
               Permission::ReadOrganisation,
               "organisation.fact.titles.completeness",
               show_completeness);
    routes.post("/facts/completeness", Permission::WriteFacts, declare).form("/facts/completeness");
}

}  // namespace thidua::organisation
