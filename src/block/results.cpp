#include "block/results.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace thidua::block {

using scoring::Column;
using scoring::Place;

scoring::Score const* Outcome::score_of(std::string_view unit) const
{
    auto const found = std::find_if(scores.begin(), scores.end(), [&](scoring::Score const& each) {
        return each.unit == unit;
    });
    return found == scores.end() ? nullptr : &*found;
}

Result<Outcome> outcome_of(scoring::Scale scale,
                           Round const& round,
                           std::vector<Sheet> const& sheets,
                           Column last)
{
    Outcome outcome;
    outcome.scale = std::make_shared<scoring::Scale const>(std::move(scale));
    outcome.scores.reserve(sheets.size());
    for (auto const& sheet : sheets) {
        auto own = scoring::score(*outcome.scale, sheet.for_engine(round, last));
        if (!own) return own.error();
        outcome.scores.push_back(std::move(own).value());
    }
    outcome.block = scoring::rank(*outcome.scale, outcome.scores, Column::Block);
    outcome.verified = scoring::rank(*outcome.scale, outcome.scores, Column::Verified);
    return outcome;
}

std::vector<Move> moves(std::vector<Place> const& before, std::vector<Place> const& after)
{
    std::map<std::string_view, int> old;
    for (auto const& place : before) old[place.unit] = place.place;
    std::vector<Move> list;
    for (auto const& place : after) {
        auto const found = old.find(place.unit);
        if (found != old.end() && found->second != place.place)
            list.push_back({place.unit, found->second, place.place});
    }
    return list;
}

std::vector<Gap> gaps(scoring::Score const& score, scoring::Amount threshold)
{
    std::vector<Gap> list;
    auto const& self = score.column(Column::Self).figures;
    auto const& cross = score.column(Column::Cross).figures;
    for (std::size_t i = 0; i < self.size(); ++i) {
        if (!cross[i].entered) continue;
        if (std::abs(self[i].points - cross[i].points) <= threshold) continue;
        list.push_back({self[i].criterion->code, self[i].points, cross[i].points});
    }
    return list;
}

std::vector<Place> fixed_places(storage::Transaction& tx,
                                Round const& round,
                                std::string_view column)
{
    std::vector<Place> places;
    auto rows = tx.query(
        "SELECT u.code, p.total, p.place, p.parted_by, p.tied, p.excluded_by FROM score_place p "
        "JOIN unit u ON u.id = p.unit_id WHERE p.round_id = ?1 AND p.col = ?2 ORDER BY CASE "
        "p.place WHEN 0 THEN 1 ELSE 0 END, p.place, u.code_key",
        {round.id, column});
    while (rows.next()) {
        places.push_back({rows.string(0),
                          rows.integer(1),
                          static_cast<int>(rows.integer(2)),
                          rows.string(3),
                          rows.boolean(4),
                          rows.string(5)});
    }
    return places;
}

void fix_places(storage::Transaction& tx,
                Round const& round,
                std::string_view column,
                std::vector<Place> const& places)
{
    tx.execute("DELETE FROM score_place WHERE round_id = ?1 AND col = ?2", {round.id, column});
    for (auto const& place : places) {
        auto const* member = round.member(place.unit);
        if (member == nullptr) continue;
        tx.execute(
            "INSERT INTO score_place (round_id, col, unit_id, total, place, parted_by, "
            "tied, excluded_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            {round.id,
             column,
             member->unit_id,
             place.total,
             place.place,
             place.parted_by,
             place.tied ? 1 : 0,
             place.excluded_by});
    }
}

}  // namespace thidua::block
