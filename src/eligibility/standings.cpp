#include "eligibility/standings.h"

#include "eligibility/holdings.h"
#include "eligibility/parting.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

using Standing = std::vector<std::uint8_t>;

void put(std::uint8_t& set, On list) { set = static_cast<std::uint8_t>(set | list); }

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
    void of_the_year(law::Question question, Standings& standings) const
    {
        Books books{tx_, question.received};
        auto const columns = holdings_.columns(subject_, question, with_discipline_);
        for (auto& [award, standing] : standings) {
            question.award = award;
            Parting parting{
                books, holdings_.declared, records_, *columns, question, with_discipline_};
            NextYear next{books, question, with_discipline_};
            for (std::size_t i = 0; i < records_.size(); ++i) {
                if (!is_swept(records_[i], question.received)) continue;
                put(standing[i], kOnSweep);
                stand(parting.at(i), standing[i]);
                if (standing[i] & kOnNotYet && next.brings(records_[i])) put(standing[i], kOnNext);
                if (standing[i] & kOnEligible && !ever_held(records_[i], award))
                    put(standing[i], kOnOverlooked);
            }
        }
    }

    // Who could have been proposed at the end of an earlier year. Only who was found eligible by the
    // sweep has to be judged: a judge withholds, but never grants.
    void overlooked(law::Question question, Standings& standings) const
    {
        Books books{tx_, question.received};
        auto const columns = holdings_.columns(subject_, question, with_discipline_);
        for (auto& [award, standing] : standings) {
            question.award = award;
            Parting parting{
                books, holdings_.declared, records_, *columns, question, with_discipline_};
            for (std::size_t i = 0; i < records_.size(); ++i) {
                if (!(standing[i] & kOnSweep) || standing[i] & kOnOverlooked) continue;
                if (!is_swept(records_[i], question.received)) continue;
                auto const place = parting.at(i);
                if (place.answer() != law::Answer::Eligible || ever_held(records_[i], award))
                    continue;
                if (place.judged().verdict.answer == law::Answer::Eligible)
                    put(standing[i], kOnOverlooked);
            }
        }
    }

private:
    // What the sweep leaves to a person stays so; what it finds not eligible may still be withheld.
    static void stand(Parting::Place const& place, std::uint8_t& on)
    {
        auto const answer = place.answer();
        if (answer == law::Answer::NeedsDecision || answer == law::Answer::Deferred)
            return put(on, kOnNow);
        if (place.is_far()) return put(on, kOnNotYet);
        auto const judgement = place.judged();
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
