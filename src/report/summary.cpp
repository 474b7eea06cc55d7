#include "report/summary.h"

#include "register/search_units.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace thidua::report {

namespace {

using registry::UnitPart;

constexpr std::array<std::pair<By, std::string_view>, 6> kBreakdowns = {{{By::Award, "award"},
                                                                         {By::Year, "year"},
                                                                         {By::Unit, "unit"},
                                                                         {By::Block, "block"},
                                                                         {By::Sex, "sex"},
                                                                         {By::Direct, "direct"}}};

// The tally's cells a summary is made of. Without unit, sex and direct worker the small table of
// days says the same.
struct Cells {
    std::string where;
    std::string from;
    std::string to;
    std::string award;
    std::int64_t clearance;
    bool everywhere;

    std::string table() const { return everywhere ? "award_day" : "award_tally"; }
    storage::Param parameter(int n) const
    {
        if (n == 1) return from;
        if (n == 2) return to;
        return n == 3 ? storage::Param{clearance} : storage::Param{award};
    }
};

Cells cells_of(access::Actor const& actor, SummaryQuery const& query, UnitPart const& part)
{
    Cells cells{
        "t.decided_on >= ?1 AND t.decided_on <= ?2 AND t.marking <= ?3 AND (?4 = '' OR t.award = "
        "?4)",
        to_iso(query.from),
        to_iso(query.to),
        query.award,
        static_cast<std::int64_t>(actor.clearance),
        part.is_everything()};
    if (!cells.everywhere) cells.where += " AND " + part.sql_of_id("t.unit_id");
    return cells;
}

storage::Rows read(storage::Transaction& tx, Cells const& cells, std::string const& sql)
{
    return tx.query(
        sql, {cells.parameter(1), cells.parameter(2), cells.parameter(3), cells.parameter(4)});
}

// SQL for persons and units among the cells.
constexpr char const* kCounts =
    "CAST(sum(CASE WHEN t.subject_kind = 'person' THEN t.awards ELSE 0 END) AS INTEGER),"
    " CAST(sum(CASE WHEN t.subject_kind = 'person' THEN 0 ELSE t.awards END) AS INTEGER)";

Result<UnitPart> part_of(storage::Transaction& tx,
                         access::Actor const& actor,
                         SummaryQuery const& query)
{
    if (!actor.may(access::Permission::ReadReports)) return denied();
    if (query.to < query.from) return bad_input("report.period-turned", {}, "to");
    return registry::unit_part(
        tx, actor, access::Permission::ReadReports, {query.unit, query.lineage});
}

// The unit a summary without one is about: the top of the reader's part of the tree.
void name_top_unit(storage::Transaction& tx, UnitPart& part)
{
    auto rows = tx.query(
        "SELECT u.code, u.name, u.path FROM unit u WHERE " + part.sql("u.path") +
        " ORDER BY CASE WHEN u.kind = 'ban' THEN 0 ELSE 1 END, length(u.path), u.path LIMIT 1");
    if (!rows.next()) return;
    part.code = rows.string(0);
    part.name = rows.string(1);
    part.path = rows.string(2);
}

using GroupMap = std::map<std::string, Group>;

void add_to(GroupMap& groups, Group const& which, Counts const& counts)
{
    groups.try_emplace(which.key, which).first->second.counts.add(counts);
}

// Groups by a column of the tally, or by an expression over one.
GroupMap by_column(storage::Transaction& tx,
                   Cells const& cells,
                   std::string const& table,
                   std::string const& expression)
{
    GroupMap groups;
    auto rows = read(tx,
                     cells,
                     "SELECT " + expression + ", " + kCounts + " FROM " + table + " t WHERE " +
                         cells.where + " GROUP BY 1");
    while (rows.next())
        add_to(groups, {rows.string(0), "", {}}, {rows.integer(1), rows.integer(2)});
    return groups;
}

// A unit of the breakdown: a direct sub-unit of the one asked for, or that one itself.
struct Branch {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    bool alone = true;
};

// Every unit of the part with the branch it belongs to. A predecessor that lies elsewhere in the
// tree is its own branch.
std::map<std::int64_t, Branch> branches(storage::Transaction& tx, UnitPart const& part)
{
    std::map<std::string, Branch> by_path;
    std::vector<std::pair<std::int64_t, std::string>> units;
    auto rows = tx.query("SELECT u.id, u.path, u.code, u.name FROM unit u");
    while (rows.next()) {
        by_path[rows.string(1)] = {rows.integer(0), rows.string(2), rows.string(3)};
        units.emplace_back(rows.integer(0), rows.string(1));
    }
    std::map<std::int64_t, Branch> result;
    for (auto const& [id, path] : units) {
        bool const is_child = access::covers(part.path, path) && path.size() > part.path.size();
        auto const top = is_child ? path.substr(0, path.find('/', part.path.size()) + 1) : path;
        auto const branch = by_path.find(top);
        auto& found = result[id] = branch == by_path.end() ? by_path[path] : branch->second;
        found.alone = !is_child;
    }
    return result;
}

GroupMap by_unit(storage::Transaction& tx, Cells const& cells, UnitPart const& part)
{
    auto const branch_of = branches(tx, part);
    GroupMap groups;
    auto rows = read(tx,
                     cells,
                     std::string{"SELECT t.unit_id, "} + kCounts + " FROM award_tally t WHERE " +
                         cells.where + " GROUP BY t.unit_id");
    while (rows.next()) {
        auto const& branch = branch_of.at(rows.integer(0));
        add_to(groups,
               {branch.code, branch.name, {}, branch.alone},
               {rows.integer(1), rows.integer(2)});
    }
    return groups;
}

// The block of each branch in each year. A branch may stand in one block of its level a year; where
// the office entered two, the first by name counts.
std::map<std::pair<std::int64_t, std::string>, Group> blocks_by_unit_and_year(
    storage::Transaction& tx)
{
    std::map<std::pair<std::int64_t, std::string>, Group> blocks;
    auto rows = tx.query(
        "SELECT m.unit_id, m.year, b.ref, b.name FROM block_member m JOIN block b ON b.id = "
        "m.block_id"
        " ORDER BY b.name_key");
    while (rows.next()) {
        blocks.try_emplace({rows.integer(0), std::to_string(rows.integer(1))},
                           Group{rows.string(2), rows.string(3), {}});
    }
    return blocks;
}

GroupMap by_block(storage::Transaction& tx, Cells const& cells, UnitPart const& part)
{
    auto const branch_of = branches(tx, part);
    auto const blocks = blocks_by_unit_and_year(tx);
    GroupMap groups;
    auto rows = read(tx,
                     cells,
                     std::string{"SELECT t.unit_id, substr(t.decided_on, 1, 4), "} + kCounts +
                         " FROM award_tally t WHERE " + cells.where + " GROUP BY 1, 2");
    while (rows.next()) {
        auto const block = blocks.find({branch_of.at(rows.integer(0)).id, rows.string(1)});
        add_to(groups,
               block == blocks.end() ? Group{} : block->second,
               {rows.integer(2), rows.integer(3)});
    }
    return groups;
}

GroupMap by_direct(storage::Transaction& tx, Cells const& cells)
{
    return by_column(tx,
                     cells,
                     "award_tally",
                     "CASE t.direct_worker WHEN 1 THEN '1' WHEN 0 THEN '0' ELSE 'unknown' END");
}

}  // namespace

