// Walks a requirement tree over one history: each leaf as the law words it, three-valued. Asked for
// the value alone it keeps neither parts nor evidence and stops where the value is settled.
#pragma once

#include "law/evaluate.h"

namespace thidua::law {

// Years first..last, inclusive.
struct YearRange {
    int first = kEver;
    int last = 0;
    bool holds(int year) const { return first <= year && year <= last; }
};

class Finder {
public:
    enum class Tells { Everything, Value };

    Finder(LawBook const& book,
           Regime const& regime,
           Facts const& facts,
           Question const& question,
           Tells tells = Tells::Everything,
           Hopes* hopes = nullptr);

    Finding find(Node const& node, YearRange window) const;

    // The years up to the question's that count by the standard's principles: what came before a
    // measure (`restart`) or an award of the same form (`once`) does not.
    YearRange years_counted(Standard const& standard, bool restart = true, bool once = true) const;

private:
    struct Counted {
        AwardFact const* award;
        Truth value;
    };

    Finding judged(Node const& node, YearRange window) const;
    // The value of the requirement had the modes another worth.
    Truth value_with(std::map<Mode, Worth> const& worth, Node const& node, YearRange window) const;
    // The papers about modes of awards in the history that made the value what it is.
    std::vector<std::shared_ptr<Settlement const>> papers_behind(Finding const& found,
                                                                 YearRange window) const;
    // After the last disciplinary measure, and after the last award of the form asked for; kEver
    // without one.
    int first_after_discipline() const;
    int first_after_same_form() const;
    std::vector<Counted> counted(std::vector<std::string> const& codes, YearRange window) const;
    // Whether the award stands in the way of what is asked; of a hope it is noted.
    bool hinders(AwardFact const& award) const;
    Truth worth(AwardFact const& award) const;
    int first_year_after(AwardFact const& award) const;
    Rating rating(int year) const;
    Finding parts(std::vector<Node> const& nodes, YearRange window) const;
    // Adds what `make()` gives, where evidence is told.
    template <class Make>
    void tell(Finding& finding, Make const& make) const
    {
        if (explains_) finding.evidence.push_back(make());
    }
    Finding count(std::vector<Counted> const& awards, int at_least) const;
    bool known(Date day) const { return day <= question_.received; }
    Date last_of_year() const;
    Date first_of_year() const;

    Finding operator_value(All const& what, YearRange window) const;
    Finding operator_value(Any const& what, YearRange window) const;
    Finding operator_value(Years const& what, YearRange window) const;
    Finding operator_value(After const& what, YearRange window) const;
    Finding operator_value(Run const& what, YearRange window) const;
    Finding operator_value(YearRating const& what, YearRange window) const;
    Finding operator_value(RatedYears const& what, YearRange window) const;
    Finding operator_value(Titles const& what, YearRange window) const;
    Finding operator_value(AwardCount const& what, YearRange window) const;
    Finding operator_value(NoAward const& what, YearRange window) const;
    Finding operator_value(Initiatives const& what, YearRange window) const;
    Finding operator_value(Held const& what, YearRange window) const;
    Finding operator_value(Category const& what, YearRange window) const;
    Finding operator_value(Service const& what, YearRange window) const;
    Finding operator_value(RecruitMonths const& what, YearRange window) const;
    Finding operator_value(LongStudy const& what, YearRange window) const;
    Finding operator_value(LeaveDays const& what, YearRange window) const;
    Finding operator_value(Undisciplined const& what, YearRange window) const;
    Finding operator_value(TransferOpinion const& what, YearRange window) const;
    Finding operator_value(Members const& what, YearRange window) const;
    Finding operator_value(BlockRank const& what, YearRange window) const;
    Finding operator_value(PartyClean const& what, YearRange window) const;
    Finding operator_value(Post const& what, YearRange window) const;
    Finding operator_value(FiledBy const& what, YearRange window) const;
    Finding operator_value(FiledAfter const& what, YearRange window) const;
    Finding operator_value(NoOtherForm const& what, YearRange window) const;
    Finding operator_value(Open const& what, YearRange window) const;
    Finding operator_value(Attest const& what, YearRange window) const;

    LawBook const& book_;
    Regime const& regime_;
    Facts const& facts_;
    History const& history_;
    Question const& question_;
    std::map<Mode, Worth> const* worth_;
    ModePapers const* mode_papers_;
    Hopes* hopes_;
    bool explains_;
    bool hurries_;  // Nobody asks what else stands in the way.
};

}  // namespace thidua::law
