// Acts on a whole sheet: sending it, working out what the system knows.
#include "block/sheet_store.h"
#include "block/sight.h"
#include "block/tasks.h"
#include "inbox/inbox.h"
#include "programme/window_tasks.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using scoring::Column;

// Criteria of tasks that nobody has scored, by code.
std::string open_criteria(scoring::Scale const& scale,
                          Sheet const& sheet,
                          Column column,
                          std::int64_t scorer_id,
                          std::map<std::string, StoredFigure> const& figures)
{
    std::string open;
    for (auto const& group : scale.groups) {
        if (group.kind != scoring::GroupKind::Task) continue;
        for (auto const& criterion : group.criteria) {
            if (figures.contains(criterion.code)) continue;
            auto const* cell = sheet.cell({column, scorer_id, criterion.code});
            if (cell == nullptr || cell->content.empty())
                open += (open.empty() ? "" : ", ") + criterion.code;
        }
    }
    return open;
}

Result<void> check_time(audit::Act const& act, Round const& round, State stage, std::string key)
{
    if (round.state != stage) return failure(Kind::Refused, std::move(key));
    if (round.closes_on && act.today() > *round.closes_on)
        return failure(
            Kind::Refused, "block.error.window", {{"day", to_vietnamese(*round.closes_on)}});
    return {};
}

void leave_line(audit::Act& act,
                std::string_view what,
                Round const& round,
                Sheet const& sheet,
                std::string_view path,
                json::object const& after)
{
    auto const subject = "score-sheet:" + round.ref + ":" + sheet.unit.code;
    audit::record(act, {.what = what, .subject = subject, .after = &after, .unit_path = path});
}

Result<void> send_own(audit::Act& act, Round const& round, Sheet const& sheet, bool take_back)
{
    if (!act.actor.may(Permission::WriteScores, sheet.unit.path)) return not_found();
    TD_CHECK(check_time(act, round, State::Self, "block.error.not-now-self"));
    auto const scale = scale_by_id(act.tx, round.scale_id).value().read();
    auto const figures = figures_of(act.tx, sheet.id);
    auto const open = open_criteria(scale, sheet, Column::Self, 0, figures);
    if (!take_back && !open.empty())
        return failure(Kind::Refused, "block.error.open-cells", {{"criteria", open}});
    auto const at = take_back ? std::nullopt : std::optional{act.now.seconds};
    act.tx.execute(
        "UPDATE score_sheet SET sent_at = ?2, sent_by = ?3, version = version + 1 WHERE "
        "id = ?1",
        {sheet.id, at, take_back ? std::string{} : act.actor.name});
    auto const task = self_task(round, sheet.unit);
    if (take_back)
        assign_self(act, round, sheet.unit);
    else
        inbox::complete(act, task);
    settle_self_window(act, round, sheet.unit, !take_back);
    leave_line(act,
               take_back ? "block.sheet.take-back" : "block.sheet.send",
               round,
               sheet,
               sheet.unit.path,
               {{"unit", sheet.unit.code}});
    return {};
}

Result<void> send_cross(audit::Act& act,
                        Round const& round,
                        Sheet const& sheet,
                        SendSheet const& command)
{
    auto const* scorer = round.member(command.scorer);
    if (scorer == nullptr || !act.actor.may(Permission::WriteScores, scorer->path))
        return not_found();
    auto const scorers = scorers_of(act.tx, round, sheet.id);
    if (std::none_of(scorers.begin(), scorers.end(), [&](Scorer const& each) {
            return each.unit.unit_id == scorer->unit_id;
        }))
        return not_found();
    TD_CHECK(check_time(act, round, State::Cross, "block.error.not-now-cross"));
    auto const scale = scale_by_id(act.tx, round.scale_id).value().read();
    auto const open =
        open_criteria(scale, sheet, Column::Cross, scorer->unit_id, figures_of(act.tx, sheet.id));
    if (!command.take_back && !open.empty())
        return failure(Kind::Refused, "block.error.open-cells", {{"criteria", open}});
    auto const at = command.take_back ? std::nullopt : std::optional{act.now.seconds};
    act.tx.execute(
        "UPDATE score_cross SET sent_at = ?3, sent_by = ?4 WHERE sheet_id = ?1 AND scorer_id = ?2",
        {sheet.id, scorer->unit_id, at, command.take_back ? std::string{} : act.actor.name});
    if (command.take_back)
        assign_cross(act, round, sheet.unit, *scorer);
    else
        inbox::complete(act, cross_task(round, sheet.unit, *scorer));
    settle_cross_window(act, round, *scorer);
    leave_line(act,
               command.take_back ? "block.cross.take-back" : "block.cross.send",
               round,
               sheet,
               scorer->path,
               {{"unit", sheet.unit.code}, {"scorer", scorer->code}});
    return {};
}

void settle_window(
    audit::Act& act, Round const& round, programme::WindowKind kind, Member const& unit, bool done)
{
    if (round.period != "year") return;
    if (done)
        programme::window_done(act, kind, round.year, unit.unit_id);
    else
        programme::window_undone(act, kind, round.year, unit.unit_id);
}

