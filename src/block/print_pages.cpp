// Papers: a unit's score sheet, and the block's table with its ranking.
#include "block/documents.h"
#include "block/outcome_acts.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "block/sheet_page.h"
#include "block/typed.h"
#include "files/files.h"
#include "programme/paper.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using scoring::Column;

// A unit's own sheet is its paper, of the day it was sent.
json::object paper_of(storage::Transaction& tx, Sheet const& sheet)
{
    programme::PaperHead head;
    if (auto const unit = organisation::unit_by_id(tx, sheet.unit.unit_id))
        head = programme::paper_head(tx, *unit);
    head.issuer = sheet.unit.name;
    if (sheet.sent_at) head.dated = legal_day(Instant{*sheet.sent_at});
    return programme::paper_document(tx, head);
}

// The block issues its table under the body it belongs to; the day is written when it is signed.
json::object paper_of(storage::Transaction& tx, Round const& round)
{
    return programme::paper_document(
        tx, {.superior = owner_name(tx, round.block_id), .issuer = round.block_name, .number = {}});
}

std::string person_of_role(Round const& round, std::string_view role)
{
    for (auto const& member : round.members) {
        if (member.role == role) return member.name;
    }
    return {};
}

// What stands beside the points on paper: the last reason given, how many files prove it.
void add_remarks(storage::Transaction& tx,
                 access::Actor const& actor,
                 OpenSheet const& opened,
                 scoring::Score const& score,
                 json::array& groups)
{
    std::size_t index = 0;
    for (auto& group : groups) {
        for (auto& each : group.at("criteria").as_array()) {
            auto& criterion = each.as_object();
            std::string reason;
            for (auto const column : scoring::kColumns) {
                auto const& own = score.column(column).figures[index].reason;
                if (opened.shows(column) && !own.empty()) reason = own;
            }
            ++index;
            auto const code = std::string{criterion.at("code").as_string()};
            auto const files =
                std::ssize(files::files_of(tx, actor, evidence_owner(opened.sheet.id, code)));
            criterion["reason"] = reason;
            criterion["files"] = files == 0 ? json::value(nullptr) : json::value(files);
        }
    }
}

Result<Answer> print_sheet(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const opened = TD_TRY(open_sheet(tx, ctx));
        if (!opened.shows(Column::Self)) return not_found();
        auto const score = TD_TRY(opened.score());
        auto groups = table_of(opened, score);
        add_remarks(tx, ctx.actor, opened, score, groups);
        json::object shows, totals;
        for (auto const column : scoring::kColumns) {
            shows[scoring::code_of(column)] = opened.shows(column);
            if (opened.shows(column))
                totals[scoring::code_of(column)] = number_of(score.column(column).total);
        }
        auto const stored = scale_by_id(tx, opened.round.scale_id).value();
        return http::page("block/print-sheet",
                          "block.print.sheet",
                          {{"paper", paper_of(tx, opened.sheet)},
                           {"round", round_document(opened.round)},
                           {"scale", scale_document(stored)},
                           {"unit", member_document(opened.sheet.unit)},
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
        auto const level = level_of(tx, round->block_id);
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
                          {{"paper", paper_of(tx, *round)},
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
