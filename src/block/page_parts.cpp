#include "block/page_parts.h"

#include "block/documents.h"
#include "block/explanation.h"
#include "terms/vocabulary.h"

namespace thidua::block {

std::string round_page(std::string_view ref) { return "/scoring/" + std::string{ref}; }

std::string unit_page(std::string_view ref, std::string_view unit_code)
{
    return round_page(ref) + "/units/" + http::percent_encode(unit_code);
}

std::vector<http::Crumb> round_crumbs(Round const& round, Member const* unit)
{
    std::vector<http::Crumb> crumbs{
        {"/scoring", "block.round.list"},
        {round_page(round.ref), "", round.block_name + " " + round.year_text()}};
    if (unit != nullptr) crumbs.push_back({unit_page(round.ref, unit->code), "", unit->name});
    return crumbs;
}

boost::json::array level_codes()
{
    boost::json::array list;
    for (auto const& term : terms::terms_of("block-level"))
        list.push_back(boost::json::value(term.code));
    return list;
}

std::int64_t version_in(http::Context const& ctx)
{
    return ctx.form().integer("version").value_or(0);
}

boost::json::array answers_document(storage::Transaction& tx,
                                    Round const& round,
                                    Sight const& sight)
{
    boost::json::array list;
    if (round.state < State::Explain || !sight.works()) return list;
    auto const answers = answered_of(tx, round);
    if (!answers) return list;
    for (auto const& each : *answers) {
        auto document = member_document(each.unit);
        document["asked"] = each.asked;
        document["answered"] = each.answered;
        document["whole"] = each.answered == each.asked;
        list.push_back(std::move(document));
    }
    return list;
}

Result<std::pair<Round, Sight>> open_ranked(storage::Transaction& tx, http::Context const& ctx)
{
    auto round = find_round(tx, ctx.param("ref"));
    if (!round) return not_found();
    auto const sight = sight_of(ctx.actor, *round);
    if (!sees_ranking(*round, sight)) return not_found();
    return std::pair{std::move(*round), sight};
}

}  // namespace thidua::block
