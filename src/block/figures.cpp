#include "block/figures.h"

#include "access/actor.h"
#include "movement/registration.h"
#include "programme/windows.h"

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

// Codes a scale may name; one without a source yet is entered by people.
constexpr std::array<std::string_view, 4> kCodes{
    "absences", "direct-share", "in-time", "targets-met"};

// Of the year's unmarked awards to the unit's people, as many in a hundred as went to direct
// workers; those of whom it is not known are shown and left out.
std::optional<Figure> direct_share(storage::Transaction& tx, FigureQuestion const& question)
{
    constexpr scoring::Amount kHundred = 100 * scoring::kOne;
    std::int64_t known = 0, direct = 0;
    Figure figure;
    auto rows = tx.query(
        "SELECT t.name_vi, count(*), CAST(sum(CASE WHEN a.direct_worker = 1 THEN 1 ELSE 0 END) AS "
        "INTEGER), CAST(sum(CASE WHEN a.direct_worker IS NULL THEN 1 ELSE 0 END) AS INTEGER) FROM "
        "award a JOIN award_type t ON t.code = a.award JOIN unit u ON u.id = a.unit_id WHERE "
        "a.subject_kind = 'person' AND a.state = 'valid' AND a.marking = 0 AND a.year = ?1 AND "
        "a.decided_on <= ?2 AND " +
            access::sql_in_scopes({question.unit_path}, "u.path") +
            " GROUP BY t.code, t.name_vi ORDER BY t.name_vi, t.code",
        {question.year, to_iso(question.today)});
    while (rows.next()) {
        auto const all = rows.integer(1), own = rows.integer(2), unknown = rows.integer(3);
        known += all - unknown;
        direct += own;
        figure.rows.push_back(
            {"block.row.awards",
             {{"award", rows.string(0)},
              {"all", std::to_string(all)},
              {"direct", std::to_string(own)},
              {"unknown", std::to_string(unknown)}},
             "/awards?year=" + std::to_string(question.year) + "&unit=" + question.unit_code,
             all > unknown});
    }
    if (known == 0) return std::nullopt;
    figure.value = scoring::scaled(kHundred, direct, known).value_or(0);
    return figure;
}

// Whether the unit registered in time: all or nothing of a hundred. Nothing where no window was set
// and nothing registered: then the year is not kept here.
std::optional<Figure> in_time(storage::Transaction& tx, FigureQuestion const& question)
{
    auto const fact = movement::registration_of(tx, question.unit_id, question.year);
    auto const window = programme::find_window(
        tx, programme::WindowKind::Registration, question.year, question.unit_id);
    bool const submitted = fact && fact->submitted_on;
    if (!submitted && !window) return std::nullopt;
    bool const good = submitted && !fact->late;
    FigureRow row{
        good ? "block.row.registered" : "block.row.registered-late", {}, "/registrations", good};
    if (submitted)
        row.args.emplace_back("day", to_vietnamese(*fact->submitted_on));
    else
        row.key = "block.row.not-registered";
    return Figure{good ? 100 * scoring::kOne : 0, {std::move(row)}};
}

// Meetings of the block the unit was absent from, by their signed minutes. Nothing before the first
// are signed.
std::optional<Figure> absences(storage::Transaction& tx, FigureQuestion const& question)
{
    auto const signed_minutes = tx.integer(
        "SELECT 1 FROM meeting WHERE body = 'block' AND state = 'signed' AND block_id = ?1 AND "
        "year "
        "= ?2 LIMIT 1",
        {question.block_id, question.year});
    if (!signed_minutes) return std::nullopt;
    Figure figure;
    auto rows = tx.query(
        "SELECT title, day, meeting_ref FROM meeting_absence_view WHERE block_id = "
        "?1 AND year = ?2 AND unit_id = ?3 AND day <= ?4 ORDER BY day, meeting_id",
        {question.block_id, question.year, question.unit_id, to_iso(question.today)});
    while (rows.next()) {
        auto const held = parse_iso_date(rows.text(1));
        figure.rows.push_back(
            {"block.row.absent",
             {{"title", rows.string(0)}, {"day", held ? to_vietnamese(*held) : rows.string(1)}},
             "/meetings/" + rows.string(2),
             true});
        figure.value += scoring::kOne;
    }
    return figure;
}

}  // namespace

FigureSources const& figure_sources()
{
    static FigureSources const all{
        {"absences", absences}, {"direct-share", direct_share}, {"in-time", in_time}};
    return all;
}

bool is_source(std::string_view code)
{
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

}  // namespace thidua::block
