// What a ruling gives where the law leaves a parameter open: a share of votes, a ratio, a deadline,
// who decides, the papers of a dossier.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::law {

class Parameters;
struct VoteShare;
struct Quota;
struct Deadline;
struct Decider;
struct Dossier;
struct Hint;

// What a point asks for; Nothing: it is not one that such a value closes.
enum class Valued { Nothing, Share, Quota, Days, Authority, Papers };
Valued valued_by(Parameters const& parameters, std::string_view point);
// "share", "quota", "days", "authority", "papers"; "" for Nothing.
std::string_view code_of(Valued what);

// Of one kind; the members of the others are empty. Their meaning is that of parameters.h.
struct RuledValue {
    int percent = 0;
    std::string of;  // Of a ratio only.
    int working_days = 0;
    int month = 0, day = 0;
    std::optional<int> years;
    std::string authority;
    std::vector<std::string> papers;
    int originals = 0;
    bool electronic = false;
};
Valued kind_of(RuledValue const& value);

// A ruling keeps it as one line, "" for none: "percent 80", "percent 40 of strength",
// "working-days 15", "by 03-31 years 1", "authority thu-truong",
// "papers submission minutes originals 1 electronic". Words that are none are passed over.
std::string line_of(RuledValue const& value);
RuledValue value_of(std::string_view line);

// As typed. A share is "80", "80 %" or "4/5"; `span` working days ("15") or the last day ("31/03"),
// `years` how many years after the achievement year that day lies, "" where the paper does not say.
struct TypedValue {
    std::string percent, base;
    std::string span, years;
    std::string authority;
    std::vector<std::string> papers;
    std::string originals;
    bool electronic = false;

    bool empty() const;
};
// Everything that is wrong is told at the field of that name; so is what a point of this kind does
// not ask for.
Result<RuledValue> read_value(Parameters const& parameters, Valued what, TypedValue const& typed);

// The codes of papers that dossiers of the law name, in its order.
std::vector<std::string> known_papers(Parameters const& parameters);

// Puts the value into an answer; one of another kind changes nothing.
void put_value(VoteShare& share, RuledValue const& value);
void put_value(Quota& quota, RuledValue const& value);
void put_value(Deadline& deadline, RuledValue const& value);
void put_value(Decider& decider, RuledValue const& value);
void put_value(Dossier& dossier, RuledValue const& value);
void put_value(Hint& hint, RuledValue const& value);

}  // namespace thidua::law
