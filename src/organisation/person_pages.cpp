// People to read: the list and one person.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/fact_documents.h"
#include "organisation/filter.h"
#include "organisation/pages.h"
#include "organisation/person.h"
#include "organisation/post.h"
#include "organisation/rows.h"

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::vector<http::Column> person_columns()
{
    return {{"code", "organisation.field.code"},
            {"full_name", "organisation.field.full_name"},
            {"birth_date", "organisation.field.birth_date", "date"},
            {"sex", "organisation.field.sex", "term:sex"},
            {"category", "organisation.field.category", "term:category"},
            {"rank", "organisation.field.rank"},
            {"position", "organisation.field.position"},
            {"unit", "organisation.field.unit"},
            {"unit_name", "organisation.field.unit_name"},
            {"left", "organisation.field.left", "date"}};
}

json::object row_of(Person const& person)
{
    return {{"code", person.code},
            {"full_name", person.full_name},
            {"birth_date", json_of(person.birth_date)},
            {"sex", json_text(person.sex)},
            {"category", json_text(person.category)},
            {"rank", json_text(person.rank)},
            {"position", json_text(person.position)},
            {"unit", person.unit_code},
            {"unit_name", person.unit_name},
            {"left", json_of(person.left_on)},
            {"left_reason", json_text(person.left_reason)}};
}

Result<void> narrow(storage::Transaction& tx, Context const& ctx, Filter& filter)
{
    auto const& query = ctx.query();
    filter.require("p.merged_into IS NULL");
    filter.require(access::sql_in_scopes(ctx.actor.scopes(Permission::ReadPeople), "u.path"));
    if (auto const text = query.text("q"); !text.empty()) {
        filter.require(is_called(filter, kPerson, text, "p.id"));
    }
    if (auto const code = query.text("unit"); !code.empty()) {
        auto const unit = find_unit(tx, ctx.actor, code);
        if (!unit) return bad_input("organisation.error.unknown-unit", {{"code", code}}, "unit");
        filter.require(access::sql_in_scopes({unit->path}, "u.path"));
    }
    for (auto const* column : {"category", "origin"}) {
        if (auto const value = query.text(column); !value.empty()) {
            filter.require("p." + std::string{column} + " = " + filter.value(value));
        }
    }
    auto const service = query.text("service");
    if (service == "in")
        filter.require("(p.left_on IS NULL OR p.left_on > " + filter.value(to_iso(ctx.today())) +
                       ")");
    if (service == "left") filter.require("p.left_on <= " + filter.value(to_iso(ctx.today())));
    return {};
}

Result<Answer> show_people(Context& ctx)
{
    http::ListPage list{.columns = person_columns(), .page_size = kPageSize};
    auto const found = ctx.db.read([&](storage::Transaction& tx) -> Result<void> {
        Filter filter;
        TD_CHECK(narrow(tx, ctx, filter));
        Window const window{ctx};
        list.page = window.page;
        auto const from = std::string{kPersonTables} + filter.where();
        count_rows(tx, list, from, filter.params());
        auto const sql = "SELECT " + std::string{kPersonColumns} + from +
                         " ORDER BY p.sort_key, p.code_key LIMIT " + filter.value(window.limit) +
                         " OFFSET " + filter.value(window.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();)
            list.rows.push_back(row_of(person_of(rows)));
        return {};
    });
    if (!found) return found.error();
    json::object document{{"list", http::list_document(std::move(list))},
                          {"categories", codes_of("category")},
                          {"may_create", ctx.actor.may(Permission::WritePeople)}};
    return http::page("organisation/persons", "organisation.persons", std::move(document));
}

json::object describe(Person const& person, Date today)
{
    auto object = row_of(person);
    object["origin"] = person.origin;
    object["birth_year"] = birth_year(person.birth_date);
    object["direct_worker"] = json_of(person.direct_worker);
    object["joined"] = json_of(person.joined);
    object["sector_joined"] = json_of(person.sector_joined);
    object["retires"] = json_of(person.retires);
    object["ethnicity"] = json_text(person.ethnicity);
    object["education"] = json_text(person.education);
    object["party_joined"] = json_of(person.party_joined);
    object["in_service"] = person.in_service_on(today);
    object["version"] = person.version;
    return object;
}

json::array posts_document(storage::Transaction& tx, Person const& person)
{
    json::array array;
    for (auto const& post : posts_of(tx, person)) {
        array.push_back(json::object{{"ref", post.ref},
                                     {"unit", post.unit_code},
                                     {"unit_name", post.unit_name},
                                     {"position", json_text(post.position)},
                                     {"rank", json_text(post.rank)},
                                     {"from", to_iso(post.from)},
                                     {"to", json_of(post.to)},
                                     {"coefficient", json_of(post.coefficient)},
                                     {"direct_worker", json_of(post.direct_worker)},
                                     {"version", post.version}});
    }
    return array;
}

