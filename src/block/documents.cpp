#include "block/documents.h"

#include "block/typed.h"

namespace thidua::block {
namespace {

namespace json = boost::json;

// One function for each way to measure.
struct MeasureDocument {
    scoring::Criterion const& criterion;

    json::object operator()(scoring::Judged const&) const { return {{"kind", "judged"}}; }
    json::object operator()(scoring::Linear const& own) const
    {
        return {{"kind", "linear"}, {"from", typed(own.from)}, {"to", typed(own.to)}};
    }
    json::object operator()(scoring::Bands const& own) const
    {
        std::string text;
        for (auto const& band : own.bands)
            text += (text.empty() ? "" : "; ") + typed(band.at_least) + ": " + typed(band.points);
        return {{"kind", "bands"}, {"bands", text}};
    }
    json::object operator()(scoring::AllOrNothing const& own) const
    {
        return {{"kind", "all-or-nothing"},
                {"at_least", typed(own.at_least)},
                {"excludes", own.excludes}};
    }
    json::object operator()(scoring::Count const& own) const
    {
        return {{"kind", "count"}, {"each", typed(own.each)}};
    }
    json::object operator()(scoring::PerHundred const& own) const
    {
        return {{"kind", "per-hundred"}, {"each", typed(own.each)}};
    }
    json::object operator()(scoring::Loss const& own) const
    {
        return {{"kind", "loss"}, {"each", typed(own.each)}};
    }
};

json::value day_or_null(std::optional<Date> day)
{
    return day ? json::value(to_iso(*day)) : json::value(nullptr);
}

// Votes in a hundred units of the block, one vote each; null where no votes are known.
json::value share_of_votes(Round const& round, scoring::Score const& score)
{
    if (!score.votes || round.members.empty()) return nullptr;
    constexpr int kDecimals = 1;
    auto const share = scoring::scaled(100 * scoring::kOne, *score.votes, std::ssize(round.members));
    return share ? number_of(scoring::rounded(*share, kDecimals)) : json::value(nullptr);
}

json::value instant_or_null(std::optional<std::int64_t> at)
{
    return at ? json::value(to_iso(Instant{*at})) : json::value(nullptr);
}

}  // namespace

std::string_view code_of(scoring::GroupKind kind)
{
    switch (kind) {
    case scoring::GroupKind::Task: return "task";
    case scoring::GroupKind::Bonus: return "bonus";
    case scoring::GroupKind::Penalty: return "penalty";
    }
    return "";
}

json::object scale_document(StoredScale const& scale)
{
    return {{"ref", scale.ref},
            {"name", scale.name},
            {"number", scale.number},
            {"level", scale.level},
            {"block", scale.block_name},
            {"state", scale.state},
            {"proposal", scale.proposal},
            {"made_by", scale.made_by},
            {"made_at", to_iso(Instant{scale.made_at})},
            {"adopted_by", scale.adopted_by},
            {"adopted_at", instant_or_null(scale.adopted_at)},
            {"version", scale.version}};
}

json::object criterion_document(scoring::Criterion const& criterion)
{
    return {{"code", criterion.code},
            {"name", criterion.name},
            {"max", number_of(criterion.maximum)},
            {"measure", std::visit(MeasureDocument{criterion}, criterion.measure)},
            {"judged", std::holds_alternative<scoring::Judged>(criterion.measure)},
            {"source", criterion.source},
            {"note", criterion.note}};
}

json::array groups_document(scoring::Scale const& scale)
{
    json::array groups;
    for (auto const& group : scale.groups) {
        json::array criteria;
        for (auto const& criterion : group.criteria) {
            auto document = criterion_document(criterion);
            document["group"] = group.code;
            criteria.push_back(std::move(document));
        }
        groups.push_back(json::object{{"code", group.code},
                                      {"name", group.name},
                                      {"kind", code_of(group.kind)},
                                      {"max", number_of(group.maximum)},
                                      {"criteria", std::move(criteria)}});
    }
    return groups;
}

json::object member_document(Member const& member)
{
    return {{"code", member.code}, {"name", member.name}, {"role", member.role}};
}

json::object round_document(Round const& round)
{
    return {{"ref", round.ref},
            {"block", round.block_name},
            {"block_ref", round.block_ref},
            {"year", round.year},
            {"year_text", round.year_text()},
            {"period", round.period},
            {"state", name_of(round.state)},
            {"closes_on", day_or_null(round.closes_on)},
            {"crossing", round.crossing},
            {"threshold", number_of(round.threshold)},
            {"resolution", round.resolution},
            {"resolution_reason", round.resolution_reason},
            {"resolution_paper", round.resolution_paper},
            {"appeals_until", day_or_null(round.appeals_until)},
            {"version", round.version}};
}

json::array places_document(Round const& round,
                            Outcome const& outcome,
                            std::vector<scoring::Place> const& places,
                            scoring::Column column)
{
    json::array list;
    for (auto const& place : places) {
        auto const* member = round.member(place.unit);
        auto const* score = outcome.score_of(place.unit);
        if (member == nullptr || score == nullptr) continue;
        json::array sums;
        for (auto const& sum : score->column(column).groups) {
            sums.push_back(json::object{
                {"code", sum.group->code},
                {"points", number_of(scoring::rounded(sum.points, outcome.scale->decimals))},
                {"rescaled", sum.rescaled}});
        }
        list.push_back(json::object{
            {"code", member->code},
            {"name", member->name},
            {"total", number_of(place.total)},
            {"place", place.place == 0 ? json::value(nullptr) : json::value(place.place)},
            {"parted_by", place.parted_by},
            {"tied", place.tied},
            {"excluded_by", place.excluded_by},
            {"votes", score->votes ? json::value(*score->votes) : json::value(nullptr)},
            {"votes_share", share_of_votes(round, *score)},
            {"groups", std::move(sums)}});
    }
    return list;
}

}  // namespace thidua::block
