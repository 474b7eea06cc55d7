#include "eligibility/standings.h"

#include "eligibility/holdings.h"
#include "eligibility/parting.h"

#include <deque>
#include <optional>

namespace thidua::eligibility {

namespace {

using Standing = std::vector<std::uint8_t>;

void put(std::uint8_t& set, On list) { set = static_cast<std::uint8_t>(set | list); }

// The facts of one record, made where the first award needs them and kept for the others.
class FactsOfOne {
public:
    FactsOfOne(Record const& record, law::Question const& question, bool with_discipline)
        : record_(record), question_(question), with_discipline_(with_discipline)
    {}
    law::Facts const& operator()()
    {
        if (!facts_) facts_ = facts_of(record_, question_, with_discipline_);
        return *facts_;
    }

private:
    Record const& record_;
    law::Question const& question_;
    bool with_discipline_;
    std::optional<law::Facts> facts_;
};

class Stand {
public:
    Stand(storage::Transaction& tx, Stood const& stood, ColumnsFor const& columns)
        : tx_(tx), stood_(stood), columns_(columns), records_(stood.records),
          with_discipline_(stood.with_discipline)
    {}

    // The lists of the year itself and of the next, and who is overlooked in the year.
    void of_the_year(law::Question const& question, Standings& standings) const
    {
        each(question, standings, [&](Asked& asked, std::size_t i, FactsOfOne& facts) {
            auto& on = (*asked.standing)[i];
            put(on, kOnSweep);
            stand(asked.parting.at(i), facts, on);
            if (on & kOnNotYet && asked.next.brings(records_[i], facts())) put(on, kOnNext);
            if (on & kOnEligible && !ever_held(records_[i], *asked.award)) put(on, kOnOverlooked);
        });
    }

    // Who could have been proposed at the end of an earlier year. Only who was found eligible by the
    // sweep has to be judged: a judge withholds, but never grants.
    void overlooked(law::Question const& question, Standings& standings) const
    {
        each(question, standings, [&](Asked& asked, std::size_t i, FactsOfOne& facts) {
            auto& on = (*asked.standing)[i];
            if (!(on & kOnSweep) || on & kOnOverlooked) return;
            auto const place = asked.parting.at(i);
            if (place.answer() != law::Answer::Eligible || ever_held(records_[i], *asked.award))
                return;
            if (place.judged(facts()).verdict.answer == law::Answer::Eligible)
                put(on, kOnOverlooked);
        });
    }

private:
    // One award, put to everybody.
    struct Asked {
        std::string const* award;
        Standing* standing;
        Parting parting;
        NextYear next;
    };

    // Calls `f(asked, index, facts)` for every award and everybody who is swept: all awards of one
    // subject after another, so that its facts are made once.
    template <class F>
    void each(law::Question question, Standings& standings, F const& f) const
    {
        Books books{tx_, question.received};
        auto const columns = columns_(question);
        std::deque<Asked> all;
        for (auto& [award, standing] : standings) {
            question.award = award;
            all.push_back({&award,
                           &standing,
                           {books,
                            stood_.declared,
                            records_,
                            *columns,
                            question,
                            with_discipline_},
                           {books, question}});
        }
        for (std::size_t i = 0; i < records_.size(); ++i) {
            if (!is_swept(records_[i], question.received)) continue;
            FactsOfOne facts{records_[i], question, with_discipline_};
            for (auto& asked : all) f(asked, i, facts);
        }
    }

    // What the sweep leaves to a person stays so; what it finds not eligible may still be withheld.
    static void stand(Parting::Place const& place, FactsOfOne& facts, std::uint8_t& on)
    {
        auto const answer = place.answer();
        if (answer == law::Answer::NeedsDecision || answer == law::Answer::Deferred)
            return put(on, kOnNow);
        if (place.is_far()) return put(on, kOnNotYet);
        auto const judgement = place.judged(facts());
        switch (judgement.verdict.answer) {
        case law::Answer::Eligible: put(on, kOnEligible); [[fallthrough]];
        case law::Answer::NeedsDecision:
        case law::Answer::Deferred: put(on, kOnNow); break;
        case law::Answer::NotEligible:
            put(on, kOnNotYet);
            if (judgement.missing == 1) put(on, kOnShort);
        }
    }

    storage::Transaction& tx_;
    Stood const& stood_;
    ColumnsFor const& columns_;
    std::vector<Record> const& records_;
    bool with_discipline_;
};

Standings nobody(law::Subject subject, std::size_t size)
{
    Standings standings;
    bool const person = subject == law::Subject::Person;
    for (auto const& [code, award] : law::built_in().awards) {
        if (person ? award.for_persons : award.for_units) standings.emplace(code, Standing(size));
    }
    return standings;
}

// Copies the standing of `from` at each of the places that are given.
void copy(Standings const& from, Unchanged const& places, Standings& to)
{
    for (auto& [award, standing] : to) {
        auto const& source = from.at(award);
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i]) standing[i] = source[*places[i]];
        }
    }
}

}  // namespace

Standings stand_all(storage::Transaction& tx,
                    Stood const& stood,
                    ColumnsFor const& columns,
                    law::Question const& question)
{
    auto standings = nobody(stood.subject, stood.records.size());
    Stand const stand{tx, stood, columns};
    stand.of_the_year(question, standings);
    for (int back = 1; back <= kYearsBack; ++back)
        stand.overlooked(years_before(question, back), standings);
    return standings;
}

Standings stand_changed(storage::Transaction& tx,
                        Stood const& stood,
                        EarlierStandings const& earlier,
                        int newest_year,
                        law::Question const& question)
{
    std::vector<Record> changed;
    Unchanged places(stood.records.size());  // Among those changed.
    for (std::size_t i = 0; i < stood.records.size(); ++i) {
        if ((*earlier.places)[i]) continue;
        places[i] = changed.size();
        changed.push_back(stood.records[i]);
    }
    auto standings = nobody(stood.subject, stood.records.size());
    copy(*earlier.standings, *earlier.places, standings);
    if (changed.empty()) return standings;
    Stood const few{stood.subject, changed, stood.declared, stood.with_discipline};
    auto const columns = [&](law::Question const& asked) {
        return std::make_shared<law::Columns const>(
            columns_of(changed, few.subject, newest_year, asked, few.with_discipline));
    };
    copy(stand_all(tx, few, columns, question), places, standings);
    return standings;
}

}  // namespace thidua::eligibility
