// A standard's requirements, each asked beforehand which records it reads: of a sweep over
// everybody, this tells quickly whose failure is certain, so that the judge need not be asked.
#pragma once

#include "eligibility/declared.h"
#include "eligibility/record.h"
#include "law/rule.h"

#include <array>

namespace thidua::eligibility {

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

}  // namespace thidua::eligibility
