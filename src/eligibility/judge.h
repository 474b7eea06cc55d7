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
    int missing = 0;        // Of a not eligible subject, see missing.h.
    bool with_discipline = true;
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
