// From the explanations to the published ranking.
#include "block/documents.h"
#include "block/explanation.h"
#include "block/outcome_acts.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "block/sight.h"
#include "block/typed.h"
#include "block/votes.h"
#include "register/catalogue.h"

#include <algorithm>
#include <set>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

std::vector<http::Crumb> crumbs(Round const& round)
{
    return {{"/scoring", "block.round.list"},
            {"/scoring/" + round.ref, "", round.block_name + " " + round.year_text()}};
}

std::int64_t version_in(Context const& ctx) { return ctx.form().integer("version").value_or(0); }

// A round whose ranking the actor may see.
Result<std::pair<Round, Sight>> ranked(storage::Transaction& tx, Context const& ctx)
{
    auto round = find_round(tx, ctx.param("ref"));
    if (!round) return not_found();
    auto const sight = sight_of(ctx.actor, *round);
    if (!sees_ranking(*round, sight)) return not_found();
    return std::pair{std::move(*round), sight};
}

// ---- explanations

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
        auto trail = crumbs(*round);
        trail.push_back(
            {"/scoring/" + round->ref + "/units/" + sheet->unit.code, "", sheet->unit.name});
        return http::page(
            "block/explain",
            "block.explain.one",
            {{"round", round_document(*round)},
             {"unit", member_document(sheet->unit)},
             {"may_write", writes},
             {"gaps",
              gap_rows(ctx, scale, gaps(score, round->threshold), explanations_of(tx, sheet->id))}},
            std::move(trail));
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
        return http::done("/scoring/" + command.round + "/units/" +
                              http::percent_encode(command.unit) + "/explain",
                          "block.explain.saved",
                          {});
    });
}

// ---- the ranking

json::value place_or_null(int place)
{
    return place == 0 ? json::value(nullptr) : json::value(place);
}

json::array moves_document(Round const& round, std::vector<Move> const& list)
{
    json::array rows;
    for (auto const& each : list) {
        auto const* unit = round.member(each.unit);
        rows.push_back(json::object{{"code", each.unit},
                                    {"name", unit == nullptr ? each.unit : unit->name},
                                    {"from", place_or_null(each.from)},
                                    {"to", place_or_null(each.to)}});
    }
    return rows;
}

// What stands now: the newest fixed places, else what the sheets say.
struct Standing {
    std::string column;  // block, verified, decided, corrected, computed
    std::vector<scoring::Place> places;
};
Standing standing_of(storage::Transaction& tx, Round const& round, Outcome const& outcome)
{
    std::vector<std::string> order;
    if (round.state >= State::Decided) order = {"corrected", "decided"};
    if (round.state == State::Verified) order = {"decided", "verified"};
    if (round.state == State::Voted) order = {"block"};
    for (auto const& column : order) {
        auto places = fixed_places(tx, round, column);
        if (!places.empty()) return {column, std::move(places)};
    }
    return {"computed", outcome.block};
}

Column column_of(Round const& round)
{
    return round.state >= State::Verified ? Column::Verified : Column::Block;
}

json::array proposals_document(storage::Transaction& tx,
                               Round const& round,
                               std::vector<scoring::Place> const& places)
{
    auto const level =
        tx.text("SELECT level FROM block WHERE id = ?1", {round.block_id}).value_or("");
    auto list = kept_proposals(tx, round);
    if (round.state != State::Published) list = proposals_for(quotas(tx, level), places);
    json::array rows;
    for (auto const& each : list) {
        auto const* unit = round.member(each.unit);
        rows.push_back(json::object{{"unit", unit == nullptr ? each.unit : unit->name},
                                    {"code", each.unit},
                                    {"award", award_name(tx, each.award)},
                                    {"place", each.place}});
    }
    return rows;
}

json::array group_codes(scoring::Scale const& scale)
{
    json::array list;
    for (auto const& group : scale.groups)
        list.push_back(json::object{{"code", group.code}, {"name", group.name}});
    return list;
}

bool any_tied(std::vector<scoring::Place> const& places)
{
    return std::any_of(
        places.begin(), places.end(), [](scoring::Place const& each) { return each.tied; });
}

// What a fresh computation says otherwise than what is frozen.
json::array recomputed(storage::Transaction& tx, Round const& round, Outcome const& outcome)
{
    return moves_document(round, moves(fixed_places(tx, round, "verified"), outcome.verified));
}

