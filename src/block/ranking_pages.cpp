// The ranking: as it stands, both ways, what parts equals, what another scale would say.
#include "block/documents.h"
#include "block/outcome_acts.h"
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "block/sight.h"
#include "block/typed.h"
#include "block/votes.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

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
    auto const level = level_of(tx, round.block_id);
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
        auto const moved = moves(before, after);
        document["moved"] = moves_document(round, moved);
        document["is_moved"] = !moved.empty();
        document["is_kept"] = moved.empty();
        document["before"] = places_document(round, *own, before, Column::Block);
        document["after"] = places_document(round, *own, after, Column::Verified);
    }
    if (round.state >= State::Decided) {
        document["recomputed"] = recomputed(tx, round, *own);
        document["frozen"] = true;
    }
    // Nothing to resolve: the form is there, but folded.
    document["resolve_open"] = round.state == State::Shown || any_tied(standing.places) ||
                               (both && !moves(before, after).empty());
    document["may_resolve"] = sight.council && round.state == State::Verified;
    document["may_correct"] = sight.council && round.state == State::Shown;
    document["may_vote"] = sight.lead.any() && round.state == State::Meeting;
    document["works"] = sight.works();
    document["values"] = json::object{};
    return document;
}

// Places as the Council's form shows them when it is drawn again.
void keep_typed(Context const& ctx, json::object& document)
{
    auto* const places = document.if_contains("places");
    if (places == nullptr) return;
    for (auto& each : places->as_array()) {
        auto& row = each.as_object();
        auto const field = "place." + std::string{row.at("code").as_string()};
        row["input"] = field;
        row["typed"] = ctx.form().text(field);
    }
}

Result<Answer> show_ranking(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(open_ranked(tx, ctx));
        auto document = ranking_document(tx, round, sight);
        keep_typed(ctx, document);
        return http::page(
            "block/ranking", "block.ranking.of", std::move(document), round_crumbs(round));
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
        return http::done(round_page(command.round) + "/ranking", "block.ranking.resolved", {});
    });
}

Result<Answer> show_votes(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(open_ranked(tx, ctx));
        if (!sight.works()) return not_found();
        json::array rows;
        std::string paper;
        for (auto const& sheet : sheets_of(tx, round)) {
            auto row = member_document(sheet.unit);
            auto const field = "votes." + sheet.unit.code;
            auto const typed_now = ctx.form().find(field);
            row["input"] = field;
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
                          round_crumbs(round));
    });
}

Result<Answer> post_votes(Context& ctx)
{
    RecordVotes const command{
        ctx.param("ref"), ctx.form().text("paper"), by_unit(ctx.form(), "votes."), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(record_votes(act, command));
        return http::done(round_page(command.round) + "/ranking", "block.votes.saved", {});
    });
}

Result<Answer> post_take_votes(Context& ctx)
{
    TakeVotes const command{ctx.param("ref"), ctx.form().text("session"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(take_votes(act, command));
        return http::done(round_page(command.round) + "/ranking", "block.votes.saved", {});
    });
}

// ---- what if: another scale over the same sheets; nothing is kept

Result<Answer> show_what_if(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const [round, sight] = TD_TRY(open_ranked(tx, ctx));
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
        return http::page(
            "block/what-if", "block.what-if.one", std::move(document), round_crumbs(round));
    });
}

}  // namespace

void add_ranking_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}";
    routes.get(one + "/ranking", door, "block.ranking.of", show_ranking);
    routes.post(one + "/resolve", door, post_resolve).form(one + "/ranking");
    routes.get(one + "/votes", door, "block.votes.one", show_votes);
    routes.post(one + "/votes", door, post_votes).form(one + "/votes");
    routes.post(one + "/votes/take", door, post_take_votes).form(one + "/votes");
    routes.get(one + "/what-if", door, "block.what-if.one", show_what_if);
}

}  // namespace thidua::block
