// The headings of an annex: which award, whether units or people, which group the rows below belong to.
#pragma once

#include "intake/list.h"
#include "organisation/import_directory.h"
#include "register/catalogue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace thidua::registry {

enum class SubjectKind { Any, Person, Unit };

// Award types by every spelling, folded.
class AwardNames {
public:
    explicit AwardNames(std::vector<AwardType> types);
    AwardType const* find(std::string_view folded) const;

private:
    std::vector<AwardType> types_;
    std::unordered_map<std::string, AwardType const*> by_spelling_;
};

// What holds for the rows below the headings read so far.
class AwardSections {
public:
    AwardSections(AwardNames const& names, organisation::UnitDirectory const& units) : names_(&names), units_(&units) {}

    // Headings of one sheet say nothing about another. `title` is the award its title lines name, if
    // any: it holds until a heading names one.
    void begin_sheet(AwardType const* title);
    // Says whether the heading meant something; other text is to be listed as skipped.
    bool read(std::string_view text, intake::Numbering numbering, std::optional<Date> decided_on);

    AwardType const* award() const { return award_ == nullptr ? title_ : award_; }
    SubjectKind kind() const { return kind_; }
    std::vector<organisation::UnitEntry const*> const& group() const { return group_; }

private:
    enum class Level { None, Award, Kind };
    void set_award(AwardType const* award, intake::Numbering numbering);
    void set_kind(SubjectKind kind, intake::Numbering numbering);
    void end_sibling(intake::Numbering numbering);

    AwardNames const* names_;
    organisation::UnitDirectory const* units_;
    AwardType const* title_ = nullptr;
    AwardType const* award_ = nullptr;
    SubjectKind kind_ = SubjectKind::Any;
    std::vector<organisation::UnitEntry const*> group_;
    Level outer_ = Level::None;  // what the first heading of the sheet set
    intake::Numbering award_numbering_ = intake::Numbering::None;
    intake::Numbering kind_numbering_ = intake::Numbering::None;
};

}  // namespace thidua::registry
