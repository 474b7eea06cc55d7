#include "programme/windows.h"

#include "inbox/inbox.h"
#include "organisation/rows.h"
#include "programme/programme_store.h"
#include "programme/reminders.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

constexpr std::array<std::string_view, kWindowKinds.size()> kNames{"registration",
                                                                   "covenant",
                                                                   "mid-year",
                                                                   "self-score",
                                                                   "cross-score",
                                                                   "year-end",
                                                                   "dossiers"};

constexpr std::string_view kSelect =
    "SELECT w.id, w.ref, w.programme_id, w.kind, p.year, p.calendar, w.opens_on, w.closes_on,"
    " w.version, w.remind_days FROM programme_window w JOIN programme p ON p.id = w.programme_id";

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }

Window window_at(storage::Rows const& rows)
{
    Window window;
    window.id = rows.integer(0);
    window.ref = rows.string(1);
    window.programme_id = rows.integer(2);
    window.kind = window_kind(rows.text(3)).value();
    window.year = static_cast<int>(rows.integer(4));
    window.calendar = rows.string(5);
    window.opens = day(rows.text(6));
    window.planned_last_day = day(rows.text(7));
    window.last_day = window.planned_last_day;
    window.version = rows.integer(8);
    window.remind_days = static_cast<int>(rows.integer(9));
    return window;
}

// The later of the planned day and the newest extensions: for everybody, for the unit at `path` ("":
// none) or one above it.
Date last_day_for(storage::Transaction& tx, Window const& window, std::string_view path)
{
    auto last = window.planned_last_day;
    auto rows = tx.query("SELECT e.new_last_day, COALESCE(u.path, '') FROM window_extension e"
                         " LEFT JOIN unit u ON u.id = e.unit_id WHERE e.window_id = ?1"
                         " ORDER BY e.id",
                         {window.id});
    while (rows.next()) {
        if (!rows.text(1).empty() && !access::covers(rows.text(1), path)) continue;
        last = std::max(last, day(rows.text(0)));
    }
    return last;
}

// Of the programmes on `calendar` whose owner is `unit` or above it, the nearest.
std::optional<Window> nearest(storage::Transaction& tx,
                              WindowKind kind,
                              int year,
                              std::string_view calendar,
                              std::string const& path)
{
    auto rows = tx.query(std::string{kSelect} +
                             " JOIN unit o ON o.id = p.owner_unit_id"
                             " WHERE p.state = 'issued' AND p.year = ?1 AND w.kind = ?2"
                             " AND p.calendar = ?3 AND substr(CAST(?4 AS TEXT), 1, length(o.path))"
                             " = o.path ORDER BY length(o.path) DESC, w.id LIMIT 1",
                         {year, name_of(kind), calendar, path});
    if (!rows.next()) return std::nullopt;
    return window_at(rows);
}

std::string path_of(storage::Transaction& tx, std::int64_t unit_id)
{
    return tx.text("SELECT path FROM unit WHERE id = ?1", {unit_id}).value_or("");
}

bool owed_by_blocks(WindowKind kind)
{
    return kind == WindowKind::Covenant || kind == WindowKind::SelfScore ||
           kind == WindowKind::CrossScore;
}

// "SELECT unit ids" of those who owe the work, for ?1 = owner, ?2 = year, ?3 = programme.
std::string sql_debtors(Window const& window, bool owner_is_top)
{
    if (owed_by_blocks(window.kind)) {
        return std::string{"SELECT m.unit_id FROM block_member m JOIN block b ON b.id = m.block_id"
                           " WHERE m.year = ?2 AND (b.owner_unit_id = ?1"} +
               (owner_is_top ? " OR b.owner_unit_id IS NULL)" : ")") + " AND ?3 = ?3";
    }
    if (window.calendar == kSchoolYear)
        return "SELECT unit_id FROM programme_unit WHERE programme_id = ?3 AND ?1 = ?1 AND ?2 = ?2";
    return "SELECT id FROM unit WHERE parent_id = ?1 AND kind NOT IN ('ngoai', 'nhom')"
           " AND id NOT IN (SELECT s.unit_id FROM programme_unit s JOIN programme q"
           " ON q.id = s.programme_id WHERE q.year = ?2 AND q.state = 'issued') AND ?3 = ?3";
}

}  // namespace

std::string_view name_of(WindowKind kind) { return kNames.at(static_cast<std::size_t>(kind)); }

std::optional<WindowKind> window_kind(std::string_view name)
{
    auto const found = std::find(kNames.begin(), kNames.end(), name);
    if (found == kNames.end()) return std::nullopt;
    return kWindowKinds.at(static_cast<std::size_t>(found - kNames.begin()));
}

bool keeps_late(WindowKind kind)
{
    return kind != WindowKind::SelfScore && kind != WindowKind::CrossScore;
}

Timeliness Window::on(Date day_asked) const
{
    if (day_asked < opens) return Timeliness::Early;
    return day_asked <= last_day ? Timeliness::InTime : Timeliness::Late;
}

std::string calendar_of(storage::Transaction& tx, int year, std::int64_t unit_id)
{
    auto const named = tx.integer(
        "SELECT count(*) FROM programme_unit s JOIN programme p ON p.id = s.programme_id"
        " JOIN unit u ON u.id = s.unit_id"
        " WHERE p.year = ?1 AND p.state = 'issued' AND p.calendar = 'school'"
        " AND substr(CAST(?2 AS TEXT), 1, length(u.path)) = u.path",
        {year, path_of(tx, unit_id)});
    return std::string{named.value_or(0) > 0 ? kSchoolYear : kCalendarYear};
}

