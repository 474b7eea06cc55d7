#include "organisation/tree.h"

#include "organisation/rows.h"

#include <functional>
#include <map>

namespace thidua::organisation {

namespace {

// Puts rows that stand in the order of codes into the order of the tree.
std::vector<TreeNode> in_tree_order(std::vector<TreeNode> nodes,
                                    std::vector<std::optional<std::int64_t>> const& parents)
{
    std::map<std::int64_t, std::size_t> index;
    for (std::size_t i = 0; i < nodes.size(); ++i) index[nodes[i].id] = i;
    std::vector<std::size_t> tops;
    std::vector<std::vector<std::size_t>> children(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto const parent = parents[i] ? index.find(*parents[i]) : index.end();
        (parent == index.end() ? tops : children[parent->second]).push_back(i);
    }
    std::vector<TreeNode> ordered;
    ordered.reserve(nodes.size());
    std::function<void(std::size_t, int)> const walk = [&](std::size_t at, int depth) {
        nodes[at].depth = depth;
        nodes[at].has_children = !children[at].empty();
        ordered.push_back(std::move(nodes[at]));
        for (auto const child : children[at]) walk(child, depth + 1);
    };
    for (auto const top : tops) walk(top, 0);
    return ordered;
}

}  // namespace

std::vector<TreeNode> tree_at(storage::Transaction& tx, access::Actor const& actor, Date on)
{
    auto const scopes = actor.scopes(access::Permission::ReadOrganisation);
    std::vector<TreeNode> nodes;
    std::vector<std::optional<std::int64_t>> parents;
    auto rows = tx.query(
        "SELECT u.id, u.code, s.name, s.kind, u.path, s.parent_id FROM unit_state s "
        "JOIN unit u ON u.id = s.unit_id WHERE s.valid_from <= ?1 "
        "AND (s.valid_to IS NULL OR s.valid_to >= ?1) AND " +
            access::sql_in_scopes(scopes, "u.path") + " ORDER BY u.code_key",
        {to_iso(on)});
    while (rows.next()) {
        nodes.push_back(
            {rows.integer(0), rows.string(1), rows.string(2), rows.string(3), rows.string(4)});
        parents.push_back(rows.maybe_integer(5));
    }
    return in_tree_order(std::move(nodes), parents);
}

std::vector<TimelineEntry> timeline(storage::Transaction& tx, std::int64_t unit_id)
{
    // An import leaves states only; acts of the pages name every unit they touched.
    auto rows = tx.query(
        "SELECT a.kind, COALESCE(s.valid_from, a.on_date) AS since, a.paper_no, a.paper_date, "
        "a.note, s.name, p.code "
        "FROM unit_act a LEFT JOIN unit_state s ON s.act_id = a.id AND s.unit_id = ?1 "
        "LEFT JOIN unit p ON p.id = s.parent_id "
        "WHERE a.id IN (SELECT act_id FROM unit_act_subject WHERE unit_id = ?1 "
        "UNION SELECT act_id FROM unit_state WHERE unit_id = ?1) "
        "ORDER BY since DESC, a.id DESC",
        {unit_id});
    std::vector<TimelineEntry> entries;
    while (rows.next()) {
        entries.push_back({rows.string(0),
                           date_at(rows, 1).value_or(Date{}),
                           rows.string(2),
                           date_at(rows, 3),
                           rows.string(4),
                           rows.string(5),
                           rows.maybe_string(6)});
    }
    return entries;
}

}  // namespace thidua::organisation
