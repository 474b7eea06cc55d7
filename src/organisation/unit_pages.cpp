// The tree and one unit, to read.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/fact_documents.h"
#include "organisation/filter.h"
#include "organisation/pages.h"
#include "organisation/rows.h"
#include "organisation/tree.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

using access::Permission;
using http::Answer;
using http::Context;

std::vector<http::Column> unit_columns()
{
    return {{"code", "organisation.field.unit_code"},
            {"name", "organisation.field.unit_name"},
            {"kind", "organisation.field.kind", "term:unit-kind"},
            {"parent", "organisation.field.parent"},
            {"valid_from", "organisation.field.valid_from", "date"},
            {"valid_to", "organisation.field.valid_to", "date"}};
}

// Children inside their parents, from rows in the order of the tree.
json::array nested(std::vector<TreeNode> const& nodes, std::size_t& at, int depth)
{
    json::array level;
    while (at < nodes.size() && nodes[at].depth >= depth) {
        auto const& node = nodes[at++];
        json::object object{
            {"code", node.code}, {"name", node.name}, {"kind", node.kind}, {"open", depth == 0}};
        auto children = nested(nodes, at, depth + 1);
        object["has_children"] = !children.empty();
        object["children"] = std::move(children);
        level.push_back(std::move(object));
    }
    return level;
}

// Units whose code or name, of now or before, matches; and every unit, standing or not, for an
// export.
http::ListPage find_units(storage::Transaction& tx, Context const& ctx, std::string const& text)
{
    Filter filter;
    filter.require(access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "u.path"));
    if (!text.empty()) {
        auto const key = filter.value(search_key(text));
        filter.require("(" + is_called(filter, kUnit, text, "u.id") +
                       " OR u.id IN (SELECT unit_id FROM unit_state WHERE search_key = " + key +
                       "))");
    }
    http::ListPage list{.columns = unit_columns(), .page_size = kPageSize};
    Window const window{ctx};
    list.page = window.page;
    count_rows(tx, list, "FROM unit u" + filter.where(), filter.params());
    auto const sql =
        "SELECT u.code, u.name, u.kind, p.code, u.valid_from, u.valid_to FROM unit u "
        "LEFT JOIN unit p ON p.id = u.parent_id AND " +
        access::sql_in_scopes(ctx.actor.scopes(Permission::ReadOrganisation), "p.path") +
        filter.where() + " ORDER BY u.valid_to IS NOT NULL, u.code_key LIMIT " +
        filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
    for (auto rows = tx.query(sql, filter.params()); rows.next();) {
        list.rows.push_back(json::object{{"code", rows.text(0)},
                                         {"name", rows.text(1)},
                                         {"kind", rows.text(2)},
                                         {"parent", json_text(rows.text(3))},
                                         {"valid_from", rows.text(4)},
                                         {"valid_to", json_text(rows.text(5))}});
    }
    return list;
}

Result<Answer> show_units(Context& ctx)
{
    auto const text = ctx.query().text("q");
    auto const typed = ctx.query().text("on");
    auto const day = typed.empty() ? std::optional{ctx.today()} : parse_date(typed);
    if (!day) return bad_input("error.date", {}, "on");
    json::object document{{"on", to_iso(*day)},
                          {"may_create", ctx.actor.may(Permission::WriteOrganisation)}};
    ctx.db.read([&](storage::Transaction& tx) {
        if (!text.empty() || ctx.wants_export()) {
            document["list"] = http::list_document(find_units(tx, ctx, text));
            return;
        }
        auto const nodes = tree_at(tx, ctx.actor, *day);
        std::size_t at = 0;
        document["count"] = nodes.size();
        document["tree"] = nested(nodes, at, 0);
    });
    return http::page("organisation/units", "organisation.units", std::move(document));
}

json::array children_of(storage::Transaction& tx, access::Actor const& actor, Unit const& unit)
{
    json::array array;
    auto rows = tx.query(
        "SELECT " + std::string{kUnitColumns} + " FROM unit u WHERE u.parent_id = ?1 AND " +
            access::sql_in_scopes(actor.scopes(Permission::ReadOrganisation), "u.path") +
            " ORDER BY u.valid_to IS NOT NULL, u.code_key",
        {unit.id});
    while (rows.next()) {
        auto const child = unit_of(rows);
        auto object = brief(child);
        object["valid_to"] = json_of(child.valid_to);
        array.push_back(std::move(object));
    }
    return array;
}

