// Papers: a unit's score sheet, and the block's table with its ranking.
#include "block/documents.h"
#include "block/outcome_acts.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "block/sight.h"
#include "block/typed.h"
#include "files/files.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

// The head of a paper: who issues it. Number and day are written when it is signed.
json::object frame(storage::Transaction& tx, std::string const& superior, std::string const& issuer)
{
    auto const top = tx.text(
        "SELECT name FROM unit WHERE parent_id IS NULL AND kind <> 'ngoai' "
        "ORDER BY code_key LIMIT 1");
    return {{"superior", superior.empty() ? top.value_or("") : superior},
            {"issuer", issuer},
            {"number", nullptr},
            {"place", nullptr},
            {"day", nullptr}};
}

std::string person_of_role(Round const& round, std::string_view role)
{
    for (auto const& member : round.members) {
        if (member.role == role) return member.name;
    }
    return {};
}

json::object cell_document(scoring::Figure const& figure, int decimals)
{
    bool const any = figure.entered || figure.from.has_value();
    auto const points = scoring::rounded(figure.points, decimals);
    return {{"points", any ? number_of(points) : json::value(nullptr)},
            {"value", number_or_null(figure.value)},
            {"not_applicable", figure.not_applicable},
            {"reason", figure.reason},
            {"entered", any}};
}

std::int64_t evidence_of(storage::Transaction& tx,
                         access::Actor const& actor,
                         Sheet const& sheet,
                         std::string const& criterion)
{
    return std::ssize(
        files::files_of(tx, actor, "score:" + std::to_string(sheet.id) + ":" + criterion));
}

Result<Answer> print_sheet(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        auto const sheet = find_sheet(tx, *round, ctx.param("unit"));
        if (!sheet || !sees_column(*round, sight, sheet->unit.unit_id, Column::Self, false))
            return not_found();
        Column last = Column::Self;
        json::object shows;
        for (auto const column : scoring::kColumns) {
            bool const shown = sees_column(*round, sight, sheet->unit.unit_id, column, false);
            shows[scoring::code_of(column)] = shown;
            if (shown) last = column;
        }
        auto const stored = scale_by_id(tx, round->scale_id).value();
        auto const scale = stored.read();
        auto const score = TD_TRY(scoring::score(scale, sheet->for_engine(*round, last)));
        auto groups = groups_document(scale);
        std::size_t index = 0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            auto& group = groups[g].as_object();
            for (auto& each : group.at("criteria").as_array()) {
                auto& criterion = each.as_object();
                std::string reason;
                for (auto const column : scoring::kColumns) {
                    if (column > last) continue;
                    auto const& figure = score.column(column).figures[index];
                    criterion[scoring::code_of(column)] = cell_document(figure, scale.decimals);
                    if (!figure.reason.empty()) reason = figure.reason;
                }
                criterion["reason"] = reason;
                auto const files = evidence_of(
                    tx, ctx.actor, *sheet, std::string{criterion.at("code").as_string()});
                criterion["files"] = files == 0 ? json::value(nullptr) : json::value(files);
                ++index;
            }
            for (auto const column : scoring::kColumns) {
                if (column <= last)
                    group["sum_" + std::string{scoring::code_of(column)}] = number_of(
                        scoring::rounded(score.column(column).groups[g].points, scale.decimals));
            }
        }
        json::object totals;
        for (auto const column : scoring::kColumns) {
            if (column <= last)
                totals[scoring::code_of(column)] = number_of(score.column(column).total);
        }
        return http::page("block/print-sheet",
                          "block.print.sheet",
                          {{"paper", frame(tx, "", sheet->unit.name)},
                           {"round", round_document(*round)},
                           {"scale", scale_document(stored)},
                           {"unit", member_document(sheet->unit)},
                           {"shows", std::move(shows)},
                           {"groups", std::move(groups)},
                           {"totals", std::move(totals)}});
    });
}

Result<Answer> print_ranking(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        if (!sees_ranking(*round, sight)) return not_found();
        auto const own = TD_TRY(current_outcome(tx, *round));
        bool const after = round->state >= State::Verified;
        auto places = after ? own.verified : own.block;
        for (auto const* column : {"corrected", "decided", "verified", "block"}) {
            auto fixed = fixed_places(tx, *round, column);
            if (fixed.empty() || (!after && std::string_view{column} != "block")) continue;
            places = std::move(fixed);
            break;
        }
        auto const level =
            tx.text("SELECT level FROM block WHERE id = ?1", {round->block_id}).value_or("");
        auto const proposals = round->state == State::Published
                                   ? kept_proposals(tx, *round)
                                   : proposals_for(quotas(tx, level), places);
        auto rows = places_document(*round, own, places, after ? Column::Verified : Column::Block);
        for (auto& each : rows) {
            auto& row = each.as_object();
            for (auto const& proposal : proposals) {
                if (row.at("code") != json::value(proposal.unit)) continue;
                row["proposal"] = award_name(tx, proposal.award);
            }
        }
        json::array groups;
        for (auto const& group : own.scale->groups)
            groups.push_back(json::object{{"code", group.code}, {"name", group.name}});
        auto const stored = scale_by_id(tx, round->scale_id).value();
        return http::page("block/print-ranking",
                          "block.print.ranking",
                          {{"paper", frame(tx, "", round->block_name)},
                           {"round", round_document(*round)},
                           {"scale", scale_document(stored)},
                           {"groups", std::move(groups)},
                           {"places", std::move(rows)},
                           {"head", person_of_role(*round, "head")},
                           {"final", round->state >= State::Decided}});
    });
}

}  // namespace

void add_print_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    routes.get("/scoring/{ref}/units/{unit}/print", door, "block.print.sheet", print_sheet);
    routes.get("/scoring/{ref}/print", door, "block.print.ranking", print_ranking);
}

}  // namespace thidua::block
