// A standard made ready for the columns: the requirement tree with everything the question fixes
// worked out once (which planes are read, which years, which days), then run block by block.
#pragma once

#include "law/book.h"
#include "law/columns.h"

#include <memory>
#include <vector>

namespace thidua::law {

// The awards of one plane that count for the question.
struct AwardSource {
    AwardPlane const* plane;
    bool sure;              // Counts for certain; else it is open whether it counts.
    std::uint64_t visible;  // Years whose decisions were all taken by the day of receipt.
    std::uint64_t mixed;    // Years of which some were.
};
struct AwardSources {
    Code award;
    std::vector<AwardSource> sources;
    // The same for whoever does not ask when they were decided: fewer planes.
    std::vector<AwardSource> of_any_lag;
    bool only_sure = true;  // No source, and no odd row, is open.
};
// The awards of one plane decided in the year of receipt.
struct DecidedSource {
    AwardPlane const* plane;
    std::uint64_t year;
    bool mixed;
};

struct Step {
    Node const* node = nullptr;
    std::vector<Step> parts;
    std::unique_ptr<Step> open_when;
    std::vector<AwardSources> awards;
    std::vector<DecidedSource> decided;
    std::vector<InitiativePlanes const*> initiatives;
    std::uint64_t categories = 0;    // By place.
    std::int32_t joined_by = 0;      // Leaves on the day of joining: met up to this day,
    std::int32_t not_joined_by = 0;  // ... and not up to this one.
    std::vector<Code> words;         // Kinds or results.
    std::optional<Code> kind;        // Of absence.
    std::uint64_t years = 0;         // Years: the window of the parts.
    bool grows = false;              // After: more years never make the parts worse.
};

class Program {
public:
    // All must outlive the program. The year asked for must have a bit in the columns.
    Program(LawBook const& book,
            Regime const& regime,
            Standard const& standard,
            Columns const& columns,
            Question const& question);

    // What the standard asks side by side: the parts of its conjunctions, or all of it.
    std::vector<Step> const& requirements() const { return requirements_; }

    Date first_of_year() const { return first_of_year_; }
    Date last_of_year() const { return last_of_year_; }
    Regime const& regime() const { return regime_; }
    Standard const& standard() const { return standard_; }
    Columns const& columns() const { return columns_; }
    Question const& question() const { return question_; }
    int year_bit() const { return columns_.bit(question_.year); }
    // Years up to the one asked for.
    std::uint64_t past() const { return ~std::uint64_t{0} >> (63 - year_bit()); }
    Worth worth(Mode mode) const { return worth_.at(mode); }
    // The awards that a new one of the same form must lie after; of regular merit.
    AwardSources const& same_form() const { return same_form_; }

private:
    void add_requirements(Node const& node);
    Step compile(Node const& node) const;
    void prepare(Step& step, Node const& node) const;
    AwardSources sources_of(std::string const& award, bool any_mode) const;
    void unite_lags(AwardSources& award) const;
    std::vector<AwardSources> sources_of(std::vector<std::string> const& awards,
                                         bool any_mode = false) const;
    AwardSource source_of(AwardPlane const& plane, bool sure) const;
    std::vector<DecidedSource> decided_in_year(NoOtherForm const& what) const;
    std::vector<InitiativePlanes const*> planes_of(Initiatives const& what) const;
    std::vector<Code> codes_of(std::vector<std::string> const& words) const;

    Regime const& regime_;
    Standard const& standard_;
    Columns const& columns_;
    Question question_;
    Date first_of_year_, last_of_year_;
    std::map<Mode, Worth> const& worth_;
    std::vector<Step> requirements_;
    AwardSources same_form_;
};

// The requirements of a standard as a program lists them, in order.
std::vector<Node const*> requirements_of(Standard const& standard);

}  // namespace thidua::law