json::object ranking_document(storage::Transaction& tx, Round const& round, Sight const& sight)
{
    auto const own = current_outcome(tx, round);
    json::object document{
        {"round", round_document(round)}, {"block", round.block_name}, {"year", round.year_text()}};
    if (!own) {
        document["problem"] = own.error().problems.front().key;
        return document;
    }
    auto const standing = standing_of(tx, round, *own);
    auto const before = fixed_places(tx, round, "block");
    auto const after = fixed_places(tx, round, "verified");
    bool const both = round.state >= State::Verified && !before.empty() && !after.empty();
    document["column"] = standing.column;
    document["places"] = places_document(round, *own, standing.places, column_of(round));
    document["groups"] = group_codes(*own->scale);
    document["group_count"] = static_cast<int>(own->scale->groups.size());
    document["tied"] = any_tied(standing.places);
    document["proposals"] = proposals_document(tx, round, standing.places);
    if (both) {
        document["moved"] = moves_document(round, moves(before, after));
        document["before"] = places_document(round, *own, before, Column::Block);
        document["after"] = places_document(round, *own, after, Column::Verified);
    }
    if (round.state >= State::Decided) {
        document["recomputed"] = recomputed(tx, round, *own);
        document["frozen"] = true;
    }
    document["may_resolve"] = sight.council && round.state == State::Verified;
    document["may_correct"] = sight.council && round.state == State::Shown;
    document["may_vote"] = sight.lead.any() && round.state == State::Meeting;
    document["works"] = sight.works();
    document["values"] = json::object{};
    return document;
}

Result<Answer> show_ranking(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(ranked(tx, ctx));
        return http::page(
            "block/ranking", "block.ranking.of", ranking_document(tx, round, sight), crumbs(round));
    });
}

std::vector<std::pair<std::string, std::string>> by_unit(http::Values const& form,
                                                         std::string_view prefix)
{
    std::vector<std::pair<std::string, std::string>> list;
    for (auto const& [name, value] : form.pairs()) {
        if (name.starts_with(prefix)) list.emplace_back(name.substr(prefix.size()), value);
    }
    return list;
}

Result<Answer> post_resolve(Context& ctx)
{
    Resolve const command{ctx.param("ref"),
                          ctx.form().text("reason"),
                          ctx.form().text("paper"),
                          by_unit(ctx.form(), "place."),
                          version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(resolve(act, command));
        return http::done("/scoring/" + command.round + "/ranking", "block.ranking.resolved", {});
    });
}

Result<Answer> show_votes(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(ranked(tx, ctx));
        if (!sight.works()) return not_found();
        json::array rows;
        std::string paper;
        for (auto const& sheet : sheets_of(tx, round)) {
            auto row = member_document(sheet.unit);
            auto const typed_now = ctx.form().find("votes." + sheet.unit.code);
            row["votes"] = typed_now     ? std::string{*typed_now}
                           : sheet.votes ? std::to_string(*sheet.votes)
                                         : std::string{};
            if (!sheet.votes_from.empty()) paper = sheet.votes_from;
            rows.push_back(std::move(row));
        }
        json::array ballots;
        for (auto const& session : counted_ballots(tx, ctx.actor, round))
            ballots.push_back(json::object{{"ref", session.ref}, {"title", session.title}});
        return http::page("block/votes",
                          "block.votes.one",
                          {{"round", round_document(round)},
                           {"units", std::move(rows)},
                           {"ballots", std::move(ballots)},
                           {"may_write", sight.lead.any() && round.state == State::Meeting},
                           {"values", {{"paper", paper}}}},
                          crumbs(round));
    });
}

Result<Answer> post_votes(Context& ctx)
{
    RecordVotes const command{
        ctx.param("ref"), ctx.form().text("paper"), by_unit(ctx.form(), "votes."), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(record_votes(act, command));
        return http::done("/scoring/" + command.round + "/ranking", "block.votes.saved", {});
    });
}

Result<Answer> post_take_votes(Context& ctx)
{
    TakeVotes const command{ctx.param("ref"), ctx.form().text("session"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(take_votes(act, command));
        return http::done("/scoring/" + command.round + "/ranking", "block.votes.saved", {});
    });
}

// ---- what if: another scale over the same sheets; nothing is kept

