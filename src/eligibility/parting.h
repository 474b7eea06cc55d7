// One question put to everybody by the sweeping evaluator, which parts those whose answer it gives
// alone from those who have to be judged one by one. For the sweep's lists and their lengths.
#pragma once

#include "eligibility/hinges.h"
#include "eligibility/judge.h"
#include "law/columns.h"
#include "law/sweep.h"

#include <map>
#include <string>
#include <vector>

namespace thidua::eligibility {

class Books;

// Everything it is made from must outlive it.
class Parting {
    // One law's answers, and what its requirements hinge on.
    struct Parted {
        law::LawBook const* book;
        law::Swept swept;
        std::vector<Hinges> hinges;
    };

public:
    // One record, by the law that holds for it.
    class Place {
    public:
        law::Swept const& swept() const { return parted_.swept; }
        law::Answer answer() const { return parted_.swept.answer(index_); }
        // Surely not eligible, whatever may be unwritten, and by more than one requirement.
        bool is_far() const;
        // `facts` are those of the record for the question.
        Judgement judged(law::Facts const& facts) const;

    private:
        friend class Parting;
        Place(Parting const& all, Parted const& parted, std::size_t index)
            : all_(all), parted_(parted), index_(index)
        {}
        Parting const& all_;
        Parted const& parted_;
        std::size_t index_;
    };

    Parting(Books& books,
            Declared const& declared,
            std::vector<Record> const& records,
            law::Columns const& columns,
            law::Question const& question,
            bool with_discipline);
    // `index` in the records. The place must not outlive the parting.
    Place at(std::size_t index);

private:
    Books& books_;
    Declared const& declared_;
    std::vector<Record> const& records_;
    law::Columns const& columns_;
    law::Question question_;
    bool with_discipline_;
    std::map<law::LawBook const*, Parted> parted_;
};

// Whether the best a subject can do brings the award next year. For those not eligible yet.
class NextYear {
public:
    NextYear(Books& books, law::Question const& question) : books_(books), question_(question) {}
    // `facts` are those of the record for the question.
    bool brings(Record const& record, law::Facts const& facts);

private:
    Books& books_;
    law::Question question_;
};

}  // namespace thidua::eligibility
