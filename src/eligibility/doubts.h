// What in a verdict rests on records that nobody declared fully entered: each requirement is asked
// again which value it could take if what may be unwritten were written.
#pragma once

#include "eligibility/declared.h"
#include "eligibility/record.h"
#include "law/finder.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::eligibility {

// No declaration is asked for years further back from the question's.
inline constexpr int kYearsAsked = 60;

// The verdict's ground. Only referred to: it must outlive whoever asks.
struct Ground {
    Declared const& declared;
    Record const& record;
    law::Facts const& facts;  // Of the record, perhaps partly supposed.
    law::Question const& question;
    bool with_discipline;
};

// The years first..last in which records of the kind may be unwritten; none before the subject was
// there.
std::vector<int> undeclared(Ground const& ground, Source source, int first, int last);

struct Doubt {
    Source source;
    int year;  // 0: none in particular.
    std::string clause;
};

// Which records are looked for: those that would make a failure a success, or the other way.
enum class Turning { Failure, Success };

struct Doubts {
    // Between which values the whole lies, whatever is unwritten.
    law::Truth low = law::Truth::Met;
    law::Truth high = law::Truth::Met;
    std::vector<Doubt> found;     // Of every requirement, whether or not the whole turns by it.
    std::optional<int> earliest;  // The first year of which a declaration was asked.
};

// `finding` is the whole tree of the verdict, `counted` the years it was looked for in.
Doubts doubts_about(Ground const& ground,
                    law::Finding const& finding,
                    law::YearRange counted,
                    Turning turning);

}  // namespace thidua::eligibility