Result<Answer> show_what_if(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(ranked(tx, ctx));
        if (!sight.works()) return not_found();
        json::array choices;
        for (auto const& scale : scales(tx)) {
            if (scale.id == round.scale_id) continue;
            choices.push_back(scale_document(scale));
        }
        json::object document{{"round", round_document(round)},
                              {"choices", std::move(choices)},
                              {"values", {{"scale", ctx.query().text("scale")}}}};
        auto const other = find_scale(tx, ctx.query().text("scale"));
        if (other) {
            auto const sheets = sheets_of(tx, round);
            auto const own = TD_TRY(current_outcome(tx, round));
            auto const tried = outcome_of(other->read(), round, sheets);
            if (!tried) return bad_input("block.error.what-if", {{"name", other->name}}, "scale");
            auto const column = column_of(round);
            bool const after = column == Column::Verified;
            auto const& now = after ? own.verified : own.block;
            auto const& then = after ? tried->verified : tried->block;
            document["tried"] = scale_document(*other);
            document["now"] = places_document(round, own, now, column);
            document["then"] = places_document(round, *tried, then, column);
            document["moved"] = moves_document(round, moves(now, then));
        }
        return http::page("block/what-if", "block.what-if.one", std::move(document), crumbs(round));
    });
}

// ---- appeals

Result<Answer> show_appeals(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(ranked(tx, ctx));
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
                          crumbs(round));
    });
}

Result<Answer> post_appeal(Context& ctx)
{
    MakeAppeal const command{ctx.param("ref"), ctx.form().text("unit"), ctx.form().lines("text")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(make_appeal(act, command));
        return http::done("/scoring/" + command.round + "/appeals", "block.appeal.made", {});
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
        return http::done("/scoring/" + command.round + "/appeals", "block.appeal.answered", {});
    });
}

// ---- quotas of proposals

Result<Answer> show_quotas(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        json::array rows, awards;
        for (auto const& quota : quotas(tx)) {
            rows.push_back(json::object{{"level", quota.level},
                                        {"award", quota.award},
                                        {"name", award_name(tx, quota.award)},
                                        {"count", quota.count},
                                        {"ordinal", quota.ordinal},
                                        {"version", quota.version}});
        }
        for (auto const& type : registry::award_types(tx)) {
            if (type.subject != "person")
                awards.push_back(json::object{{"code", type.code}, {"name", type.name_vi}});
        }
        return http::page("block/quotas",
                          "block.quota.list",
                          {{"quotas", std::move(rows)},
                           {"awards", std::move(awards)},
                           {"levels", {"ban", "cap-2", "bo"}},
                           {"may_write", ctx.actor.may(Permission::PlanYear)},
                           {"values", {{"level", "ban"}, {"count", "1"}, {"ordinal", "1"}}}},
                          {{"/scoring", "block.round.list"}});
    });
}

Result<Answer> post_quota(Context& ctx)
{
    auto const& form = ctx.form();
    SetQuota const command{form.text("level"),
                           form.text("award"),
                           form.text("count"),
                           form.text("ordinal"),
                           version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_quota(act, command));
        return http::done("/scoring/quotas", "block.quota.saved", {});
    });
}

}  // namespace

void add_outcome_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}";
    routes.get(one + "/units/{unit}/explain", door, "block.explain.one", show_explain);
    routes.post(one + "/units/{unit}/explain", door, post_explain)
        .form(one + "/units/{unit}/explain");
    routes.get(one + "/ranking", door, "block.ranking.of", show_ranking);
    routes.post(one + "/resolve", door, post_resolve).form(one + "/ranking");
    routes.get(one + "/votes", door, "block.votes.one", show_votes);
    routes.post(one + "/votes", door, post_votes).form(one + "/votes");
    routes.post(one + "/votes/take", door, post_take_votes).form(one + "/votes");
    routes.get(one + "/what-if", door, "block.what-if.one", show_what_if);
    routes.get(one + "/appeals", door, "block.appeal.list", show_appeals);
    routes.post(one + "/appeals", door, post_appeal).form(one + "/appeals");
    routes.post(one + "/appeals/{appeal}", door, post_answer).form(one + "/appeals");
    routes.get("/scoring/quotas", door, "block.quota.list", show_quotas);
    routes.post("/scoring/quotas", door, post_quota).form("/scoring/quotas");
}

}  // namespace thidua::block