json::array transfers_of(storage::Transaction& tx, Person const& person)
{
    json::array array;
    auto rows = tx.query(
        "SELECT t.on_date, a.code, a.name, b.code, b.name, t.state FROM transfer t "
        "JOIN unit a ON a.id = t.from_unit_id JOIN unit b ON b.id = t.to_unit_id "
        "WHERE t.person_id = ?1 ORDER BY t.on_date DESC, t.id DESC",
        {person.id});
    while (rows.next()) {
        array.push_back(json::object{{"on", rows.text(0)},
                                     {"from_unit", rows.text(1)},
                                     {"from_unit_name", rows.text(2)},
                                     {"to_unit", rows.text(3)},
                                     {"to_unit_name", rows.text(4)},
                                     {"state", rows.text(5)}});
    }
    return array;
}

json::array merges_of(storage::Transaction& tx, Person const& person)
{
    json::array array;
    auto rows = tx.query(
        "SELECT m.ref, p.code, p.full_name, m.done_at, m.reason FROM person_merge m "
        "JOIN person p ON p.id = m.merged_id WHERE m.kept_id = ?1 AND m.undone_at IS NULL ORDER BY "
        "m.id",
        {person.id});
    while (rows.next()) {
        array.push_back(json::object{{"ref", rows.text(0)},
                                     {"code", rows.text(1)},
                                     {"name", rows.text(2)},
                                     {"at", rows.integer(3)},
                                     {"reason", rows.text(4)}});
    }
    return array;
}

json::array collectives_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           Person const& person)
{
    json::array array;
    auto rows =
        tx.query("SELECT " + std::string{kUnitColumns} +
                     " FROM unit u JOIN collective_member m ON m.unit_id = u.id "
                     "WHERE m.person_id = ?1 AND " +
                     access::sql_in_scopes(actor.scopes(Permission::ReadOrganisation), "u.path") +
                     " ORDER BY u.valid_from DESC, u.code_key",
                 {person.id});
    while (rows.next()) array.push_back(brief(unit_of(rows)));
    return array;
}

// Kinds of facts of this person that the actor may read; one's own, but discipline, always.
json::array facts_document(storage::Transaction& tx,
                           access::Actor const& actor,
                           Person const& person)
{
    json::array array;
    Subject const subject{
        std::string{kPerson}, person.id, person.code, person.full_name, person.unit_path};
    bool const own = !actor.may(Permission::ReadPeople, person.unit_path);
    for (auto const& kind : fact_kinds()) {
        if (kind.subject == FactSubject::Unit) continue;
        if (actor.may(kind.read, person.unit_path)) {
            array.push_back(section_of(tx, actor, kind, subject));
        } else if (own && kind.read == Permission::ReadPeople) {
            auto reader = access::Actor{};
            reader.clearance = actor.clearance;
            reader.grants.push_back({Permission::ReadPeople, person.unit_path});
            array.push_back(section_of(tx, reader, kind, subject));
        }
    }
    return array;
}

Result<Answer> show_person(Context& ctx)
{
    auto const& code = ctx.param("code");
    json::object document;
    auto const found = ctx.db.read([&](storage::Transaction& tx) -> Result<void> {
        auto const person = find_person(tx, ctx.actor, code);
        if (!person) return not_found();
        document["person"] = describe(*person, ctx.today());
        document["name"] = person->full_name;
        document["code"] = person->code;
        document["may_write"] = ctx.actor.may(Permission::WritePeople, person->unit_path);
        json::array others;
        for (auto const& other : homonyms(tx, ctx.actor, *person)) others.push_back(brief(other));
        document["homonyms"] = std::move(others);
        document["posts"] = posts_document(tx, *person);
        document["transfers"] = transfers_of(tx, *person);
        document["merges"] = merges_of(tx, *person);
        document["collectives"] = collectives_of(tx, ctx.actor, *person);
        document["facts"] = facts_document(tx, ctx.actor, *person);
        return {};
    });
    if (!found) return found.error();
    document["panels"] = ctx.panels("person", json::value_to<std::string>(document["code"]));
    return http::page("organisation/person",
                      "organisation.person.title",
                      std::move(document),
                      {{"/persons", "organisation.persons"}});
}

}  // namespace

void add_person_pages(http::Router& routes)
{
    routes.get("/persons", Permission::ReadPeople, "organisation.persons", show_people);
    // Staff members see their own entry, so the door is open and the lookup asks.
    routes.get("/persons/{code}", http::Door::SignedIn, "organisation.person.title", show_person);
}

}  // namespace thidua::organisation
