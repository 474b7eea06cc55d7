#include "register/award_subjects.h"

#include "base/text.h"

#include <algorithm>

namespace thidua::registry {

namespace {

Args value(std::string_view text) { return {{"value", std::string{text}}}; }

bool contains(std::vector<UnitEntry const*> const& units, UnitEntry const* unit)
{
    return std::find(units.begin(), units.end(), unit) != units.end();
}

std::string_view name_on(UnitEntry const& unit, std::optional<Date> on)
{
    auto const* state = on ? unit.state_on(*on) : nullptr;
    return state != nullptr ? std::string_view{state->name} : std::string_view{unit.name};
}

}  // namespace

void AwardSubjects::resolve(AwardDraft& draft, SubjectKind kind, Units const& group)
{
    if (!row_.is_empty(columns_.subject)) {
        resolve_by_code(draft, kind);
        if (draft.has_subject()) check_name(draft);
        if (draft.person != nullptr) check_person_unit(draft);
        if (draft.unit != nullptr) check_parent_unit(draft);
    } else if (!row_.is_empty(columns_.full_name)) {
        resolve_by_name(draft, kind, group);
    } else {
        row_.wrong(columns_.subject, "import.row.subject-missing");
    }
    if (draft.has_subject()) check_life(draft);
}

void AwardSubjects::resolve_by_code(AwardDraft& draft, SubjectKind kind)
{
    auto const code = folded(columns_.subject);
    draft.person = kind == SubjectKind::Unit ? nullptr : people_.find(code);
    if (draft.person == nullptr && kind != SubjectKind::Person) draft.unit = units_.find(code);
    if (draft.has_subject()) return;
    bool const other_kind = kind != SubjectKind::Any && (people_.find(code) != nullptr || units_.find(code) != nullptr);
    row_.wrong(columns_.subject, other_kind ? "import.row.other-section" : "import.row.unknown-subject",
               value(row_.text(columns_.subject)));
}

// The nearest of: people of the unit itself, of what it became or came from, of units below it.
std::vector<PersonEntry const*> AwardSubjects::people_named(AwardDraft const& draft, Units const& where)
{
    auto const all = people_.named(folded(columns_.full_name));
    if (where.empty()) return all;
    auto matching = [&](auto const& test) {
        std::vector<PersonEntry const*> some;
        for (auto const* person : all) {
            if (std::any_of(where.begin(), where.end(), [&](auto const* unit) { return test(*person, *unit); }))
                some.push_back(person);
        }
        return some;
    };
    auto found = matching([&](auto const& person, auto const& unit) { return is_home(person, unit, draft.decided_on); });
    if (found.empty()) found = matching([&](auto const& person, auto const& unit) { return is_kin_of_home(person, unit); });
    if (found.empty()) {
        found = matching([&](auto const& person, auto const& unit) {
            auto const* home = units_.by_id(person.unit_id);
            return home != nullptr && organisation::UnitDirectory::is_within(*home, unit);
        });
    }
    return found;
}

// Units that bore the name on the day; beside it may stand the unit above.
AwardSubjects::Units AwardSubjects::units_named(AwardDraft const& draft, Units const& where)
{
    auto all = units_.named(folded(columns_.full_name), draft.decided_on);
    std::erase_if(all, [&](auto const* unit) {
        if (!unit->in_scope) return true;
        return !where.empty() && std::none_of(where.begin(), where.end(), [&](auto const* above) {
            return organisation::UnitDirectory::is_within(*unit, *above);
        });
    });
    return all;
}

void AwardSubjects::resolve_by_name(AwardDraft& draft, SubjectKind kind, Units const& group)
{
    auto const stated = units_of_cell(draft);
    if (!row_.is_empty(columns_.unit) && stated.empty()) return;
    auto const& where = stated.empty() ? group : stated;
    auto const& takes = draft.type != nullptr ? draft.type->subject : "any";
    bool const may_be_person = kind != SubjectKind::Unit && takes != "unit";
    bool const may_be_unit = kind != SubjectKind::Person && takes != "person";
    auto const people = may_be_person ? people_named(draft, where) : std::vector<PersonEntry const*>{};
    auto const units = may_be_unit ? units_named(draft, where) : Units{};
    auto const name = row_.text(columns_.full_name);
    if (people.size() + units.size() > 1)
        return row_.wrong(columns_.full_name, "import.row.ambiguous-name", {{"value", std::string{name}}, {"count", std::to_string(people.size() + units.size())}});
    if (people.empty() && units.empty()) return row_.wrong(columns_.full_name, "import.row.unknown-name", value(name));
    draft.person = people.empty() ? nullptr : people.front();
    draft.unit = units.empty() ? nullptr : units.front();
    if (draft.person != nullptr && !stated.empty()) check_person_unit(draft);
    auto const& code = draft.person != nullptr ? draft.person->code : draft.unit->code;
    row_.warn("import.row.matched-by-name", {{"name", std::string{name}}, {"code", code}});
}

void AwardSubjects::check_name(AwardDraft const& draft)
{
    if (row_.is_empty(columns_.full_name)) return;
    auto const given = folded(columns_.full_name);
    if (draft.person != nullptr && given != draft.person->folded) {
        row_.wrong(columns_.full_name, "import.row.name-differs",
                   {{"value", std::string{row_.text(columns_.full_name)}}, {"code", draft.person->code}, {"name", draft.person->full_name}});
    }
    if (draft.unit == nullptr || (draft.decided_on && !draft.unit->stands_on(*draft.decided_on))) return;
    auto const right = name_on(*draft.unit, draft.decided_on);
    if (given != fold(right)) {
        row_.wrong(columns_.full_name, "import.row.name-differs",
                   {{"value", std::string{row_.text(columns_.full_name)}}, {"code", draft.unit->code}, {"name", std::string{right}}});
    }
}

AwardSubjects::Units AwardSubjects::units_of_cell(AwardDraft const& draft)
{
    if (row_.is_empty(columns_.unit)) return {};
    if (auto const* unit = units_.find(row_.text(columns_.unit))) return {unit};
    auto const name = folded(columns_.unit);
    auto units = draft.decided_on ? units_.named(name, draft.decided_on) : Units{};
    for (auto const* unit : units_.named(name, std::nullopt)) {
        if (!contains(units, unit)) units.push_back(unit);
    }
    if (units.empty()) row_.wrong(columns_.unit, "import.row.unknown-unit", value(row_.text(columns_.unit)));
    return units;
}

bool AwardSubjects::is_home(PersonEntry const& person, UnitEntry const& unit, std::optional<Date> on) const
{
    auto const* post = on ? person.post_on(*on) : nullptr;
    return person.unit_id == unit.id || (post != nullptr && post->unit_id == unit.id);
}

bool AwardSubjects::is_kin_of_home(PersonEntry const& person, UnitEntry const& unit) const
{
    return units_.are_kin(person.unit_id, unit.id);
}

// The unit cell beside a person: their unit on that day or today's, or what that one came from.
void AwardSubjects::check_person_unit(AwardDraft& draft)
{
    auto const units = units_of_cell(draft);
    for (auto const* unit : units) {
        if (is_home(*draft.person, *unit, draft.decided_on)) return void(draft.stated_unit = unit);
    }
    for (auto const* unit : units) {
        if (is_kin_of_home(*draft.person, *unit)) return void(draft.stated_unit = unit);
    }
    if (units.empty() || row_.is_empty(columns_.subject)) return;
    auto const* home = units_.by_id(draft.person->unit_id);
    row_.wrong(columns_.unit, "import.row.unit-differs",
               {{"value", std::string{row_.text(columns_.unit)}}, {"code", draft.person->code}, {"unit", home != nullptr ? home->name : ""}});
}

// The unit cell beside a unit: the unit itself or one above it.
void AwardSubjects::check_parent_unit(AwardDraft const& draft)
{
    auto const units = units_of_cell(draft);
    if (units.empty()) return;
    bool const above = std::any_of(units.begin(), units.end(), [&](auto const* unit) {
        return organisation::UnitDirectory::is_within(*draft.unit, *unit);
    });
    if (!above) {
        row_.wrong(columns_.unit, "import.row.unit-differs",
                   {{"value", std::string{row_.text(columns_.unit)}}, {"code", draft.unit->code}, {"unit", std::string{name_on(*draft.unit, draft.decided_on)}}});
    }
}

void AwardSubjects::check_life(AwardDraft const& draft)
{
    if (!draft.decided_on) return;
    auto const day = to_vietnamese(*draft.decided_on);
    if (draft.person != nullptr && draft.person->joined && *draft.decided_on < *draft.person->joined) {
        row_.wrong(columns_.decision_date, "import.row.before-joined",
                   {{"day", day}, {"name", draft.person->full_name}, {"joined", to_vietnamese(*draft.person->joined)}});
    }
    if (draft.unit != nullptr && !draft.unit->stands_on(*draft.decided_on)) {
        row_.wrong(columns_.decision_date, "import.row.outside-life",
                   {{"day", day}, {"name", draft.unit->name}, {"from", to_vietnamese(draft.unit->from)},
                    {"to", draft.unit->to ? to_vietnamese(*draft.unit->to) : "…"}});
    }
}

}  // namespace thidua::registry
