// Entries that may be one person, homonyms, merging and undoing.
#include "organisation/documents.h"
#include "organisation/duplicates.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

json::object entry(Person const& person)
{
    auto object = brief(person);
    object["birth_date"] = json_of(person.birth_date);
    object["version"] = person.version;
    return object;
}

json::object row_of(Pair const& pair)
{
    return {{"first", entry(pair.first)},
            {"second", entry(pair.second)},
            {"name", pair.first.full_name},
            {"first_code", pair.first.code},
            {"second_code", pair.second.code},
            {"same_birth_date", pair.same_birth_date},
            {"same_birth_year", pair.same_birth_year},
            {"same_unit", pair.same_unit},
            {"near_codes", pair.near_codes}};
}

http::ListPage pairs(storage::Transaction& tx, Context const& ctx)
{
    http::ListPage list{
        .columns = {{"name", "organisation.field.full_name"},
                    {"first_code", "organisation.field.code"},
                    {"second_code", "organisation.field.other_code"},
                    {"same_birth_date", "organisation.duplicate.same_birth_date", "flag"},
                    {"same_birth_year", "organisation.duplicate.same_birth_year", "flag"},
                    {"same_unit", "organisation.duplicate.same_unit", "flag"},
                    {"near_codes", "organisation.duplicate.near_codes", "flag"}},
        .page_size = kPageSize};
    Window const window{ctx};
    list.page = window.page;
    // Counting pairs means reading people: nobody works through more of them in one go.
    constexpr std::int64_t kMostPairs = 1'000;
    auto const found = count_duplicates(tx, ctx.actor, kMostPairs + 1);
    list.total = std::min(found, kMostPairs);
    list.more = found > kMostPairs;
    for (auto const& pair : find_duplicates(tx, ctx.actor, window.limit, window.offset))
        list.rows.push_back(row_of(pair));
    return list;
}

// People whose name, without diacritics, another bears too.
http::ListPage homonym_list(storage::Transaction& tx, Context const& ctx)
{
    http::ListPage list{.columns = {{"name", "organisation.field.full_name"},
                                    {"birth_year", "organisation.field.birth_year", "year"},
                                    {"code", "organisation.field.code"},
                                    {"unit", "organisation.field.unit"},
                                    {"unit_name", "organisation.field.unit_name"}},
                        .page_size = kPageSize};
    auto const scope = access::sql_in_scopes(ctx.actor.scopes(Permission::ReadPeople), "u.path");
    auto const other = access::sql_in_scopes(ctx.actor.scopes(Permission::ReadPeople), "ou.path");
    auto const from = std::string{kPersonTables} + "WHERE p.merged_into IS NULL AND " + scope +
                      " AND EXISTS (SELECT 1 FROM person o JOIN unit ou ON ou.id = o.unit_id WHERE "
                      "o.search_key = p.search_key "
                      "AND o.id <> p.id AND o.merged_into IS NULL AND " +
                      other + ")";
    Window const window{ctx};
    list.page = window.page;
    count_rows(tx, list, from, {});
    auto rows = tx.query("SELECT " + std::string{kPersonColumns} + from +
                             " ORDER BY p.sort_key, p.code_key LIMIT ?1 OFFSET ?2",
                         {window.limit, window.offset});
    while (rows.next()) list.rows.push_back(entry(person_of(rows)));
    return list;
}

json::array merges(storage::Transaction& tx, access::Actor const& actor)
{
    json::array array;
    auto rows = tx.query(
        "SELECT m.ref, k.code, k.full_name, o.code, m.reason, m.done_by, m.done_at FROM "
        "person_merge m "
        "JOIN person k ON k.id = m.kept_id JOIN person o ON o.id = m.merged_id JOIN unit u ON u.id "
        "= k.unit_id "
        "WHERE m.undone_at IS NULL AND " +
        access::sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path") +
        " ORDER BY m.done_at DESC, m.id DESC LIMIT 50");
    while (rows.next()) {
        array.push_back(json::object{{"ref", rows.text(0)},
                                     {"kept", rows.text(1)},
                                     {"name", rows.text(2)},
                                     {"merged", rows.text(3)},
                                     {"reason", rows.text(4)},
                                     {"by", rows.text(5)},
                                     {"at", rows.integer(6)}});
    }
    return array;
}

Result<Answer> show_duplicates(Context& ctx)
{
    bool const homonyms_wanted = ctx.query().text("show") == "homonyms";
    json::object document{{"homonyms", homonyms_wanted}, {"values", json::object{}}};
    ctx.db.read([&](storage::Transaction& tx) {
        document["list"] =
            http::list_document(homonyms_wanted ? homonym_list(tx, ctx) : pairs(tx, ctx));
        document["merges"] = merges(tx, ctx.actor);
    });
    return http::page("organisation/duplicates", "organisation.duplicates", std::move(document));
}

Result<Answer> show_merge(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const keep = find_person(tx, ctx.actor, ctx.query().text("keep"));
        auto const merge = find_person(tx, ctx.actor, ctx.query().text("merge"));
        if (!keep || !merge) return not_found();
        json::object values{{"keep", keep->code},
                            {"merge", merge->code},
                            {"keep_version", keep->version},
                            {"merge_version", merge->version}};
        return http::page(
            "organisation/merge",
            "organisation.merge.title",
            {{"keep", entry(*keep)}, {"merge", entry(*merge)}, {"values", std::move(values)}},
            {{"/duplicates", "organisation.duplicates"}});
    });
}

Result<Answer> merge(Context& ctx)
{
    FormReader form{ctx.form()};
    MergePeople command{.keep = form.required("keep"),
                        .merge = form.required("merge"),
                        .reason = form.required("reason")};
    command.keep_version = ctx.form().integer("keep_version").value_or(0);
    command.merge_version = ctx.form().integer("merge_version").value_or(0);
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(merge_people(act, command));
        return http::done("/persons/" + http::percent_encode(command.keep),
                          "organisation.merge.done",
                          {{"ref", ref}, {"keep", command.keep}, {"merge", command.merge}});
    });
}

Result<Answer> undo(Context& ctx)
{
    UndoMerge const command{ctx.param("ref")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const person = TD_TRY(undo_merge(act, command));
        return http::done("/persons/" + http::percent_encode(person.code),
                          "organisation.merge.undone",
                          {{"code", person.code}, {"name", person.full_name}});
    });
}

}  // namespace

void add_duplicate_pages(http::Router& routes)
{
    routes.get("/duplicates", Permission::WritePeople, "organisation.duplicates", show_duplicates);
    routes.get(
        "/duplicates/merge", Permission::WritePeople, "organisation.merge.title", show_merge);
    // The form posts to its own address, query and all: the page needs both codes when drawn again.
    routes.post("/duplicates/merge", Permission::WritePeople, merge).form("/duplicates/merge");
    routes.post("/duplicates/{ref}/undo", Permission::WritePeople, undo).form("/duplicates");
}

}  // namespace thidua::organisation