void Counts::add(Counts const& other)
{
    persons += other.persons;
    units += other.units;
}

std::string_view name_of(By by)
{
    return std::ranges::find(kBreakdowns, by, &std::pair<By, std::string_view>::first)->second;
}

std::optional<By> by_of(std::string_view name)
{
    auto const found =
        std::ranges::find(kBreakdowns, name, &std::pair<By, std::string_view>::second);
    if (found == kBreakdowns.end()) return std::nullopt;
    return found->first;
}

Result<Summary> summarise(storage::Transaction& tx,
                          access::Actor const& actor,
                          SummaryQuery const& query)
{
    auto part = TD_TRY(part_of(tx, actor, query));
    auto const cells = cells_of(actor, query, part);
    if (part.code.empty()) name_top_unit(tx, part);

    Summary summary{query.from, query.to, part.code, part.name, {}, {}};
    auto rows = read(
        tx,
        cells,
        std::string{
            "SELECT k.code, k.name_vi, k.level, c.persons, c.units FROM (SELECT t.award AS award,"
            " CAST(sum(CASE WHEN t.subject_kind = 'person' THEN t.awards ELSE 0 END) AS INTEGER)"
            " AS persons,"
            " CAST(sum(CASE WHEN t.subject_kind = 'person' THEN 0 ELSE t.awards END) AS INTEGER)"
            " AS units FROM "} +
            cells.table() + " t WHERE " + cells.where +
            " GROUP BY t.award) c JOIN award_type k ON k.code = c.award ORDER BY k.code");
    while (rows.next()) {
        Counts const counts{rows.integer(3), rows.integer(4)};
        if (counts.total() == 0) continue;
        summary.rows.push_back({rows.string(0), rows.string(1), rows.string(2), counts});
        summary.total.add(counts);
    }
    return summary;
}

Result<std::vector<Group>> break_down(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      SummaryQuery const& query,
                                      By by)
{
    auto part = TD_TRY(part_of(tx, actor, query));
    auto const cells = cells_of(actor, query, part);
    if (part.code.empty()) name_top_unit(tx, part);

    GroupMap groups;
    switch (by) {
    case By::Award: groups = by_column(tx, cells, cells.table(), "t.award"); break;
    case By::Year:
        groups = by_column(tx, cells, cells.table(), "substr(t.decided_on, 1, 4)");
        break;
    case By::Unit: groups = by_unit(tx, cells, part); break;
    case By::Block: groups = by_block(tx, cells, part); break;
    case By::Sex: groups = by_column(tx, cells, "award_tally", "t.sex"); break;
    case By::Direct: groups = by_direct(tx, cells); break;
    }
    std::vector<Group> result;
    for (auto& [key, group] : groups) {
        if (group.counts.total() != 0) result.push_back(std::move(group));
    }
    return result;
}

boost::json::object to_json(Summary const& summary)
{
    boost::json::array rows;
    for (auto const& row : summary.rows) {
        rows.push_back({{"award", row.award},
                        {"level", row.level},
                        {"persons", row.counts.persons},
                        {"units", row.counts.units},
                        {"total", row.counts.total()}});
    }
    return {{"from", to_iso(summary.from)},
            {"to", to_iso(summary.to)},
            {"unit", summary.unit},
            {"rows", std::move(rows)},
            {"total",
             {{"persons", summary.total.persons},
              {"units", summary.total.units},
              {"total", summary.total.total()}}}};
}

}  // namespace thidua::report
