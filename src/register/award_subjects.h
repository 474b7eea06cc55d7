// Who is meant by the subject, name and unit cells of an award row.
#pragma once

#include "intake/row_reader.h"
#include "organisation/import_directory.h"
#include "register/award_sections.h"
#include "register/import_awards.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

class AwardSubjects {
public:
    AwardSubjects(intake::RowReader& row, intake::List& list, AwardColumns const& columns,
                  organisation::UnitDirectory const& units, organisation::PersonDirectory const& people)
        : row_(row), texts_(list.texts()), columns_(columns), units_(units), people_(people)
    {}

    // Fills person or unit and the stated unit, or says what is wrong.
    void resolve(AwardDraft& draft, SubjectKind kind, std::vector<UnitEntry const*> const& group);

private:
    using Units = std::vector<UnitEntry const*>;

    std::string_view folded(std::size_t column) { return texts_.view(texts_.folded(row_.id(column))); }
    void resolve_by_code(AwardDraft& draft, SubjectKind kind);
    void resolve_by_name(AwardDraft& draft, SubjectKind kind, Units const& group);
    std::vector<PersonEntry const*> people_named(AwardDraft const& draft, Units const& where);
    Units units_named(AwardDraft const& draft, Units const& where);
    void check_name(AwardDraft const& draft);
    void check_person_unit(AwardDraft& draft);
    void check_parent_unit(AwardDraft const& draft);
    void check_life(AwardDraft const& draft);
    // The units the unit cell may mean; reports an unknown one and answers none.
    Units units_of_cell(AwardDraft const& draft);
    bool is_home(PersonEntry const& person, UnitEntry const& unit, std::optional<Date> on) const;
    bool is_kin_of_home(PersonEntry const& person, UnitEntry const& unit) const;

    intake::RowReader& row_;
    intake::Texts& texts_;
    AwardColumns const& columns_;
    organisation::UnitDirectory const& units_;
    organisation::PersonDirectory const& people_;
};

}  // namespace thidua::registry