std::optional<Window> find_window(storage::Transaction& tx,
                                  WindowKind kind,
                                  int year,
                                  std::int64_t unit_id)
{
    auto const path = path_of(tx, unit_id);
    // A block's units sign and score together, whatever calendar each follows in its own work.
    auto const calendar =
        owed_by_blocks(kind) ? std::string{kCalendarYear} : calendar_of(tx, year, unit_id);
    auto window = nearest(tx, kind, year, calendar, path);
    if (window) window->last_day = last_day_for(tx, *window, path);
    return window;
}

std::optional<Window> find_block_window(storage::Transaction& tx,
                                        WindowKind kind,
                                        int year,
                                        std::int64_t block_id)
{
    auto const owner = tx.integer("SELECT owner_unit_id FROM block WHERE id = ?1", {block_id});
    if (owner) return find_window(tx, kind, year, *owner);
    auto const top = top_unit(tx);
    return top ? find_window(tx, kind, year, top->id) : std::nullopt;
}

std::optional<Window> window_of(storage::Transaction& tx,
                                std::int64_t programme_id,
                                WindowKind kind)
{
    auto rows = tx.query(std::string{kSelect} + " WHERE w.programme_id = ?1 AND w.kind = ?2",
                         {programme_id, name_of(kind)});
    if (!rows.next()) return std::nullopt;
    auto window = window_at(rows);
    window.last_day = last_day_for(tx, window, "");
    return window;
}

std::vector<Window> windows_of(storage::Transaction& tx, std::int64_t programme_id)
{
    std::vector<Window> list;
    for (auto const kind : kWindowKinds) {
        if (auto window = window_of(tx, programme_id, kind)) list.push_back(*std::move(window));
    }
    return list;
}

std::vector<Extension> extensions_of(storage::Transaction& tx, std::int64_t window_id)
{
    std::vector<Extension> list;
    for (auto rows = tx.query("SELECT e.unit_id, COALESCE(u.code, ''), COALESCE(u.name, ''),"
                              " e.old_last_day, e.new_last_day, e.reason, e.entered_by,"
                              " e.entered_at FROM window_extension e"
                              " LEFT JOIN unit u ON u.id = e.unit_id WHERE e.window_id = ?1"
                              " ORDER BY e.id",
                              {window_id});
         rows.next();) {
        list.push_back({rows.maybe_integer(0),
                        rows.string(1),
                        rows.string(2),
                        day(rows.text(3)),
                        day(rows.text(4)),
                        rows.string(5),
                        rows.string(6),
                        Instant{rows.integer(7)}});
    }
    return list;
}

void window_done(audit::Act& act, WindowKind kind, int year, std::int64_t unit_id)
{
    auto const window = find_window(act.tx, kind, year, unit_id);
    if (!window) return;
    act.tx.execute("INSERT INTO window_done (window_id, unit_id, done_on, late)"
                   " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (window_id, unit_id) DO NOTHING",
                   {window->id,
                    unit_id,
                    to_iso(act.today()),
                    window->on(act.today()) == Timeliness::Late ? 1 : 0});
    inbox::complete(act, task_key(*window, unit_id));
}

void window_undone(audit::Act& act, WindowKind kind, int year, std::int64_t unit_id)
{
    auto const window = find_window(act.tx, kind, year, unit_id);
    if (!window) return;
    auto const had = act.tx.execute("DELETE FROM window_done WHERE window_id = ?1 AND unit_id = ?2",
                                    {window->id, unit_id});
    if (had == 0) return;
    for (auto const& due : dues_of(act.tx, window->id)) {
        if (due.unit_id == unit_id) give_task(act, *window, due);
    }
}

std::vector<Due> dues_of(storage::Transaction& tx, std::int64_t window_id)
{
    auto found = tx.query(std::string{kSelect} + " WHERE w.id = ?1", {window_id});
    if (!found.next()) return {};
    auto const window = window_at(found);
    auto owner = tx.query(
        "SELECT u.id, u.parent_id FROM programme p JOIN unit u ON u.id = p.owner_unit_id"
        " WHERE p.id = ?1",
        {window.programme_id});
    if (!owner.next()) return {};
    auto const sql = "SELECT u.id, u.code, u.name, u.path, d.done_on, COALESCE(d.late, 0) FROM unit"
                     " u LEFT JOIN window_done d ON d.unit_id = u.id AND d.window_id = ?4"
                     " WHERE u.id IN (" +
                     sql_debtors(window, owner.is_null(1)) +
                     ") AND u.valid_to IS NULL ORDER BY u.code_key, u.id";
    std::vector<Due> list;
    for (auto rows = tx.query(
             sql, {owner.integer(0), window.year, window.programme_id, window.id});
         rows.next();) {
        list.push_back({.unit_id = rows.integer(0),
                        .code = rows.string(1),
                        .name = rows.string(2),
                        .path = rows.string(3),
                        .done_on = organisation::date_at(rows, 4),
                        .late = rows.boolean(5)});
    }
    for (auto& due : list) due.last_day = last_day_for(tx, window, due.path);
    return list;
}

}  // namespace thidua::programme
