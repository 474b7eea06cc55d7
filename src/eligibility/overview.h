// All awards for one subject and year: what they may be proposed for, what is missing, and the way
// there (lộ trình): the year each award can be reached at the earliest, the shortest way first.
#pragma once

#include "eligibility/gather.h"
#include "eligibility/judge.h"
#include "law/path.h"

#include <boost/json/fwd.hpp>

#include <vector>

namespace thidua::eligibility {

struct Prospect {
    std::string award;
    Judgement judgement;
    // The first year after the question's in which the best the subject can do is enough.
    std::optional<int> year;
    bool projected = false;  // By the last read text, not by the law that will then be in force.
    std::vector<law::ComingYear> steps;  // What the coming years have to bring, see add_steps.
};

// In the catalogue's order; awards that are not for this kind of subject are left out. Where
// `far` is false the way is only looked for where at most two requirements are missing.
std::vector<Prospect> prospects(law::LawBook const& book,
                                Gathered const& gathered,
                                int year,
                                Date received,
                                bool far);

// What each coming year has to bring for the `count` awards that are nearest in time.
void add_steps(law::LawBook const& book,
               Gathered const& gathered,
               int year,
               Date received,
               std::size_t count,
               std::vector<Prospect>& prospects);

// {"eligible": […], "open": […], "near": […], "path": […], "far": n}: rows with code, name, level,
// answer, what is missing, the year and the steps to it; `near` misses one requirement that time
// and effort can mend.
boost::json::object overview_document(law::LawBook const& book,
                                      std::vector<Prospect> const& prospects);

}  // namespace thidua::eligibility
