// What comes of a round's sheets: scores, places, and what verification moved.
#pragma once

#include "block/sheet.h"
#include "scoring/rank.h"

#include <memory>

namespace thidua::block {

struct Outcome {
    std::shared_ptr<scoring::Scale const> scale;  // Scores point into it.
    std::vector<scoring::Score> scores;           // In the order of the sheets.
    std::vector<scoring::Place> block, verified;

    scoring::Score const* score_of(std::string_view unit) const;
};
// Columns after `last` are left out of account.
Result<Outcome> outcome_of(scoring::Scale scale,
                           Round const& round,
                           std::vector<Sheet> const& sheets,
                           scoring::Column last = scoring::Column::Verified);

// A unit whose place differs between two rankings; 0: excluded.
struct Move {
    std::string unit;
    int from = 0, to = 0;
};
std::vector<Move> moves(std::vector<scoring::Place> const& before,
                        std::vector<scoring::Place> const& after);

// Differences of the unit's own score from the others', above the round's threshold.
struct Gap {
    std::string criterion;
    scoring::Amount self = 0, cross = 0;
};
std::vector<Gap> gaps(scoring::Score const& score, scoring::Amount threshold);

// Places fixed in the round: `column` block, verified, decided or corrected. In order of place;
// empty where they are not fixed yet.
std::vector<scoring::Place> fixed_places(storage::Transaction& tx,
                                         Round const& round,
                                         std::string_view column);
void fix_places(storage::Transaction& tx,
                Round const& round,
                std::string_view column,
                std::vector<scoring::Place> const& places);

}  // namespace thidua::block
