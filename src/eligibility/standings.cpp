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
    Stand(storage::Transaction& tx,
          Holdings const& holdings,
          law::Subject subject,
          bool with_discipline)
        : tx_(tx), holdings_(holdings), records_(holdings.of(subject)), subject_(subject),
          with_discipline_(with_discipline)
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
        auto const columns = holdings_.columns(subject_, question, with_discipline_);
        std::deque<Asked> all;
        for (auto& [award, standing] : standings) {
            question.award = award;
            all.push_back({&award,
                           &standing,
                           {books,
                            holdings_.declared,
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
    Holdings const& holdings_;
    std::vector<Record> const& records_;
    law::Subject subject_;
    bool with_discipline_;
};

}  // namespace

Standings stand_all(storage::Transaction& tx,
                    Holdings const& holdings,
                    law::Subject subject,
                    law::Question const& question,
                    bool with_discipline)
{
    Standings standings;
    bool const person = subject == law::Subject::Person;
    auto const size = holdings.of(subject).size();
    for (auto const& [code, award] : law::built_in().awards) {
        if (person ? award.for_persons : award.for_units) standings.emplace(code, Standing(size));
    }
    Stand const stand{tx, holdings, subject, with_discipline};
    stand.of_the_year(question, standings);
    for (int back = 1; back <= kYearsBack; ++back)
        stand.overlooked(years_before(question, back), standings);
    return standings;
}

}  // namespace thidua::eligibility
