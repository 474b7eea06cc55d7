// Reading sheets; no rights are asked here.
#include "block/sheet_store.h"
#include "block/sheet.h"

#include <algorithm>

namespace thidua::block {
namespace {

using scoring::Column;

Content content_at(storage::Rows const& rows, int first)
{
    return {rows.maybe_integer(first),
            rows.maybe_integer(first + 1),
            rows.boolean(first + 2),
            rows.string(first + 3)};
}

// value, points, not_applicable, reason, version, by_name, at
Cell cell_at(storage::Rows const& rows, int first)
{
    return {content_at(rows, first),
            rows.integer(first + 4),
            rows.string(first + 5),
            rows.integer(first + 6)};
}

void add_cells(storage::Transaction& tx, std::int64_t round_id, std::vector<Sheet>& sheets)
{
    std::map<std::int64_t, Sheet*> by_id;
    for (auto& sheet : sheets) by_id[sheet.id] = &sheet;
    auto rows = tx.query(
        "SELECT c.sheet_id, c.col, c.scorer_id, c.criterion, c.value, c.points, c.not_applicable, "
        "c.reason, c.version, c.by_name, c.at FROM score_cell c JOIN score_sheet s ON s.id = "
        "c.sheet_id WHERE s.round_id = ?1 ORDER BY c.sheet_id, c.col, c.scorer_id, c.criterion",
        {round_id});
    while (rows.next()) {
        auto const found = by_id.find(rows.integer(0));
        if (found == by_id.end()) continue;
        CellKey key{column_named(rows.text(1)).value(), rows.integer(2), rows.string(3)};
        found->second->cells.emplace(std::move(key), cell_at(rows, 4));
    }
}

std::vector<Sheet> read_sheets(storage::Transaction& tx, Round const& round)
{
    std::map<std::int64_t, Sheet> by_unit;
    auto rows = tx.query(
        "SELECT id, unit_id, people, sent_at, sent_by, votes, votes_from, version "
        "FROM score_sheet WHERE round_id = ?1 ORDER BY id",
        {round.id});
    while (rows.next()) {
        auto const* member = round.member(rows.integer(1));
        if (member == nullptr) continue;
        Sheet sheet;
        sheet.id = rows.integer(0);
        sheet.unit = *member;
        sheet.people = rows.integer(2);
        sheet.sent_at = rows.maybe_integer(3);
        sheet.sent_by = rows.string(4);
        sheet.votes = rows.maybe_integer(5);
        sheet.votes_from = rows.string(6);
        sheet.version = rows.integer(7);
        by_unit.emplace(member->unit_id, std::move(sheet));
    }
    std::vector<Sheet> sheets;
    for (auto const& member : round.members) {
        auto const found = by_unit.find(member.unit_id);
        if (found != by_unit.end()) sheets.push_back(std::move(found->second));
    }
    return sheets;
}

}  // namespace

std::optional<Column> column_named(std::string_view name)
{
    for (auto const column : scoring::kColumns) {
        if (scoring::code_of(column) == name) return column;
    }
    return std::nullopt;
}

Cell const* Sheet::cell(CellKey const& key) const
{
    auto const found = cells.find(key);
    return found == cells.end() ? nullptr : &found->second;
}

scoring::Sheet Sheet::for_engine(Round const& round, Column last) const
{
    scoring::Sheet sheet{.unit = unit.code, .people = people};
    sheet.votes = votes;
    for (auto const& [key, cell] : cells) {
        if (cell.content.empty() || key.column > last) continue;
        scoring::Entry entry{cell.content.value,
                             cell.content.points,
                             cell.content.not_applicable,
                             cell.content.reason};
        switch (key.column) {
        case Column::Self: sheet.self.emplace(key.criterion, std::move(entry)); break;
        case Column::Block: sheet.block.emplace(key.criterion, std::move(entry)); break;
        case Column::Verified: sheet.verified.emplace(key.criterion, std::move(entry)); break;
        case Column::Cross: {
            auto const* scorer = round.member(key.scorer_id);
            if (scorer != nullptr)
                sheet.cross[scorer->code].emplace(key.criterion, std::move(entry));
            break;
        }
        }
    }
    return sheet;
}

std::vector<Sheet> sheets_of(storage::Transaction& tx, Round const& round)
{
    auto sheets = read_sheets(tx, round);
    add_cells(tx, round.id, sheets);
    return sheets;
}

std::optional<Sheet> find_sheet(storage::Transaction& tx,
                                Round const& round,
                                std::string_view unit_code)
{
    for (auto& sheet : sheets_of(tx, round)) {
        if (sheet.unit.code == unit_code) return std::move(sheet);
    }
    return std::nullopt;
}

std::vector<Scorer> scorers_of(storage::Transaction& tx, Round const& round, std::int64_t sheet_id)
{
    std::map<std::int64_t, std::optional<std::int64_t>> sent;
    auto rows = tx.query(
        "SELECT scorer_id, sent_at FROM score_cross WHERE sheet_id = ?1 ORDER BY "
        "scorer_id",
        {sheet_id});
    while (rows.next()) sent[rows.integer(0)] = rows.maybe_integer(1);
    std::vector<Scorer> list;
    for (auto const& member : round.members) {
        auto const found = sent.find(member.unit_id);
        if (found != sent.end()) list.push_back({member, found->second});
    }
    return list;
}

std::vector<CrossTask> cross_tasks(storage::Transaction& tx,
                                   access::Actor const& actor,
                                   Round const& round)
{
    std::vector<CrossTask> list;
    auto rows = tx.query(
        "SELECT s.unit_id, c.scorer_id, c.sent_at FROM score_cross c JOIN "
        "score_sheet s ON s.id = c.sheet_id JOIN unit u ON u.id = s.unit_id WHERE "
        "s.round_id = ?1 ORDER BY u.code_key, c.scorer_id",
        {round.id});
    while (rows.next()) {
        auto const* unit = round.member(rows.integer(0));
        auto const* scorer = round.member(rows.integer(1));
        if (unit == nullptr || scorer == nullptr) continue;
        if (!actor.may(access::Permission::WriteScores, scorer->path)) continue;
        list.push_back({*unit, *scorer, rows.maybe_integer(2)});
    }
    return list;
}

std::vector<PastCell> past_of(storage::Transaction& tx,
                              std::int64_t sheet_id,
                              std::string_view criterion)
{
    std::vector<PastCell> list;
    auto rows = tx.query(
        "SELECT col, scorer_id, value, points, not_applicable, reason, version, by_name, at FROM "
        "score_cell_past WHERE sheet_id = ?1 AND criterion = ?2 ORDER BY at DESC, col, scorer_id, "
        "version DESC",
        {sheet_id, criterion});
    while (rows.next())
        list.push_back({column_named(rows.text(0)).value(), rows.integer(1), cell_at(rows, 2)});
    return list;
}

std::optional<Content> past_content(storage::Transaction& tx,
                                    std::int64_t sheet_id,
                                    CellKey const& key,
                                    std::int64_t version)
{
    auto rows = tx.query(
        "SELECT value, points, not_applicable, reason FROM score_cell_past WHERE "
        "sheet_id = ?1 AND col = ?2 AND scorer_id = ?3 AND criterion = ?4 AND "
        "version = ?5",
        {sheet_id, scoring::code_of(key.column), key.scorer_id, key.criterion, version});
    return rows.next() ? std::optional{content_at(rows, 0)} : std::nullopt;
}

bool appeal_upheld(storage::Transaction& tx, Round const& round, std::int64_t sheet_id)
{
    return round.state == State::Shown &&
           tx.integer("SELECT 1 FROM score_appeal WHERE sheet_id = ?1 AND state = 'upheld' LIMIT 1",
                      {sheet_id})
               .has_value();
}

void put_cell(audit::Act& act, std::int64_t sheet_id, CellKey const& key, Cell const& cell)
{
    auto const& content = cell.content;
    auto const column = scoring::code_of(key.column);
    auto const absent = content.not_applicable ? 1 : 0;
    act.tx.execute(
        "INSERT INTO score_cell (sheet_id, col, scorer_id, criterion, value, points, "
        "not_applicable, reason, version, by_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
        "?10, ?11) ON CONFLICT (sheet_id, col, scorer_id, criterion) DO UPDATE SET value = "
        "excluded.value, points = excluded.points, not_applicable = excluded.not_applicable, "
        "reason = excluded.reason, version = excluded.version, by_name = excluded.by_name, at = "
        "excluded.at",
        {sheet_id,
         column,
         key.scorer_id,
         key.criterion,
         content.value,
         content.points,
         absent,
         content.reason,
         cell.version,
         act.actor.name,
         act.now.seconds});
    act.tx.execute(
        "INSERT INTO score_cell_past (sheet_id, col, scorer_id, criterion, version, value, points, "
        "not_applicable, reason, by_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11)",
        {sheet_id,
         column,
         key.scorer_id,
         key.criterion,
         cell.version,
         content.value,
         content.points,
         absent,
         content.reason,
         act.actor.name,
         act.now.seconds});
}

std::map<std::string, StoredFigure> figures_of(storage::Transaction& tx, std::int64_t sheet_id)
{
    std::map<std::string, StoredFigure> figures;
    auto rows = tx.query(
        "SELECT criterion, source, value, rows, at FROM score_figure WHERE "
        "sheet_id = ?1 ORDER BY criterion",
        {sheet_id});
    while (rows.next()) {
        figures[rows.string(0)] = {
            rows.string(1), rows.integer(2), rows.string(3), rows.integer(4)};
    }
    return figures;
}

}  // namespace thidua::block
