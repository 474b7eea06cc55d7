// Giving targets to units and people in one act: who and how, then every figure to be looked at.
#include "base/text.h"
#include "movement/documents.h"
#include "movement/pages.h"
#include "movement/parts.h"
#include "movement/store.h"
#include "movement/target_documents.h"

#include <algorithm>

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;

constexpr std::string_view kCell = "wanted-";

Result<Answer> show_spread(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        json::array targets, chosen;
        for (auto const& target : targets_of(tx, movement->id)) {
            targets.push_back(describe(target));
            chosen.push_back(json::value(target.ref));
        }
        json::object document{{"movement", describe(*movement)},
                              {"code", movement->code},
                              {"name", movement->text.name},
                              {"targets", std::move(targets)},
                              {"splits", {"same", "headcount", "pasted"}}};
        document["values"] = json::object{{"targets", std::move(chosen)},
                                          {"split", "same"},
                                          {"subjects", codes_below(tx, movement->owner, "\n")}};
        auto crumbs = crumbs_to(*movement);
        crumbs.push_back({"/movements/" + movement->ref + "/targets", "movement.targets"});
        return http::page(
            "movement/spread", "movement.spread", std::move(document), std::move(crumbs));
    });
}

// Codes parted by line ends, ';' or ','; of a line with tabs what stands before the first.
std::vector<std::string> codes_in(std::string const& text)
{
    std::vector<std::string> found;
    for (auto const line : split(text, '\n')) {
        std::string codes{line.substr(0, line.find('\t'))};
        std::replace_if(
            codes.begin(), codes.end(), [](char c) { return c == ';' || c == ','; }, ' ');
        for (auto const code : split(codes, ' ')) {
            auto const known = std::find(found.begin(), found.end(), trim(code)) != found.end();
            if (!trim(code).empty() && !known) found.emplace_back(trim(code));
        }
    }
    return found;
}

// A line a subject: its code, then a figure for each target, parted by tabs.
Result<std::vector<Cell>> pasted_cells(std::vector<std::string> const& targets,
                                       std::string const& text)
{
    std::vector<Cell> cells;
    Complaints wrong;
    int row = 0;
    for (auto const line : split(text, '\n')) {
        ++row;
        if (trim(line).empty()) continue;
        auto const parts = split(line, '\t');
        bool good = parts.size() == targets.size() + 1;
        for (std::size_t i = 1; good && i < parts.size(); ++i) {
            auto const value = parse_figure(parts[i]);
            good = value.has_value();
            if (good) cells.push_back({targets[i - 1], tidy(parts[0]), *value});
        }
        if (!good)
            wrong.add("movement.error.pasted",
                      "subjects",
                      {{"row", std::to_string(row)}, {"count", std::to_string(targets.size())}});
    }
    TD_CHECK(wrong.check());
    return cells;
}

Result<std::vector<Cell>> planned(Act& act, Context& ctx, Movement const& movement)
{
    auto const targets = ctx.form().all("targets");
    auto const text = ctx.form().lines("subjects");
    auto const way = ctx.form().text("split");
    auto const split_by = way == "headcount" ? Split::ByHeadcount : Split::Same;
    auto cells = TD_TRY(plan_spread(act, movement, targets, codes_in(text), split_by));
    if (way == "pasted") cells = TD_TRY(pasted_cells(targets, text));
    return cells;
}

json::array preview_rows(storage::Transaction& tx,
                         std::vector<std::string> const& targets,
                         std::vector<Cell> const& cells)
{
    json::array rows;
    std::vector<std::string> subjects;
    for (auto const& cell : cells) {
        if (std::find(subjects.begin(), subjects.end(), cell.subject) == subjects.end())
            subjects.push_back(cell.subject);
    }
    for (auto const& code : subjects) {
        auto const subject = organisation::find_subject(tx, code);
        json::array figures;
        for (auto const& target : targets) {
            for (auto const& cell : cells) {
                if (cell.subject != code || cell.target != target) continue;
                figures.push_back(json::object{
                    {"field", std::string{kCell} + target + '-' + code},
                    {"wanted", figure_text(cell.wanted)}});
            }
        }
        rows.push_back(json::object{{"subject", code},
                                    {"subject_name", subject ? subject->name : code},
                                    {"figures", std::move(figures)}});
    }
    return rows;
}

Result<Answer> preview(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const movement = find_movement(tx, ctx.actor, ctx.param("ref"));
        if (!movement) return not_found();
        if (!ctx.actor.may(Permission::WriteMovements, movement->owner.path)) return denied();
        auto act = ctx.act(tx);
        auto const cells = TD_TRY(planned(act, ctx, *movement));
        auto const chosen = ctx.form().all("targets");
        json::array targets;
        for (auto const& ref : chosen) {
            if (auto const target = find_target(tx, movement->id, ref))
                targets.push_back(describe(*target));
        }
        json::object document{{"movement", describe(*movement)},
                              {"code", movement->code},
                              {"name", movement->text.name},
                              {"targets", std::move(targets)},
                              {"subjects", ctx.form().lines("subjects")},
                              {"split", ctx.form().text("split")},
                              {"total", std::ssize(cells)}};
        document["rows"] = preview_rows(tx, chosen, cells);
        auto crumbs = crumbs_to(*movement);
        crumbs.push_back({"/movements/" + movement->ref + "/targets", "movement.targets"});
        return http::page("movement/spread-preview",
                          "movement.spread-preview",
                          std::move(document),
                          std::move(crumbs));
    });
}

Result<Answer> post_spread(Context& ctx)
{
    SpreadTargets command;
    command.ref = ctx.param("ref");
    command.version = ctx.form().integer("version").value_or(0);
    Complaints wrong;
    for (auto const& [name, value] : ctx.form().pairs()) {
        if (!name.starts_with(kCell)) continue;
        auto const dash = name.find('-', kCell.size());
        if (dash == std::string::npos || tidy(value).empty()) continue;
        auto const subject = name.substr(dash + 1);
        auto const wanted = parse_figure(value);
        if (!wanted) {
            wrong.add("movement.error.figure-of", "subjects", {{"code", subject}, {"value", value}});
            continue;
        }
        command.cells.push_back(
            {name.substr(kCell.size(), dash - kCell.size()), subject, *wanted});
    }
    TD_CHECK(wrong.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_TRY(spread_targets(act, command));
        return http::done("/movements/" + command.ref + "/targets", "movement.done.spread");
    });
}

}  // namespace

void add_spread_pages(http::Router& routes)
{
    auto const write = Permission::WriteMovements;
    std::string const one = "/movements/{ref}/spread";
    routes.get(one, write, "movement.spread", show_spread);
    routes.post(one + "/preview", write, preview).form(one);
    routes.post(one, write, post_spread).form(one);
}

}  // namespace thidua::movement
