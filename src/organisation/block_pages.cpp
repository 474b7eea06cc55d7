// Emulation blocks: the list, one block with a year's members, the forms.
#include "organisation/block.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/rows.h"

#include <functional>
#include <set>

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::string address(std::string const& ref, int year)
{
    return "/blocks/" + http::percent_encode(ref) + "?year=" + std::to_string(year);
}

int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
}

json::object describe(Block const& block, access::Actor const& actor)
{
    json::object object{{"ref", block.ref},
                        {"name", block.name},
                        {"level", block.level},
                        {"version", block.version}};
    bool const shows_owner =
        block.owner && actor.may(Permission::ReadOrganisation, block.owner->path);
    object["owner"] = shows_owner ? json::value(brief(*block.owner)) : json::value(nullptr);
    return object;
}

Result<Answer> show_blocks(Context& ctx)
{
    auto const year = year_of(ctx);
    http::ListPage list{.columns = {{"name", "organisation.field.block"},
                                    {"level", "organisation.field.level", "term:block-level"},
                                    {"owner", "organisation.field.owner"},
                                    {"head", "organisation.field.head"},
                                    {"members", "organisation.field.member_count", "number"}},
                        .page_size = kPageSize};
    ctx.db.read([&](storage::Transaction& tx) {
        Filter filter;
        auto const in_year = filter.value(year);
        filter.require(sql_readable_blocks(ctx.actor));
        if (auto const level = ctx.query().text("level"); !level.empty())
            filter.require("b.level = " + filter.value(level));
        Window const window{ctx};
        list.page = window.page;
        // The first parameter stands in the columns only.
        auto const in_scope =
            access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "u.path");
        auto const members =
            " FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE m.block_id = b.id AND "
            "m.year = " +
            in_year + " AND " + in_scope;
        auto const sql = "SELECT b.ref, b.name, b.level, o.name, (SELECT max(u.name)" + members +
                         " AND m.role = 'head'), (SELECT count(*)" + members +
                         ") FROM block b LEFT JOIN unit o ON o.id = b.owner_unit_id" +
                         filter.where() + " ORDER BY b.level, b.name_key LIMIT " +
                         filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();) {
            list.rows.push_back(json::object{{"ref", rows.text(0)},
                                             {"name", rows.text(1)},
                                             {"level", rows.text(2)},
                                             {"owner", json_text(rows.text(3))},
                                             {"head", json_text(rows.text(4))},
                                             {"members", rows.integer(5)}});
        }
        Filter counted;
        counted.require(sql_readable_blocks(ctx.actor));
        if (auto const level = ctx.query().text("level"); !level.empty())
            counted.require("b.level = " + counted.value(level));
        count_rows(tx, list, "FROM block b" + counted.where(), counted.params());
    });
    json::object document{{"list", http::list_document(std::move(list))},
                          {"year", year},
                          {"levels", codes_of("block-level")},
                          {"may_create", ctx.actor.may(Permission::WriteOrganisation)}};
    return http::page("organisation/blocks", "organisation.blocks", std::move(document));
}

json::array members_of(storage::Transaction& tx,
                       access::Actor const& actor,
                       Block const& block,
                       int year)
{
    json::array array;
    auto rows = tx.query(
        "SELECT u.code, COALESCE((SELECT s.name FROM unit_state s WHERE s.unit_id = u.id AND "
        "s.valid_from <= ?3 AND (s.valid_to IS NULL OR s.valid_to >= ?3)), u.name), m.role, m.rank "
        "FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE m.block_id = ?1 AND m.year = ?2 "
        "AND " +
            access::sql_in_scopes(actor.scopes(Permission::ReadOrganisation), "u.path") +
            " ORDER BY CASE m.role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key",
        {block.id, year, std::to_string(year) + "-12-31"});
    while (rows.next()) {
        array.push_back(json::object{{"code", rows.text(0)},
                                     {"name", rows.text(1)},
                                     {"role", rows.text(2)},
                                     {"rank", json_of(rows.maybe_integer(3))}});
    }
    return array;
}

// Years with members, this year and the next, and the one that is shown; newest first.
json::array years_of(storage::Transaction& tx, Block const& block, int shown, int this_year)
{
    std::set<std::int64_t, std::greater<>> years{shown, this_year, this_year + 1};
    auto rows = tx.query("SELECT DISTINCT year FROM block_member WHERE block_id = ?1 ORDER BY year",
                         {block.id});
    while (rows.next()) years.insert(rows.integer(0));
    json::array array;
    for (auto const year : years) {
        array.push_back(json::object{{"year", year}, {"current", year == shown}});
    }
    return array;
}

