#include "block/figures.h"

#include "access/actor.h"
#include "covenant/facts.h"
#include "movement/registration.h"
#include "programme/windows.h"

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

// Codes a scale may name.
constexpr std::array<std::string_view, 5> kCodes{
    "absences", "direct-share", "in-time", "reports-in-time", "targets-met"};

constexpr scoring::Amount kHundred = 100 * scoring::kOne;

// Of the year's unmarked awards to the unit's people, as many in a hundred as went to direct
// workers; those of whom it is not known are shown and left out.
std::optional<Figure> direct_share(storage::Transaction& tx, FigureQuestion const& question)
{
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

std::optional<FigureRow> registration_row(storage::Transaction& tx, FigureQuestion const& question)
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
    return row;
}

std::optional<FigureRow> signature_row(storage::Transaction& tx, FigureQuestion const& question)
{
    auto const fact =
        covenant::signature_of(tx, question.unit_id, question.year, question.block_id);
    if (!fact) return std::nullopt;
    auto const link = "/covenants/" + fact->covenant;
    if (!fact->signed_on) return FigureRow{"block.row.not-signed", {}, link, false};
    return FigureRow{fact->late ? "block.row.signed-late" : "block.row.signed",
                     {{"day", to_vietnamese(*fact->signed_on)}},
                     link,
                     !fact->late};
}

// Whether the unit registered and signed the covenant in time: all or nothing of a hundred. What is
// not kept here (no window and nothing registered, no covenant laid before the unit) is left out.
std::optional<Figure> in_time(storage::Transaction& tx, FigureQuestion const& question)
{
    Figure figure;
    if (auto row = registration_row(tx, question)) figure.rows.push_back(*std::move(row));
    if (auto row = signature_row(tx, question)) figure.rows.push_back(*std::move(row));
    if (figure.rows.empty()) return std::nullopt;
    bool const good = std::all_of(
        figure.rows.begin(), figure.rows.end(), [](FigureRow const& row) { return row.counts; });
    figure.value = good ? kHundred : 0;
    return figure;
}

// Of the targets of the covenant in force, as many in a hundred as the unit met at the year's end.
std::optional<Figure> targets_met(storage::Transaction& tx, FigureQuestion const& question)
{
    if (question.period != "year") return std::nullopt;
    auto const facts =
        covenant::targets_met(tx, question.unit_id, question.year, question.block_id);
    if (facts.total == 0) return std::nullopt;
    auto const signature =
        covenant::signature_of(tx, question.unit_id, question.year, question.block_id);
    auto const link = signature ? "/covenants/" + signature->covenant + "/results" : "";
    Figure figure;
    for (auto const& row : facts.rows)
        figure.rows.push_back({"block.row.target", {{"content", row.content}}, link, row.met});
    figure.value = scoring::scaled(kHundred, facts.met, facts.total).value_or(0);
    return figure;
}

// What became of a report the unit owes; nothing while there is time for it.
std::optional<FigureRow> report_row(programme::Window const& window,
                                    programme::Due const& due,
                                    Date today)
{
    if (!due.done_on && today <= due.last_day) return std::nullopt;
    auto const key = "block.row.report-" + std::string{programme::name_of(window.kind)};
    auto const link = "/programme/windows/" + window.ref;
    if (!due.done_on)
        return FigureRow{key + "-missing", {{"day", to_vietnamese(due.last_day)}}, link, false};
    return FigureRow{
        due.late ? key + "-late" : key, {{"day", to_vietnamese(*due.done_on)}}, link, !due.late};
}

// Of the reports and dossiers that were due from the unit, as many in a hundred as came in time.
std::optional<Figure> reports_in_time(storage::Transaction& tx, FigureQuestion const& question)
{
    using programme::WindowKind;
    std::int64_t good = 0;
    Figure figure;
    for (auto const kind : {WindowKind::MidYear, WindowKind::YearEnd, WindowKind::Dossiers}) {
        if (question.period == "mid" && kind != WindowKind::MidYear) continue;
        auto const window = programme::find_window(tx, kind, question.year, question.unit_id);
        if (!window) continue;
        for (auto const& due : programme::dues_of(tx, window->id)) {
            if (due.unit_id != question.unit_id) continue;
            auto row = report_row(*window, due, question.today);
            if (!row) continue;
            good += row->counts ? 1 : 0;
            figure.rows.push_back(*std::move(row));
        }
    }
    if (figure.rows.empty()) return std::nullopt;
    figure.value = scoring::scaled(kHundred, good, std::ssize(figure.rows)).value_or(0);
    return figure;
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
    static FigureSources const all{{"absences", absences},
                                   {"direct-share", direct_share},
                                   {"in-time", in_time},
                                   {"reports-in-time", reports_in_time},
                                   {"targets-met", targets_met}};
    return all;
}

bool is_source(std::string_view code)
{
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

std::span<std::string_view const> source_codes() { return kCodes; }

}  // namespace thidua::block
