#include "eligibility/parting.h"

#include "eligibility/holdings.h"
#include "law/climb.h"

namespace thidua::eligibility {

Parting::Parting(Books& books,
                 Declared const& declared,
                 std::vector<Record> const& records,
                 law::Columns const& columns,
                 law::Question const& question,
                 bool with_discipline)
    : books_(books), declared_(declared), records_(records), columns_(columns),
      question_(question), with_discipline_(with_discipline)
{}

Parting::Place Parting::at(std::size_t index)
{
    auto const& book = books_.of(records_[index].path);
    auto found = parted_.find(&book);
    if (found == parted_.end()) {
        auto const facts = [this](std::size_t i) {
            return facts_of(records_[i], question_, with_discipline_);
        };
        Parted made{&book, law::sweep(book, columns_, question_, facts), {}};
        for (auto const& requirement : made.swept.requirements)
            made.hinges.emplace_back(*requirement.node);
        found = parted_.emplace(&book, std::move(made)).first;
    }
    return {*this, found->second, index};
}

bool Parting::Place::is_far() const
{
    auto const& swept = parted_.swept;
    if (answer() != law::Answer::NotEligible || swept.failed(index_) < 2) return false;
    for (std::size_t i = 0; i < parted_.hinges.size(); ++i) {
        if (swept.requirements[i].failed.has(index_) &&
            !parted_.hinges[i].could_turn(
                all_.declared_, all_.records_[index_], swept.question))
            return true;
    }
    return false;
}

Judgement Parting::Place::judged(law::Facts const& facts) const
{
    return judge({*parted_.book, all_.declared_},
                 all_.records_[index_],
                 facts,
                 all_.question_,
                 all_.with_discipline_);
}

bool NextYear::brings(Record const& record, law::Facts const& facts)
{
    auto const& book = books_.of(record.path);
    bool unread = false;
    auto const* regime = law::read_regime(book, question_.received, unread);
    if (regime == nullptr) return false;
    if (!law::can_be_given(book, facts, question_.award)) return false;
    auto const start = law::counted_facts(*regime, facts);
    return law::shortest_climb(book, start, question_, question_.year + 1).has_value();
}

}  // namespace thidua::eligibility
