// The list of covenants, a new one, and writing its head, contents and ceremony.
#include "covenant/clauses.h"
#include "covenant/draft.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "organisation/block.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;

int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
}

constexpr std::string_view kListed =
    "SELECT c.ref, b.name, c.year, c.calendar, c.state, c.theme, c.signs_on, (SELECT count(*) FROM"
    " covenant_signature_view v WHERE v.covenant_ref = c.ref), (SELECT count(*) FROM"
    " covenant_signature_view v WHERE v.covenant_ref = c.ref AND v.state = 'signed'),"
    " CASE WHEN c.in_force IS NOT NULL AND c.amends_why <> '' THEN 1 ELSE 0 END FROM covenant c"
    " JOIN block b ON b.id = c.block_id";

http::ListPage listed_columns()
{
    return {.columns = {{"block", "covenant.field.block"},
                        {"year", "covenant.field.year", "number"},
                        {"theme", "covenant.field.theme"},
                        {"state", "covenant.field.state", "key:covenant.state."},
                        {"signs_on", "covenant.field.signs-on", "date"},
                        {"signed", "covenant.field.signed", "number"},
                        {"parties", "covenant.field.parties", "number"}},
            .page_size = organisation::kPageSize};
}

Result<Answer> show_list(Context& ctx)
{
    auto const year = year_of(ctx);
    auto list = listed_columns();
    bool may_create = ctx.actor.may(Permission::PlanYear) || ctx.actor.may(Permission::LeadBlock);
    ctx.db.read([&](storage::Transaction& tx) {
        organisation::Filter filter;
        filter.require(sql_readable(ctx.actor));
        filter.require("c.year = " + filter.value(year));
        organisation::Window const window{ctx};
        list.page = window.page;
        auto const counted = filter.where();
        organisation::count_rows(tx,
                                 list,
                                 "FROM covenant c JOIN block b ON b.id = c.block_id" + counted,
                                 filter.params());
        auto const sql = std::string{kListed} + counted +
                         " ORDER BY b.level, b.name_key, c.calendar LIMIT " +
                         filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
        auto rows = tx.query(sql, filter.params());
        while (rows.next()) {
            list.rows.push_back(json::object{{"ref", rows.text(0)},
                                             {"block", rows.text(1)},
                                             {"year", rows.integer(2)},
                                             {"calendar", rows.text(3)},
                                             {"state", rows.text(4)},
                                             {"theme", rows.text(5)},
                                             {"signs_on", organisation::json_text(rows.text(6))},
                                             {"parties", rows.integer(7)},
                                             {"signed", rows.integer(8)},
                                             {"amending", rows.boolean(9)}});
        }
    });
    return http::page("covenant/list",
                      "covenant.title",
                      {{"list", http::list_document(std::move(list))},
                       {"year", year},
                       {"may_create", may_create}});
}

// Blocks that have members in the year and no covenant yet, which the actor may draft for.
json::array free_blocks(storage::Transaction& tx, access::Actor const& actor, int year)
{
    json::array blocks;
    auto rows = tx.query("SELECT b.ref, b.name FROM block b WHERE " +
                             organisation::sql_readable_blocks(actor) +
                             " AND EXISTS (SELECT 1 FROM block_member m WHERE m.block_id = b.id AND"
                             " m.year = ?1) AND NOT EXISTS (SELECT 1 FROM covenant c WHERE"
                             " c.block_id = b.id AND c.year = ?1) ORDER BY b.level, b.name_key",
                         {year});
    while (rows.next())
        blocks.push_back(json::object{{"ref", rows.text(0)}, {"name", rows.text(1)}});
    return blocks;
}

Result<Answer> show_new(Context& ctx)
{
    auto const year = year_of(ctx);
    auto blocks =
        ctx.db.read([&](storage::Transaction& tx) { return free_blocks(tx, ctx.actor, year); });
    return http::page(
        "covenant/new",
        "covenant.new",
        {{"blocks", std::move(blocks)},
         {"year", year},
         {"values",
          json::object{
              {"block", ctx.query().text("block")}, {"year", year}, {"calendar", "calendar"}}}},
        {{"/covenants", "covenant.title"}});
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    CreateCovenant command{.block = form.required("block")};
    command.year = static_cast<int>(form.required_year("year"));
    command.calendar = form.text("calendar");
    command.like_last_year = form.checked("like_last_year");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(create_covenant(act, command));
        return http::done(address(ref, "head"), "covenant.created", {{"ref", ref}});
    });
}

Result<Answer> show_head(Context& ctx)
{
    return drafter_page(ctx,
                        "covenant/head",
                        "covenant.head",
                        [&](storage::Transaction&,
                            Covenant const& covenant,
                            json::object& document) -> Result<void> {
                            document["values"] =
                                json::object{{"theme", covenant.theme},
                                             {"grounds", covenant.grounds},
                                             {"place", covenant.place},
                                             {"signs_on", organisation::json_of(covenant.signs_on)},
                                             {"titles", covenant.titles},
                                             {"undertaking", covenant.undertaking},
                                             {"superior", covenant.superior},
                                             {"witness_post", covenant.witness.post},
                                             {"witness_rank", covenant.witness.rank},
                                             {"witness_name", covenant.witness.name},
                                             {"version", covenant.version}};
                            return {};
                        });
}

