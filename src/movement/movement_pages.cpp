// The list of movements, one movement, its print.
#include "base/text.h"
#include "movement/documents.h"
#include "movement/links.h"
#include "movement/pages.h"
#include "movement/store.h"
#include "movement/target_documents.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/rows.h"
#include "programme/paper.h"

#include <array>

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;
using organisation::Filter;

constexpr std::array<std::string_view, 8> kStateNames{"draft",
                                                      "opinions",
                                                      "submitted",
                                                      "approved",
                                                      "launched",
                                                      "reviewed",
                                                      "closed",
                                                      "cancelled"};

Filter filter_of(Context const& ctx)
{
    Filter filter;
    filter.require(sql_readable(ctx.actor));
    auto const& query = ctx.query();
    if (auto const kind = query.text("kind"); !kind.empty())
        filter.require("m.kind = " + filter.value(kind));
    if (auto const state = query.text("state"); !state.empty())
        filter.require("m.state = " + filter.value(state));
    if (auto const year = query.integer("year"); year && *year > 0 && *year <= 9999) {
        filter.require("m.starts_on <= " + filter.value(std::to_string(*year) + "-12-31"));
        filter.require("m.ends_on >= " + filter.value(std::to_string(*year) + "-01-01"));
    }
    if (auto const owner = query.text("owner"); !owner.empty())
        filter.require(organisation::is_called(filter, organisation::kUnit, owner, "o.id"));
    if (query.checked("unlinked")) {
        filter.require("NOT EXISTS (SELECT 1 FROM movement_link ml WHERE ml.movement_id = m.id)");
    }
    for (auto const& word : search_words(query.text("q")))
        filter.require("replace(m.name_key, " + filter.value(word) + ", '') <> m.name_key");
    return filter;
}

std::vector<http::Column> columns()
{
    return {{"code", "movement.field.code"},
            {"name", "movement.field.name"},
            {"kind", "movement.field.kind", "key:movement.kind."},
            {"owner_name", "movement.field.owner"},
            {"starts_on", "movement.field.starts_on", "date"},
            {"ends_on", "movement.field.ends_on", "date"},
            {"level", "movement.field.level", "key:movement.level."},
            {"reach", "movement.field.reach", "key:movement.reach."},
            {"term", "movement.field.term", "key:movement.term."},
            {"state", "movement.field.state", "key:movement.state."},
            {"linked", "movement.field.linked", "flag"}};
}

json::object row_of(storage::Rows const& rows, int linked)
{
    auto row = describe(movement_of(rows));
    row["owner_name"] = row.at("owner").at("name");
    row["linked"] = rows.integer(linked) > 0;
    return row;
}

Result<Answer> show_movements(Context& ctx)
{
    http::ListPage list{.columns = columns(), .page_size = organisation::kPageSize};
    constexpr int kLinked = 36;
    ctx.db.read([&](storage::Transaction& tx) {
        auto filter = filter_of(ctx);
        organisation::Window const window{ctx};
        list.page = window.page;
        organisation::count_rows(
            tx,
            list,
            "FROM movement m JOIN unit o ON o.id = m.owner_unit_id" + filter.where(),
            filter.params());
        auto const sql = "SELECT " + kMovementColumns +
                         ", (SELECT count(*) FROM movement_link l WHERE l.movement_id = m.id)" +
                         kMovementTables + filter.where() +
                         " ORDER BY m.starts_on DESC, m.id DESC LIMIT " +
                         filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();)
            list.rows.push_back(row_of(rows, kLinked));
    });
    json::object document{{"list", http::list_document(std::move(list))},
                          {"kinds", codes(kinds())},
                          {"states", codes(kStateNames)},
                          {"may_write", ctx.actor.may(Permission::WriteMovements)}};
    return http::page("movement/list", "movement.title", std::move(document));
}

json::array files_in(storage::Transaction& tx, Context const& ctx, Movement const& movement)
{
    json::array array;
    for (auto const& file : files::files_of(tx, ctx.actor, owner_of(movement)))
        array.push_back(files::document_of(file));
    return array;
}

// Marks the opinions that the actor may give.
json::array opinions_in(storage::Transaction& tx, Context const& ctx, Movement const& movement)
{
    auto const asked = opinions_of(tx, movement.id);
    auto array = describe(asked, ctx.today());
    for (std::size_t i = 0; i < asked.size(); ++i) {
        array[i].as_object()["may_answer"] =
            movement.state == State::Opinions &&
            ctx.actor.may(Permission::WriteMovements, asked[i].unit.path);
    }
    return array;
}

json::object whole(storage::Transaction& tx, Context const& ctx, Movement const& movement)
{
    bool const writes = ctx.actor.may(Permission::WriteMovements, movement.owner.path);
    json::object document{{"movement", describe(movement)},
                          {"code", movement.code},
                          {"name", movement.text.name}};
    document["superiors"] = describe(superiors_of(tx, movement.id));
    document["links"] = describe(links_of(tx, movement.id));
    document["opinions"] = opinions_in(tx, ctx, movement);
    document["steps"] = possible_steps(movement, ctx.actor);
    document["history"] = describe(steps_of(tx, movement.id));
    document["reviews"] = describe(reviews_of(tx, movement.id));
    document["files"] = files_in(tx, ctx, movement);
    document["may"] = json::object{{"edit", writes && is_editable(movement.state)},
                                   {"link", writes && !is_over(movement.state)}};
    document["answers"] = codes(opinions());
    return document;
}

Result<Answer> show_movement(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        return http::page("movement/movement",
                          "movement.one",
                          whole(tx, ctx, *movement),
                          {{"/movements", "movement.title"}});
    });
}

json::array targets_in(storage::Transaction& tx, Movement const& movement)
{
    json::array array;
    for (auto const& target : targets_of(tx, movement.id)) array.push_back(describe(target));
    return array;
}

Result<Answer> show_print(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        auto document = whole(tx, ctx, *movement);
        document["targets"] = targets_in(tx, *movement);
        document["paper"] = paper_head(
            tx, movement->owner, movement->paper.number, movement->paper.dated);
        document["paper_grounds"] = programme::grounds_document(movement->text.grounds);
        return http::page(
            "movement/print", "movement.print", std::move(document), crumbs_to(*movement));
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        auto const file = files::find_file(tx, ctx.actor, owner_of(*movement), ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

Result<Answer> post_opinion(Context& ctx)
{
    auto const& form = ctx.form();
    GiveOpinion const command{
        ctx.param("ref"), form.text("unit"), form.text("answer"), form.lines("opinion")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(give_opinion(act, command));
        return http::done("/movements/" + command.ref + "#opinions", "movement.done.opinion");
    });
}

}  // namespace

void add_movement_pages(http::Router& routes)
{
    auto const read = Permission::ReadMovements;
    auto const write = Permission::WriteMovements;
    std::string const one = "/movements/{ref}";
    routes.get("/movements", read, "movement.title", show_movements);
    routes.get(one, read, "movement.one", show_movement);
    routes.get(one + "/print", read, "movement.print", show_print);
    routes.get(one + "/files/{file}", read, "movement.file", show_file);
    routes.post(one + "/opinion", write, post_opinion).form(one);
}

}  // namespace thidua::movement
