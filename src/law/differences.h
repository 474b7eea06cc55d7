// What a changed law changes: for the officer who replaces a pack, before it comes into force.
#pragma once

#include "law/evaluate.h"

#include <cstddef>
#include <span>

namespace thidua::law {

struct Told {
    Answer answer = Answer::NeedsDecision;
    std::string regime;
    std::vector<std::string> clauses;  // Failed or open, the body's own regulation last.
};

struct Difference {
    std::size_t subject = 0;  // Index of the facts.
    Question question;
    Told before, after;
};

// Everyone whose answer to one of the questions is another under the fresh book, in order of the
// facts, then of the questions. A question that cannot be asked of a subject is passed over.
std::vector<Difference> differences(LawBook const& old,
                                    LawBook const& fresh,
                                    std::span<Facts const> facts,
                                    std::span<Question const> questions);

}  // namespace thidua::law