Result<Answer> post_head(Context& ctx)
{
    FormReader form{ctx.form()};
    EditHead command{.ref = ctx.param("ref"), .version = form.version()};
    command.theme = form.text("theme");
    command.grounds = lines_in(ctx.form(), "grounds");
    command.place = form.text("place");
    command.signs_on = form.date("signs_on");
    command.titles = lines_in(ctx.form(), "titles");
    command.undertaking = lines_in(ctx.form(), "undertaking");
    command.superior = form.text("superior");
    command.witness = {
        form.text("witness_post"), form.text("witness_rank"), form.text("witness_name")};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(edit_head(act, command));
        return http::done(address(command.ref, "contents"), "covenant.head-saved");
    });
}

json::array clause_options(storage::Transaction& tx)
{
    json::array groups;
    for (auto const category : kCategories) {
        json::array options;
        for (auto const& clause : clauses(tx)) {
            if (clause.category != category || clause.retired) continue;
            options.push_back(json::object{{"ref", clause.ref}, {"body", clause.newest().body}});
        }
        if (!options.empty())
            groups.push_back(json::object{{"category", category}, {"options", std::move(options)}});
    }
    return groups;
}

json::array item_rows(storage::Transaction& tx, Covenant const& covenant)
{
    json::array rows;
    for (auto const& item : items_of(tx, covenant)) {
        rows.push_back(json::object{
            {"ref", item.ref},
            {"number", std::ssize(rows) + 1},
            {"body", item.body},
            {"clause", item.clause_ref ? json::value(*item.clause_ref) : json::value(nullptr)},
            {"clause_changed", item.clause_ref && item.newest_number > item.clause_number},
            {"first", rows.empty()}});
    }
    return rows;
}

Result<Answer> show_contents(Context& ctx)
{
    return drafter_page(ctx,
                        "covenant/contents",
                        "covenant.contents",
                        [&](storage::Transaction& tx,
                            Covenant const& covenant,
                            json::object& document) -> Result<void> {
                            document["items"] = item_rows(tx, covenant);
                            document["clauses"] = clause_options(tx);
                            document["values"] = json::object{{"version", covenant.version}};
                            return {};
                        });
}

Result<Answer> post_item(Context& ctx)
{
    auto const& form = ctx.form();
    WriteItem const command{ctx.param("ref"),
                            form.integer("version").value_or(0),
                            form.text("item"),
                            form.text("clause"),
                            lines_in(form, "body")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(write_item(act, command));
        return http::done(address(command.ref, "contents"), "covenant.item-saved");
    });
}

Result<Answer> on_item(Context& ctx,
                       Result<void> (*change)(Act&, ItemAct const&),
                       std::string_view page,
                       std::string notice)
{
    ItemAct const command{
        ctx.param("ref"), ctx.form().integer("version").value_or(0), ctx.form().text("item")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(change(act, command));
        return http::done(address(command.ref, page), notice);
    });
}

Result<Answer> post_remove(Context& ctx)
{
    return on_item(ctx, remove_item, "contents", "covenant.item-removed");
}
Result<Answer> post_raise(Context& ctx)
{
    return on_item(ctx, raise_item, "contents", "covenant.item-raised");
}

Result<Answer> show_ceremony(Context& ctx)
{
    return drafter_page(ctx,
                        "covenant/ceremony",
                        "covenant.ceremony",
                        [&](storage::Transaction&,
                            Covenant const& covenant,
                            json::object& document) -> Result<void> {
                            document["values"] =
                                json::object{{"agenda", covenant.ceremony.agenda},
                                             {"guests", covenant.ceremony.guests},
                                             {"launch_text", covenant.ceremony.launch_text},
                                             {"version", covenant.version}};
                            return {};
                        });
}

Result<Answer> post_ceremony(Context& ctx)
{
    EditCeremony const command{ctx.param("ref"),
                               ctx.form().integer("version").value_or(0),
                               {lines_in(ctx.form(), "agenda"),
                                lines_in(ctx.form(), "guests"),
                                lines_in(ctx.form(), "launch_text")}};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(edit_ceremony(act, command));
        return http::done(address(command.ref, "ceremony"), "covenant.ceremony-saved");
    });
}

}  // namespace

void add_draft_pages(http::Router& routes)
{
    std::string const one = "/covenants/{ref}";
    // Who may draft is asked by the acts: a block's head holds LeadBlock, the office PlanYear.
    auto const read = Permission::ReadMovements;
    routes.get("/covenants", read, "covenant.title", show_list);
    routes.get("/covenants/new", read, "covenant.new", show_new);
    routes.post("/covenants/new", read, post_new).form("/covenants/new");
    routes.get(one + "/head", read, "covenant.head", show_head);
    routes.post(one + "/head", read, post_head).form(one + "/head");
    routes.get(one + "/contents", read, "covenant.contents", show_contents);
    routes.post(one + "/contents", read, post_item).form(one + "/contents");
    routes.post(one + "/contents/remove", read, post_remove).form(one + "/contents");
    routes.post(one + "/contents/raise", read, post_raise).form(one + "/contents");
    routes.get(one + "/ceremony", read, "covenant.ceremony", show_ceremony);
    routes.post(one + "/ceremony", read, post_ceremony).form(one + "/ceremony");
}

}  // namespace thidua::covenant
