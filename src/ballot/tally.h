// Counting votes against the roll: everybody entitled is the base, whether they voted or not.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::ballot {

enum class Method {
    YesNo,   // Of each line: for, against, or neither.
    Choose,  // Marks at most so many lines.
};

// At least `numerator` of `denominator` of the base; in integers, since 80 % of 15 is 12 exactly.
struct Share {
    std::int64_t numerator = 1, denominator = 2;
    bool more_than = false;  // "quá bán": more than, not at least.

    bool reached(std::int64_t votes, std::int64_t base) const;
    // The least number of votes that reaches it.
    std::int64_t needed(std::int64_t base) const;
};

struct Rules {
    Method method = Method::YesNo;
    int at_most = 0;                 // Choose: lines a ballot may mark.
    Share share;
    std::optional<int> seats;        // No more lines than this pass, the ones with most votes.
    std::int64_t roll = 0;           // All entitled: the base.
};

enum class Choice : std::uint8_t { None, For, Against };
// One line's choices as they came out of the box, without order or voter.
struct Line {
    std::string code;
    std::vector<Choice> choices;
    std::optional<Share> share = {};  // Its own, where it is not that of the rules.
};

struct LineResult {
    std::string code;
    std::int64_t in_favour = 0, against = 0, neither = 0;
    std::int64_t needed = 0;  // Votes that reach the line's share.
    int place = 0;        // By votes in favour; equals share one.
    bool reached = false; // The share.
    bool passed = false;  // And a seat.
    bool tied = false;    // Equals compete for the last seat: another round, or the council.
};
struct Result {
    std::int64_t roll = 0, cast = 0;
    std::vector<LineResult> lines;  // As they were given.
};

// BadInput: ballot.no-roll, ballot.share, ballot.more-than-roll, ballot.uneven (lines with different
// numbers of ballots), ballot.against (Choose knows no "against").
thidua::Result<Result> tally(Rules const& rules, std::vector<Line> const& lines);

}  // namespace thidua::ballot