// The year's own round is the work the year's window asks for: one task is enough.
void give(audit::Act& act,
          Round const& round,
          programme::WindowKind kind,
          Member const& unit,
          inbox::Message const& task)
{
    inbox::assign(act, task);
    if (round.period == "year")
        programme::window_work_given(
            act, kind, round.year, unit.unit_id, task.dedup, programme::LastDay::OfTask);
}

json::array rows_document(Figure const& figure)
{
    json::array rows;
    for (auto const& row : figure.rows) {
        json::object args;
        for (auto const& [name, value] : row.args) args[name] = value;
        rows.push_back(json::object{{"key", row.key},
                                    {"args", std::move(args)},
                                    {"link", row.link},
                                    {"counts", row.counts}});
    }
    return rows;
}

void keep_figure(audit::Act& act,
                 Sheet const& sheet,
                 scoring::Criterion const& criterion,
                 Figure const& figure)
{
    act.tx.execute(
        "INSERT INTO score_figure (sheet_id, criterion, source, value, rows, at) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sheet_id, criterion) DO UPDATE SET "
        "source = excluded.source, value = excluded.value, rows = excluded.rows, at = "
        "excluded.at",
        {sheet.id,
         criterion.code,
         criterion.source,
         figure.value,
         json::serialize(rows_document(figure)),
         act.now.seconds});
    CellKey key{Column::Self, 0, criterion.code};
    auto const* present = sheet.cell(key);
    Content const content{.value = figure.value};
    if (present != nullptr && present->content == content) return;
    put_cell(act, sheet.id, key, {content, present == nullptr ? 1 : present->version + 1, "", 0});
}

}  // namespace

std::string self_task(Round const& round, Member const& unit)
{
    return "block:self:" + round.ref + ":" + unit.code;
}

std::string cross_task(Round const& round, Member const& unit, Member const& scorer)
{
    return "block:cross:" + round.ref + ":" + unit.code + ":" + scorer.code;
}

void assign_self(audit::Act& act, Round const& round, Member const& unit)
{
    give(act,
         round,
         programme::WindowKind::SelfScore,
         unit,
         {.to = {.permission = Permission::WriteScores, .unit_path = unit.path},
          .dedup = self_task(round, unit),
          .sentence = "block.task.self",
          .args = {{"block", round.block_name}, {"year", round.year_text()}},
          .link = "/scoring/" + round.ref + "/units/" + unit.code + "/self",
          .deadline = round.closes_on});
}

void assign_cross(audit::Act& act, Round const& round, Member const& unit, Member const& scorer)
{
    give(act,
         round,
         programme::WindowKind::CrossScore,
         scorer,
         {.to = {.permission = Permission::WriteScores, .unit_path = scorer.path},
          .dedup = cross_task(round, unit, scorer),
          .sentence = "block.task.cross",
          .args = {{"unit", unit.name}, {"year", round.year_text()}},
          .link =
              "/scoring/" + round.ref + "/units/" + unit.code + "/cross?scorer=" + scorer.code,
          .deadline = round.closes_on});
}

void settle_self_window(audit::Act& act, Round const& round, Member const& unit, bool sent)
{
    settle_window(act, round, programme::WindowKind::SelfScore, unit, sent);
}

void settle_cross_window(audit::Act& act, Round const& round, Member const& scorer)
{
    auto const left = act.tx.integer(
        "SELECT count(*) FROM score_cross c JOIN score_sheet s ON s.id = c.sheet_id WHERE "
        "s.round_id = ?1 AND c.scorer_id = ?2 AND c.sent_at IS NULL",
        {round.id, scorer.unit_id});
    settle_window(act, round, programme::WindowKind::CrossScore, scorer, left.value_or(0) == 0);
}

Result<void> send_sheet(audit::Act& act, SendSheet const& command)
{
    auto const round = find_round(act.tx, command.round);
    if (!round || !sees(*round, sight_of(act.actor, *round))) return not_found();
    auto const sheet = find_sheet(act.tx, *round, command.unit);
    if (!sheet) return not_found();
    if (command.scorer.empty()) return send_own(act, *round, *sheet, command.take_back);
    return send_cross(act, *round, *sheet, command);
}

void refresh_figures(audit::Act& act,
                     Round const& round,
                     Sheet const& sheet,
                     scoring::Scale const& scale,
                     FigureSources const& sources)
{
    FigureQuestion const question{sheet.unit.unit_id,
                                  sheet.unit.code,
                                  sheet.unit.path,
                                  round.block_id,
                                  round.year,
                                  round.calendar,
                                  round.period,
                                  act.today()};
    for (auto const& group : scale.groups) {
        for (auto const& criterion : group.criteria) {
            auto const source = sources.find(criterion.source);
            if (criterion.source.empty() || source == sources.end()) continue;
            if (auto const figure = source->second(act.tx, question))
                keep_figure(act, sheet, criterion, *figure);
        }
    }
}

}  // namespace thidua::block
