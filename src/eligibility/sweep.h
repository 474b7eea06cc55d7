// One award over everybody: who may be proposed, whose case a person has to decide, who misses
// exactly one requirement. Those in service alone, and units in life.
#pragma once

#include "eligibility/judge.h"
#include "law/columns.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace thidua::eligibility {

class Books;

// The short form of a judgement.
struct Line {
    std::size_t record = 0;  // Place in the records swept.
    law::Answer answer = law::Answer::NeedsDecision;
    std::vector<std::string> failed;  // Clauses.
    std::vector<std::string> open;
    std::vector<Gap> gaps;
    int missing = 0;    // Requirements of a not eligible subject.
    bool held = false;  // Has the award of the question's year already.

    bool one_short() const { return missing == 1; }
    // What a sweep shows: the rest is further away.
    bool is_near() const { return answer != law::Answer::NotEligible || one_short(); }
};

// Whom a sweep goes over on a day.
bool is_swept(Record const& record, Date on);
// Retires within 24 months after the day.
bool retires_soon(Record const& record, Date on);
// Has had the award in any year, also as the unit it came from, also where the year is unknown.
bool ever_held(Record const& record, std::string const& award);

// Overlooked is who qualified in the question's year or one of so many before it.
inline constexpr int kYearsBack = 4;
// The question as it stood at the end of an earlier year.
law::Question years_before(law::Question question, int back);

// The columns of these records, in their order, for questions up to `newest_year`.
law::Columns columns_of(std::vector<Record> const& records,
                        law::Subject subject,
                        int newest_year,
                        law::Question const& question,
                        bool with_discipline);

// Every record that is swept, in their order. The sweeping evaluator parts the many who are far
// from the award; the few others are judged one by one.
std::vector<Line> sweep_all(Books& books,
                            Declared const& declared,
                            std::vector<Record> const& records,
                            law::Columns const& columns,
                            law::Question const& question,
                            bool with_discipline);

// Of these lines those that are not eligible but will be next year, by the best the subject can do.
std::vector<Line> coming_next_year(Books& books,
                                   std::vector<Record> const& records,
                                   std::vector<Line> const& lines,
                                   law::Question const& question,
                                   bool with_discipline);

// The requirement that keeps a not eligible subject back, the first of several, down to what can be
// done about it; null for any other answer. Lives as long as the judgement.
law::Finding const* first_unmet(Judgement const& judgement);

}  // namespace thidua::eligibility
