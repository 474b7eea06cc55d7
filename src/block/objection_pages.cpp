// What a unit says to its score: explanations before the meeting, appeals after the result is
// shown.
#include "block/documents.h"
#include "block/explanation.h"
#include "block/outcome_acts.h"
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/sight.h"
#include "block/typed.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

// What each scorer gave and why. The unit itself is not told which of them said what, nor by the
// order they stand in: from the highest down.
json::array scores_given(Round const& round,
                         Sheet const& sheet,
                         Sight const& sight,
                         std::string const& criterion)
{
    struct Given {
        std::string scorer;
        Content const* content;
    };
    std::vector<Given> list;
    for (auto const& [key, cell] : sheet.cells) {
        if (key.column != Column::Cross || key.criterion != criterion || cell.content.empty())
            continue;
        auto const* scorer = round.member(key.scorer_id);
        if (scorer == nullptr) continue;
        bool const named = sight.works() || sight.owns(key.scorer_id);
        list.push_back({named ? scorer->name : std::string{}, &cell.content});
    }
    std::sort(list.begin(), list.end(), [](Given const& a, Given const& b) {
        return std::tie(b.content->points, a.content->reason, a.scorer) <
               std::tie(a.content->points, b.content->reason, b.scorer);
    });
    json::array rows;
    for (auto const& each : list) {
        rows.push_back(json::object{{"scorer", each.scorer},
                                    {"points", number_or_null(each.content->points)},
                                    {"not_applicable", each.content->not_applicable},
                                    {"reason", each.content->reason}});
    }
    return rows;
}

json::array gap_rows(Context const& ctx,
                     scoring::Scale const& scale,
                     std::vector<Gap> const& list,
                     std::map<std::string, Explanation> const& said)
{
    json::array rows;
    for (auto const& gap : list) {
        auto const found = said.find(gap.criterion);
        auto const* own = found == said.end() ? nullptr : &found->second;
        auto row = criterion_document(*scale.criterion(gap.criterion));
        row["self"] = number_of(gap.self);
        row["cross"] = number_of(gap.cross);
        std::string answer = own == nullptr ? "" : own->accepts ? "accept" : "explain";
        std::string text = own == nullptr ? "" : own->text;
        if (auto const typed_answer = ctx.form().find("e." + gap.criterion)) answer = *typed_answer;
        if (auto const typed_text = ctx.form().find("t." + gap.criterion)) text = *typed_text;
        row["fields"] =
            json::object{{"answer", "e." + gap.criterion}, {"text", "t." + gap.criterion}};
        row["answer"] = answer;
        row["text"] = text;
        row["version"] = own == nullptr ? 0 : own->version;
        row["by"] = own == nullptr ? "" : own->by;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<Answer> show_explain(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        auto const sheet = find_sheet(tx, *round, ctx.param("unit"));
        if (!sheet || !sees_column(*round, sight, sheet->unit.unit_id, Column::Cross, false))
            return not_found();
        auto const scale = scale_by_id(tx, round->scale_id).value().read();
        auto const score = TD_TRY(scoring::score(scale, sheet->for_engine(*round, Column::Cross)));
        bool const in_time = !round->closes_on || ctx.today() <= *round->closes_on;
        bool const writes = ctx.actor.may(Permission::SignForUnit, sheet->unit.path) &&
                            round->state == State::Explain && in_time;
        auto rows = gap_rows(ctx, scale, gaps(score, round->threshold), explanations_of(tx, sheet->id));
        for (auto& row : rows) {
            std::string const code{row.at("code").as_string()};
            row.as_object()["scores"] = scores_given(*round, *sheet, sight, code);
        }
        return http::page(
            "block/explain",
            "block.explain.one",
            {{"round", round_document(*round)},
             {"unit", member_document(sheet->unit)},
             {"may_write", writes},
             {"gaps", std::move(rows)},
             {"answers", answers_document(tx, *round, sight)}},
            round_crumbs(*round, &sheet->unit));
    });
}

Result<Answer> post_explain(Context& ctx)
{
    SaveExplanations command{ctx.param("ref"), ctx.param("unit"), {}};
    for (auto const& [name, value] : ctx.form().pairs()) {
        if (!name.starts_with("ver.")) continue;
        auto const code = name.substr(4);
        command.entries.push_back({code,
                                   ctx.form().text("e." + code),
                                   ctx.form().text("t." + code),
                                   ctx.form().integer(name).value_or(0)});
    }
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(save_explanations(act, command));
        return http::done(
            unit_page(command.round, command.unit) + "/explain", "block.explain.saved", {});
    });
}

// What was typed in answer to it, when the form is drawn again.
std::string typed_answer(Context const& ctx, Appeal const& appeal)
{
    auto const asked = ctx.params.find("appeal");
    bool const this_one = asked != ctx.params.end() && asked->second == appeal.ref;
    return this_one ? ctx.form().lines("answer") : std::string{};
}

Result<Answer> show_appeals(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(open_ranked(tx, ctx));
        json::array rows, units;
        for (auto const& appeal : appeals_of(tx, round)) {
            if (!sight.works() && !sight.owns(appeal.unit.unit_id)) continue;
            rows.push_back(json::object{{"ref", appeal.ref},
                                        {"unit", appeal.unit.name},
                                        {"code", appeal.unit.code},
                                        {"text", appeal.text},
                                        {"by", appeal.by},
                                        {"at", to_iso(Instant{appeal.at})},
                                        {"state", appeal.state},
                                        {"answer", appeal.answer},
                                        {"answered_by", appeal.answered_by},
                                        {"typed", typed_answer(ctx, appeal)},
                                        {"version", appeal.version}});
        }
        bool const in_time = !round.appeals_until || ctx.today() <= *round.appeals_until;
        if (round.state == State::Shown && in_time) {
            for (auto const& member : round.members) {
                if (ctx.actor.may(Permission::SignForUnit, member.path))
                    units.push_back(member_document(member));
            }
        }
        return http::page("block/appeals",
                          "block.appeal.list",
                          {{"round", round_document(round)},
                           {"appeals", std::move(rows)},
                           {"units", std::move(units)},
                           {"may_answer", sight.office && round.state == State::Shown},
                           {"values", json::object{}}},
                          round_crumbs(round));
    });
}

Result<Answer> post_appeal(Context& ctx)
{
    MakeAppeal const command{ctx.param("ref"), ctx.form().text("unit"), ctx.form().lines("text")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(make_appeal(act, command));
        return http::done(round_page(command.round) + "/appeals", "block.appeal.made", {});
    });
}

Result<Answer> post_answer(Context& ctx)
{
    AnswerAppeal const command{ctx.param("ref"),
                               ctx.param("appeal"),
                               ctx.form().text("outcome") == "upheld",
                               ctx.form().lines("answer"),
                               version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(answer_appeal(act, command));
        return http::done(round_page(command.round) + "/appeals", "block.appeal.answered", {});
    });
}

}  // namespace

void add_objection_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}";
    routes.get(one + "/units/{unit}/explain", door, "block.explain.one", show_explain);
    routes.post(one + "/units/{unit}/explain", door, post_explain)
        .form(one + "/units/{unit}/explain");
    routes.get(one + "/appeals", door, "block.appeal.list", show_appeals);
    routes.post(one + "/appeals", door, post_appeal).form(one + "/appeals");
    routes.post(one + "/appeals/{appeal}", door, post_answer).form(one + "/appeals");
}

}  // namespace thidua::block