json::value people_inside(storage::Transaction& tx,
                          access::Actor const& actor,
                          Unit const& unit,
                          Date today)
{
    if (!actor.may(Permission::ReadPeople)) return nullptr;
    Filter filter;
    filter.require(access::sql_in_scopes({unit.path}, "u.path"));
    filter.require(access::sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path"));
    filter.require("p.merged_into IS NULL");
    filter.require("(p.left_on IS NULL OR p.left_on > " + filter.value(to_iso(today)) + ")");
    return tx
        .integer("SELECT count(*)" + std::string{kPersonTables} + filter.where(), filter.params())
        .value_or(0);
}

json::array timeline_of(storage::Transaction& tx, Unit const& unit)
{
    json::array array;
    for (auto const& entry : timeline(tx, unit.id)) {
        array.push_back(json::object{
            {"kind", entry.kind},
            {"on", to_iso(entry.on)},
            {"paper_no", json_text(entry.paper_no)},
            {"paper_date", json_of(entry.paper_date)},
            {"note", json_text(entry.note)},
            {"name", json_text(entry.name)},
            {"parent", entry.parent ? json::value(*entry.parent) : json::value(nullptr)}});
    }
    return array;
}

// Years in a row in one block, role and place are one line.
json::array blocks_of(storage::Transaction& tx, Unit const& unit)
{
    json::array array;
    auto rows = tx.query(
        "SELECT b.ref, b.name, m.year, m.role, m.rank FROM block_member m JOIN block b ON b.id = "
        "m.block_id "
        "WHERE m.unit_id = ?1 ORDER BY m.year DESC, b.name_key",
        {unit.id});
    while (rows.next()) {
        auto const year = rows.integer(2);
        json::object line{{"ref", rows.text(0)},
                          {"name", rows.text(1)},
                          {"role", rows.text(3)},
                          {"rank", json_of(rows.maybe_integer(4))}};
        auto const same = std::find_if(array.begin(), array.end(), [&](json::value const& other) {
            return other.at("ref") == line["ref"] && other.at("role") == line["role"] &&
                   other.at("rank") == line["rank"] && other.at("from_year") == year + 1;
        });
        if (same != array.end()) {
            same->as_object()["from_year"] = year;
            continue;
        }
        line["from_year"] = year;
        line["to_year"] = year;
        array.push_back(std::move(line));
    }
    return array;
}

json::array members_of(storage::Transaction& tx, access::Actor const& actor, Unit const& unit)
{
    json::array array;
    auto rows =
        tx.query("SELECT " + std::string{kPersonColumns} + std::string{kPersonTables} +
                     "JOIN collective_member m ON m.person_id = p.id WHERE m.unit_id = ?1 AND " +
                     access::sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path") +
                     " ORDER BY p.sort_key, p.code_key",
                 {unit.id});
    while (rows.next()) array.push_back(brief(person_of(rows)));
    return array;
}

json::array facts_document(storage::Transaction& tx, access::Actor const& actor, Unit const& unit)
{
    json::array array;
    Subject const subject{std::string{kUnit}, unit.id, unit.code, unit.name, unit.path};
    for (auto const& kind : fact_kinds()) {
        if (kind.subject == FactSubject::Person || !actor.may(kind.read, unit.path)) continue;
        array.push_back(section_of(tx, actor, kind, subject));
    }
    return array;
}

json::object describe(storage::Transaction& tx, access::Actor const& actor, Unit const& unit)
{
    auto object = brief(unit);
    auto const parent = unit.parent_id ? unit_by_id(tx, *unit.parent_id) : std::nullopt;
    bool const shows_parent = parent && actor.may(Permission::ReadOrganisation, parent->path);
    object["parent"] = shows_parent ? json::value(brief(*parent)) : json::value(nullptr);
    object["valid_from"] = to_iso(unit.valid_from);
    object["valid_to"] = json_of(unit.valid_to);
    object["offline"] = unit.offline;
    object["head_decides"] = json_text(unit.head_decides);
    object["confirmed"] = unit.confirmed;
    object["version"] = unit.version;
    return object;
}

Result<Answer> show_unit(Context& ctx)
{
    auto const code = ctx.param("code");
    auto document = TD_TRY(ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const unit = find_unit(tx, ctx.actor, code);
        if (!unit) return not_found();
        json::object made{
            {"unit", describe(tx, ctx.actor, *unit)}, {"name", unit->name}, {"code", unit->code}};
        made["may_write"] =
            ctx.actor.may(Permission::WriteOrganisation, unit->path) && !unit->valid_to;
        made["may_read_people"] = ctx.actor.may(Permission::ReadPeople);
        made["children"] = children_of(tx, ctx.actor, *unit);
        made["people"] = people_inside(tx, ctx.actor, *unit, ctx.today());
        made["timeline"] = timeline_of(tx, *unit);
        made["predecessors"] = brief(predecessors(tx, unit->id), ctx.actor);
        made["successors"] = brief(successors(tx, unit->id), ctx.actor);
        made["blocks"] = blocks_of(tx, *unit);
        made["members"] = members_of(tx, ctx.actor, *unit);
        made["facts"] = facts_document(tx, ctx.actor, *unit);
        return made;
    }));
    document["panels"] = ctx.panels("unit", code);
    return http::page("organisation/unit",
                      "organisation.unit.title",
                      std::move(document),
                      {{"/units", "organisation.units"}});
}

}  // namespace

void add_unit_pages(http::Router& routes)
{
    routes.get("/units", Permission::ReadOrganisation, "organisation.units", show_units);
    routes.get("/units/{code}", Permission::ReadOrganisation, "organisation.unit.title", show_unit);
}

}  // namespace thidua::organisation
