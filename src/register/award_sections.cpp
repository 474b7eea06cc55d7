#include "register/award_sections.h"

#include "base/text.h"

namespace thidua::registry {

using intake::Numbering;

AwardNames::AwardNames(std::vector<AwardType> types) : types_(std::move(types))
{
    for (auto const& type : types_) {
        by_spelling_.emplace(fold(type.code), &type);
        by_spelling_.emplace(fold(type.name_vi), &type);
        for (auto const& spelling : type.spellings) by_spelling_.emplace(fold(spelling), &type);
    }
}

AwardType const* AwardNames::find(std::string_view folded) const
{
    auto const found = by_spelling_.find(std::string{folded});
    return found == by_spelling_.end() ? nullptr : found->second;
}

void AwardSections::begin_sheet(AwardType const* title)
{
    *this = AwardSections{*names_, *units_};
    title_ = title;
}

bool AwardSections::read(std::string_view text, Numbering numbering, std::optional<Date> decided_on)
{
    auto const heading = intake::parse_heading(text);
    if (numbering == Numbering::None) numbering = heading.numbering;
    auto const folded = fold(heading.text);
    if (auto const* award = names_->find(folded)) return set_award(award, numbering), true;
    if (folded == "tập thể") return set_kind(SubjectKind::Unit, numbering), true;
    if (folded == "cá nhân") return set_kind(SubjectKind::Person, numbering), true;
    // A group may be numbered by its whole text or not at all: "1. Phòng" and "Trạm 1" are both names.
    for (auto const& name : {folded, fold(text)}) {
        auto units = units_->named(name, decided_on);
        if (units.empty()) units = units_->named(name, std::nullopt);
        if (!units.empty()) return group_ = std::move(units), true;
    }
    end_sibling(numbering);
    return false;
}

void AwardSections::set_award(AwardType const* award, Numbering numbering)
{
    if (outer_ == Level::None) outer_ = Level::Award;
    if (outer_ == Level::Award) kind_ = SubjectKind::Any;
    title_ = nullptr;
    award_ = award;
    award_numbering_ = numbering;
    group_.clear();
}

void AwardSections::set_kind(SubjectKind kind, Numbering numbering)
{
    if (outer_ == Level::None) outer_ = Level::Kind;
    if (outer_ == Level::Kind) award_ = nullptr;
    kind_ = kind;
    kind_numbering_ = numbering;
    group_.clear();
}

// A heading we do not know, numbered like the one that set the section, begins another section: its
// rows must not get the award of the one before.
void AwardSections::end_sibling(Numbering numbering)
{
    if (numbering == Numbering::None) return;
    if (award_ != nullptr && numbering == award_numbering_) award_ = nullptr, group_.clear();
    if (kind_ != SubjectKind::Any && numbering == kind_numbering_) kind_ = SubjectKind::Any, group_.clear();
}

}  // namespace thidua::registry
