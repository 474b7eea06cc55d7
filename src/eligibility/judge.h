// A verdict from the register: the law's answer, unless it hinges on records that nobody has
// declared fully entered. Then what is absent may only be unwritten, and the answer is
// needs-decision, with what has to be entered or declared.
//
// Both ways: a requirement that fails for want of a record is uncertain while that kind is not
// declared for the year; so is one that holds because nothing speaks against it. Only where the
// answer as a whole could turn is it withheld.
#pragma once

#include "eligibility/declared.h"
#include "eligibility/record.h"
#include "law/evaluate.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace thidua::eligibility {

inline constexpr char const* kMissingData = "missing-data";

// Records the answer hinges on; no years where the year itself is what is missing.
struct Gap {
    Source source = Source::Awards;
    std::vector<int> years;
};

struct Judgement {
    law::Verdict verdict;
    law::Answer by_record = law::Answer::NeedsDecision;  // As if everything were entered.
    std::vector<Gap> gaps;  // By source; empty unless the answer was withheld.
    int missing = 0;        // Of a not eligible subject, see missing_requirements.
    bool with_discipline = true;
};

// How many of the requirements that a standard asks side by side are not met; of a choice between
// several ways, the way that lacks fewest. kOutOfReach where nothing that is done could help: the
// award has no standard for this kind of subject, or none for its category.
inline constexpr int kOutOfReach = 1000;
int missing_requirements(law::Verdict const& verdict, law::Facts const& facts);

// What a requirement reads where it fails: which kinds of records of which years could turn it.
class Hinges {
public:
    explicit Hinges(law::Node const& requirement);
    // Whether records that nobody declared could turn its failure. Never says no where the judge
    // would withhold an answer.
    bool could_turn(Declared const& declared,
                    Record const& record,
                    law::Question const& question) const;

private:
    void add(law::Node const& node, int first, int last);
    void read(Source source, int first);

    // Per kind the first year, counted from the question's; above 0: not read.
    std::array<int, kSources> first_;
    bool left_to_a_person_ = false;
};

// What the judge needs besides the record; all of it must outlive the judgement.
struct Bench {
    law::LawBook const& book;
    Declared const& declared;
};

Judgement judge(Bench const& bench,
                Record const& record,
                law::Question const& question,
                bool with_discipline);
// The same on facts that are partly supposed; declarations speak for what is not.
Judgement judge(Bench const& bench,
                Record const& record,
                law::Facts const& facts,
                law::Question const& question,
                bool with_discipline);

}  // namespace thidua::eligibility
