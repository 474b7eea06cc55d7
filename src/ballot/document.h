// Ballot boxes and their results as JSON: docs/formats/tally.md.
#pragma once

#include "ballot/tally.h"

#include <boost/json/fwd.hpp>

namespace thidua::ballot {

struct BallotBox {
    Rules rules;
    std::vector<Line> lines;
    std::int64_t spoilt = 0;  // Ballots that marked too many lines: cast, and for nobody.
};
// Takes whole ballots or lines that were shuffled apart. BadInput: ballot.document.* with the place.
thidua::Result<BallotBox> read_ballot_box(boost::json::value const& document);
// The same box as read_ballot_box takes it, line by line: anybody may count it again.
boost::json::object box_document(BallotBox const& box);
thidua::Result<boost::json::object> tally_document(BallotBox const& box);

}  // namespace thidua::ballot
