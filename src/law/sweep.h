// The sweeping evaluator: one question asked of everybody in the columns. Its answers are those of
// the explaining evaluator (evaluate.h), which is asked itself for the few whom the columns mark.
// Pure: no clock, database, locale or network.
#pragma once

#include "law/columns.h"
#include "law/evaluate.h"

#include <functional>
#include <string>
#include <vector>

namespace thidua::law {

// One bit per subject.
class SubjectSet {
public:
    SubjectSet() = default;
    explicit SubjectSet(std::size_t subjects) : blocks_((subjects + kBlock - 1) / kBlock, Bits{}) {}
    bool has(std::size_t subject) const
    {
        return (blocks_[subject / kBlock][subject % kBlock / 64] >> subject % 64 & 1) != 0;
    }
    void put(std::size_t subject, bool in);
    std::size_t count() const;
    // The members, ascending.
    std::vector<std::size_t> list() const;
    Bits& block(std::size_t index) { return blocks_[index]; }
    Bits const& block(std::size_t index) const { return blocks_[index]; }

private:
    std::vector<Bits> blocks_;
};

// One of the requirements that a standard asks side by side, and who does not meet it.
struct RequirementSwept {
    Node const* node = nullptr;
    SubjectSet failed, open;
};

struct Swept {
    Question question;
    std::string regime;
    std::size_t size = 0;
    // Nobody is in two of these; who is in none is not eligible.
    SubjectSet eligible, needs_decision, deferred;
    // Told of everybody, deferred or not; empty where the regime is unread or has no standard.
    std::vector<RequirementSwept> requirements;
    // Who was judged by the explaining evaluator.
    SubjectSet explained;

    Answer answer(std::size_t subject) const;
    std::size_t count(Answer answer) const;
    // Requirements not met.
    int failed(std::size_t subject) const;
    // Not eligible for one requirement alone.
    SubjectSet one_short() const;
};

// The whole history of a subject of the columns, exactly as it was filled in.
using FactsOf = std::function<Facts(std::size_t subject)>;

// The book and the columns must outlive the answer.
Swept sweep(LawBook const& book,
            Columns const& columns,
            Question const& question,
            FactsOf const& facts_of);
// Who is eligible, and nothing else: for those who do not ask why the others are not.
SubjectSet sweep_eligible(LawBook const& book,
                          Columns const& columns,
                          Question const& question,
                          FactsOf const& facts_of);
// By the text of a chosen regime whatever the day: for projections.
Swept sweep_under(LawBook const& book,
                  Regime const& regime,
                  Columns const& columns,
                  Question const& question,
                  FactsOf const& facts_of);
// Every award of the catalogue that the kind of subject can have, in the catalogue's order. With
// several threads `facts_of` is called from each of them.
std::vector<Swept> sweep_all(LawBook const& book,
                             Columns const& columns,
                             int year,
                             Date received,
                             FactsOf const& facts_of,
                             int threads = 1);

}  // namespace thidua::law
