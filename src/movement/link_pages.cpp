// Choosing what a movement carries out, and the other side of it: what the pages of a directive
// and of a programme say of movements.
#include "base/text.h"
#include "movement/documents.h"
#include "movement/links.h"
#include "movement/pages.h"
#include "organisation/rows.h"
#include "programme/programme.h"

#include <set>

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;

// More than a page is narrowed by the search.
constexpr std::size_t kMostItems = 200;

std::string links_page(std::string const& ref) { return "/movements/" + ref + "/links"; }

bool bears_all(std::string const& key, std::vector<std::string> const& words)
{
    for (auto const& word : words) {
        if (key.find(word) == std::string::npos) return false;
    }
    return true;
}

// Items by their papers: [{number, title, …, items: [{ref, position, content, linked}]}].
json::array by_directive(std::vector<programme::LinkedItem> const& items,
                         std::set<std::int64_t> const& linked)
{
    json::array papers;
    for (auto const& item : items) {
        if (papers.empty() || papers.back().at("ref").as_string() != item.directive_ref) {
            papers.push_back(json::object{{"ref", item.directive_ref},
                                          {"kind", item.kind},
                                          {"number", item.number},
                                          {"title", item.title},
                                          {"dated", to_iso(item.dated)},
                                          {"items", json::array{}}});
        }
        papers.back().at("items").as_array().push_back(
            json::object{{"ref", item.ref},
                         {"position", item.position},
                         {"content", item.content},
                         {"linked", linked.count(item.id) > 0}});
    }
    return papers;
}

std::vector<programme::LinkedItem> items_found(storage::Transaction& tx, Context const& ctx)
{
    auto items = programme::linkable_items(tx, ctx.actor);
    auto const words = search_words(ctx.query().text("q"));
    std::erase_if(items, [&](auto const& item) {
        return !bears_all(search_key(item.number + ' ' + item.title + ' ' + item.content), words);
    });
    return items;
}

Result<Answer> show_links(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        if (!ctx.actor.may(Permission::WriteMovements, movement->owner.path)) return denied();
        std::set<std::int64_t> linked;
        for (auto const& link : links_of(tx, movement->id)) {
            if (link.item_id) linked.insert(*link.item_id);
        }
        auto items = items_found(tx, ctx);
        auto const total = items.size();
        if (items.size() > kMostItems) items.resize(kMostItems);
        json::object document{{"movement", describe(*movement)},
                              {"name", movement->text.name},
                              {"total", total},
                              {"more", total > kMostItems},
                              {"papers", by_directive(items, linked)},
                              {"link_kinds", codes(link_kinds())},
                              {"values", json::object{{"link_kind", "resolution"}}}};
        return http::page("movement/links",
                          "movement.links.title",
                          std::move(document),
                          crumbs_to(*movement));
    });
}

Result<Answer> post_items(Context& ctx)
{
    LinkItems const command{ctx.param("ref"),
                            ctx.form().all("items"),
                            ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(link_items(act, command));
        return http::done("/movements/" + command.ref + "#links", "movement.done.link");
    });
}

Result<Answer> post_typed(Context& ctx)
{
    auto const& form = ctx.form();
    auto const dated = form.text("link_dated");
    AddLink const command{.ref = ctx.param("ref"),
                          .kind = form.text("link_kind"),
                          .name = form.text("link_name"),
                          .number = form.text("link_number"),
                          .item = form.text("link_item"),
                          .dated = parse_date(dated),
                          .version = form.integer("version").value_or(0)};
    if (!dated.empty() && !command.dated) return bad_input("error.date", {}, "link_dated");
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(add_link(act, command));
        return http::done("/movements/" + command.ref + "#links", "movement.done.link");
    });
}

Result<Answer> post_remove(Context& ctx)
{
    RemoveLink const command{
        ctx.param("ref"), ctx.param("link"), ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(remove_link(act, command));
        return http::done("/movements/" + command.ref + "#links", "movement.done.unlink");
    });
}

// On a directive's page: its items, each with the movements that carry it out.
Result<json::object> directive_panel(Context& ctx, std::string const& ref)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const directive = programme::find_directive(tx, ctx.actor, ref);
        if (!directive) return not_found();
        auto const servants = servants_of(tx, ctx.actor, *directive);
        json::array items;
        for (auto const& item : directive->items) {
            json::array movements;
            for (auto const& each : servants) {
                if (each.item_id != item.id) continue;
                movements.push_back(json::object{{"ref", each.ref},
                                                 {"code", each.code},
                                                 {"name", each.name},
                                                 {"state", each.state}});
            }
            items.push_back(json::object{{"position", item.position},
                                         {"content", item.content},
                                         {"movements", std::move(movements)}});
        }
        return json::object{{"items", std::move(items)}};
    });
}

// On a programme's page, for those who plan: what no movement carries out yet.
Result<json::object> programme_panel(Context& ctx, std::string const& ref)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const programme = programme::find_programme(tx, ctx.actor, ref);
        if (!programme) return not_found();
        if (!ctx.actor.may(Permission::PlanYear, programme->owner.path)) return json::object{};
        auto const items = unserved_items(tx, ctx.actor, programme->owner, programme->year);
        if (items.empty()) return json::object{};
        return json::object{{"papers", by_directive(items, {})}, {"total", items.size()}};
    });
}

}  // namespace

void add_link_pages(http::Router& routes)
{
    auto const write = Permission::WriteMovements;
    auto const page = links_page("{ref}");
    routes.get(page, write, "movement.links.title", show_links);
    routes.post(page, write, post_typed).form(page);
    routes.post(page + "/items", write, post_items).form(page);
    routes.post(page + "/{link}/remove", write, post_remove).form("/movements/{ref}");
    routes.panel("directive", "movement/directive-panel", directive_panel);
    routes.panel("programme", "movement/programme-panel", programme_panel);
}

}  // namespace thidua::movement