Result<Answer> show_block(Context& ctx)
{
    auto const year = year_of(ctx);
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const block = find_block(tx, ctx.actor, ctx.param("ref"));
        if (!block) return not_found();
        json::object document{
            {"block", describe(*block, ctx.actor)}, {"name", block->name}, {"year", year}};
        document["members"] = members_of(tx, ctx.actor, *block, year);
        document["years"] = years_of(tx, *block, year, ctx.today().year());
        document["may_write"] = may_write(tx, ctx.actor, *block);
        document["levels"] = codes_of("block-level");
        document["roles"] = codes_of("block-role");
        document["values"] = json::object{{"name", block->name},
                                          {"level", block->level},
                                          {"year", year},
                                          {"role", "member"},
                                          {"version", block->version}};
        return http::page("organisation/block",
                          "organisation.block.title",
                          std::move(document),
                          {{"/blocks", "organisation.blocks"}});
    });
}

Result<Answer> show_create(Context& ctx)
{
    json::object document{
        {"values", json::object{{"level", "ban"}, {"owner", ctx.query().text("owner")}}},
        {"levels", codes_of("block-level")}};
    return http::page("organisation/block-new",
                      "organisation.block.create",
                      std::move(document),
                      {{"/blocks", "organisation.blocks"}});
}

Answer done_at(Block const& block, int year, std::string_view notice)
{
    return http::done(
        address(block.ref, year),
        std::string(notice),
        {{"ref", block.ref}, {"name", block.name}, {"year", year}, {"version", block.version}});
}

Result<Answer> create(Context& ctx)
{
    FormReader form{ctx.form()};
    CreateBlock const command{
        form.required("name"), form.required_term("level", "block-level"), form.text("owner")};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(
            TD_TRY(create_block(act, command)), act.today().year(), "organisation.block.created");
    });
}

Result<Answer> edit(Context& ctx)
{
    FormReader form{ctx.form()};
    EditBlock const command{ctx.param("ref"),
                            form.required("name"),
                            form.required_term("level", "block-level"),
                            form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(edit_block(act, command)), year_of(ctx), "organisation.block.edited");
    });
}

Result<Answer> set_member(Context& ctx)
{
    constexpr std::int64_t kLastRank = 1000;
    FormReader form{ctx.form()};
    SetBlockMember command{.ref = ctx.param("ref")};
    command.year = static_cast<int>(form.required_year("year"));
    command.unit = form.required("unit");
    command.role = form.required_term("role", "block-role");
    command.rank = form.integer("rank", 1, kLastRank);
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(
            TD_TRY(set_block_member(act, command)), command.year, "organisation.block.member-set");
    });
}

Result<Answer> remove_member(Context& ctx)
{
    FormReader form{ctx.form()};
    RemoveBlockMember command{.ref = ctx.param("ref")};
    command.year = static_cast<int>(form.required_year("year"));
    command.unit = form.required("unit");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(remove_block_member(act, command)),
                       command.year,
                       "organisation.block.member-removed");
    });
}

Result<Answer> copy_year(Context& ctx)
{
    FormReader form{ctx.form()};
    CopyBlockYear const command{
        ctx.param("ref"), static_cast<int>(form.required_year("year")), form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(
            TD_TRY(copy_block_year(act, command)), command.year, "organisation.block.copied");
    });
}

}  // namespace

void add_block_pages(http::Router& routes)
{
    auto const read = Permission::ReadOrganisation;
    auto const write = Permission::WriteOrganisation;
    routes.get("/blocks", read, "organisation.blocks", show_blocks);
    routes.get("/blocks/new", write, "organisation.block.create", show_create);
    routes.post("/blocks/new", write, create).form("/blocks/new");
    routes.get("/blocks/{ref}", read, "organisation.block.title", show_block);
    routes.post("/blocks/{ref}", write, edit).form("/blocks/{ref}");
    routes.post("/blocks/{ref}/members", write, set_member).form("/blocks/{ref}");
    routes.post("/blocks/{ref}/members/remove", write, remove_member).form("/blocks/{ref}");
    routes.post("/blocks/{ref}/copy", write, copy_year).form("/blocks/{ref}");
}

}  // namespace thidua::organisation
