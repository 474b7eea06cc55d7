// What each kind of fact consists of: the one place that says so.
#include "organisation/facts.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

FactField year() { return {"year", "year", FieldType::Year, "", true, true}; }
FactField from(bool in_address = true)
{
    return {"from", "from_on", FieldType::Date, "", true, in_address};
}
FactField term(std::string name,
               std::string vocabulary,
               bool required = true,
               bool in_address = false)
{
    auto column = name;
    return {std::move(name),
            std::move(column),
            FieldType::Term,
            std::move(vocabulary),
            required,
            in_address};
}
FactField last_day(std::string name, std::string column)
{
    return {std::move(name), std::move(column), FieldType::Date};
}
FactField figure(std::string name)
{
    auto column = name;
    return {std::move(name), std::move(column), FieldType::Integer};
}

std::vector<FactKind> make_kinds()
{
    return {
        {.name = "ratings",
         .table = "rating",
         .once_a_year = true,
         .fields = {year(), term("rating", "rating")}},
        {.name = "initiatives",
         .table = "initiative",
         .fields = {year(),
                    {"title", "title", FieldType::Text, "", true, true},
                    term("level", "initiative-level"),
                    term("kind", "initiative-kind"),
                    figure("share"),
                    {"decision_no", "decision_no"},
                    last_day("decision_date", "decision_date"),
                    {"marking", "marking", FieldType::Marking, "marking", false, false, false}}},
        {.name = "disciplines",
         .table = "discipline",
         .read = Permission::ReadDiscipline,
         .write = Permission::WriteDiscipline,
         .fields = {from(), term("kind", "discipline", true, true), last_day("to", "to_on")}},
        {.name = "pending",
         .table = "pending_case",
         .read = Permission::ReadDiscipline,
         .write = Permission::WriteDiscipline,
         .fields = {from(),
                    term("kind", "pending", true, true),
                    last_day("cleared", "cleared_on")}},
        {.name = "absences",
         .table = "absence",
         .subject = FactSubject::Person,
         .fields = {from(),
                    term("kind", "absence", true, true),
                    last_day("to", "to_on"),
                    term("result", "study-result", false)}},
        {.name = "unit_years",
         .table = "unit_year",
         .subject = FactSubject::Unit,
         .read = Permission::ReadOrganisation,
         .once_a_year = true,
         .fields = {year(),
                    {"party_clean", "party_clean", FieldType::Flag},
                    figure("total"),
                    figure("completed"),
                    figure("advanced"),
                    figure("cstd_co_so"),
                    figure("disciplined")}},
    };
}

}  // namespace

std::vector<FactKind> const& fact_kinds()
{
    static auto const kinds = make_kinds();
    return kinds;
}

FactKind const* fact_kind(std::string_view name)
{
    auto const& kinds = fact_kinds();
    auto const found = std::find_if(
        kinds.begin(), kinds.end(), [&](FactKind const& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

std::vector<std::string> const& completeness_kinds()
{
    static std::vector<std::string> const kinds = {
        "awards", "ratings", "initiatives", "disciplines", "pending", "absences", "unit_years",
        "blocks"};
    return kinds;
}

}  // namespace thidua::organisation
