#include "movement/links.h"

#include "base/random.h"
#include "movement/parts.h"
#include "organisation/filter.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>
#include <set>

namespace thidua::movement {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 6> kLinkKinds{
    "resolution", "directive", "plan", "campaign", "circular", "other"};

// The library's "direction" is what a link calls a directive.
std::string link_kind_of(std::string const& directive_kind)
{
    return directive_kind == "direction" ? "directive" : directive_kind;
}

Result<Movement> movement_to_link(Act& act, std::string_view ref, std::int64_t version)
{
    auto movement = TD_TRY(movement_for(act, ref, Permission::WriteMovements, version));
    if (is_over(movement.state))
        return failure(Kind::Refused, "movement.error.over", {{"code", movement.code}});
    return movement;
}

void insert_link(Act& act, Movement const& movement, Link const& link)
{
    act.tx.execute(
        "INSERT INTO movement_link (ref, movement_id, kind, name, number, dated, item, "
        "directive_item_id, entered_by, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
        "?10)",
        {random_token(8),
         movement.id,
         link.kind,
         link.name,
         link.number,
         organisation::iso(link.dated),
         link.item,
         link.item_id,
         act.actor.name,
         act.now.seconds});
    json::object const after{{"kind", link.kind}, {"name", link.name}, {"item", link.item}};
    leave_line(act, "movement.link", movement, nullptr, &after);
}

Link link_to(programme::LinkedItem const& item)
{
    Link link;
    link.kind = link_kind_of(item.kind);
    link.name = item.title;
    link.number = item.number;
    link.item = item.content;
    link.dated = item.dated;
    link.item_id = item.id;
    return link;
}

}  // namespace

std::span<std::string_view const> link_kinds() { return kLinkKinds; }

Result<void> add_link(Act& act, AddLink const& command)
{
    auto const movement = TD_TRY(movement_to_link(act, command.ref, command.version));
    Complaints wrong;
    Link link;
    wrong.choice(command.kind, kLinkKinds, "link_kind");
    link.kind = command.kind;
    link.name = wrong.required(command.name, "link_name");
    link.number = command.number;
    link.item = wrong.required(command.item, "link_item");
    link.dated = command.dated;
    if (command.dated && *command.dated > act.today())
        wrong.add("movement.error.dated-later", "link_dated");
    TD_CHECK(wrong.check());
    insert_link(act, movement, link);
    touch(act.tx, movement);
    return {};
}

Result<void> link_items(Act& act, LinkItems const& command)
{
    auto const movement = TD_TRY(movement_to_link(act, command.ref, command.version));
    if (command.items.empty()) return bad_input("movement.error.no-items", {}, "items");
    std::set<std::int64_t> linked;
    for (auto const& link : links_of(act.tx, movement.id)) {
        if (link.item_id) linked.insert(*link.item_id);
    }
    for (auto const& ref : command.items) {
        auto const item = programme::find_item(act.tx, act.actor, ref);
        if (!item) return bad_input("movement.error.item-unknown", {}, "items");
        if (linked.insert(item->id).second) insert_link(act, movement, link_to(*item));
    }
    touch(act.tx, movement);
    return {};
}

Result<void> remove_link(Act& act, RemoveLink const& command)
{
    auto const movement = TD_TRY(movement_to_link(act, command.ref, command.version));
    auto const links = links_of(act.tx, movement.id);
    auto const link = std::find_if(
        links.begin(), links.end(), [&](Link const& each) { return each.ref == command.link; });
    if (link == links.end()) return not_found();
    act.tx.execute("DELETE FROM movement_link WHERE ref = ?1", {command.link});
    touch(act.tx, movement);
    json::object const before{{"kind", link->kind}, {"name", link->name}, {"item", link->item}};
    leave_line(act, "movement.unlink", movement, &before, nullptr);
    return {};
}

std::vector<Link> links_of(storage::Transaction& tx, std::int64_t movement)
{
    std::vector<Link> links;
    auto rows = tx.query(
        "SELECT l.ref, l.kind, COALESCE(v.title, l.name), COALESCE(v.number, l.number), "
        "COALESCE(v.content, l.item), COALESCE(v.dated, l.dated), l.directive_item_id, "
        "COALESCE(v.directive_ref, ''), COALESCE(v.position, 0) FROM movement_link l LEFT JOIN "
        "directive_item_view v ON v.item_id = l.directive_item_id WHERE l.movement_id = ?1 "
        "ORDER BY l.id",
        {movement});
    while (rows.next()) {
        links.push_back({rows.string(0),
                         rows.string(1),
                         rows.string(2),
                         rows.string(3),
                         rows.string(4),
                         organisation::date_at(rows, 5),
                         rows.maybe_integer(6),
                         rows.string(7),
                         static_cast<int>(rows.integer(8))});
    }
    return links;
}

std::vector<Servant> servants_of(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 programme::Directive const& directive)
{
    std::vector<Servant> servants;
    auto rows = tx.query(
        "SELECT l.directive_item_id, m.ref, m.code, m.name, m.state FROM movement_link l JOIN "
        "directive_item_view v ON v.item_id = l.directive_item_id JOIN movement m ON m.id = "
        "l.movement_id JOIN unit o ON o.id = m.owner_unit_id WHERE v.directive_id = ?1 AND " +
            sql_readable(actor) + " ORDER BY v.position, m.starts_on DESC, m.id DESC",
        {directive.id});
    while (rows.next()) {
        servants.push_back({rows.integer(0),
                            rows.string(1),
                            rows.string(2),
                            rows.string(3),
                            rows.string(4)});
    }
    return servants;
}

std::vector<programme::LinkedItem> unserved_items(storage::Transaction& tx,
                                                  access::Actor const& actor,
                                                  organisation::Unit const& owner,
                                                  int year)
{
    auto const last_day = std::to_string(year) + "-12-31";
    std::set<std::int64_t> open;
    auto rows = tx.query(
        "SELECT v.item_id FROM directive_item_view v WHERE v.owner_unit_id = ?1 AND v.dated <= ?2 "
        "AND NOT EXISTS (SELECT 1 FROM movement_link l JOIN movement m ON m.id = l.movement_id "
        "JOIN unit o ON o.id = m.owner_unit_id WHERE l.directive_item_id = v.item_id AND m.state "
        "<> 'cancelled' AND m.starts_on <= ?2 AND " +
            sql_readable(actor) + ")",
        {owner.id, last_day});
    while (rows.next()) open.insert(rows.integer(0));
    auto items = programme::linkable_items(tx, actor);
    std::erase_if(items, [&](auto const& item) { return open.count(item.id) == 0; });
    return items;
}

}  // namespace thidua::movement
