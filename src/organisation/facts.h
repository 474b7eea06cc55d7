// Facts of years and periods: ratings, initiatives, disciplines, pending cases, absences, figures
// of units. One description per kind serves the grid, the form, the person's page and the acts.
#pragma once

#include "organisation/acts.h"
#include "organisation/filter.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

enum class FieldType { Text, Term, Year, Date, Integer, Flag, Marking };

struct FactField {
    std::string name;  // In forms and documents, as in the import of that kind.
    std::string column;
    FieldType type = FieldType::Text;
    std::string vocabulary = {};  // Of a Term.
    bool required = false;
    bool in_address = false;  // Tells the facts of one subject apart.
    bool in_grid = true;
};

enum class FactSubject { Any, Person, Unit };

struct FactKind {
    std::string name;  // The import kind: "ratings".
    std::string table;
    FactSubject subject = FactSubject::Any;
    Permission read = Permission::ReadPeople;
    Permission write = Permission::WriteFacts;
    bool once_a_year = false;  // One row per subject and year.
    std::vector<FactField> fields;

    bool has_year() const { return fields.front().type == FieldType::Year; }
    bool has_marking() const { return fields.back().type == FieldType::Marking; }
};
std::vector<FactKind> const& fact_kinds();
FactKind const* fact_kind(std::string_view name);

// Values as the columns hold them, as text: "2018", "2018-12-18", "1"; nothing for NULL.
using FactValues = std::map<std::string, std::optional<std::string>>;

struct Fact {
    std::int64_t id = 0;
    std::string ref;  // Address within the subject.
    Subject subject;
    std::optional<Date> birth_date;  // Of a person.
    std::string unit_code;
    FactValues values;
    std::int64_t version = 1;
};

// Rows of a kind that the actor may read: fact rows `f`, person `p`, unit of the row `s`, and `u`,
// the unit that decides who may read.
std::string fact_tables(FactKind const& kind);
void require_readable(Filter& filter, FactKind const& kind, access::Actor const& actor);
Fact fact_of(FactKind const& kind, storage::Rows const& rows);
std::string fact_columns(FactKind const& kind);

// All of one subject that the actor may read, newest first, with their addresses.
std::vector<Fact> facts_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           FactKind const& kind,
                           Subject const& subject);
// Gives rows of any subjects their addresses.
void address_facts(storage::Transaction& tx, FactKind const& kind, std::vector<Fact>& facts);

struct AddFact {
    FactKind const& kind;
    std::string subject;  // Code.
    FactValues values;
};
Result<Subject> add_fact(Act& act, AddFact const& command);

struct EditFact {
    FactKind const& kind;
    std::string subject_kind;
    std::string subject;
    std::string ref;
    FactValues values;
    std::int64_t version = 0;
};
Result<Subject> edit_fact(Act& act, EditFact const& command);

struct RemoveFact {
    FactKind const& kind;
    std::string subject_kind;
    std::string subject;
    std::string ref;
    std::int64_t version = 0;
};
Result<Subject> remove_fact(Act& act, RemoveFact const& command);

// "This kind is fully entered for that unit and year": from then on, absent means it did not
// happen. `kind` is an import kind that has years, see completeness_kinds.
struct DeclareComplete {
    std::string unit;
    std::string kind;
    int year = 0;
    bool complete = true;  // False takes the declaration back.
};
Result<Unit> declare_complete(Act& act, DeclareComplete const& command);
std::vector<std::string> const& completeness_kinds();

}  // namespace thidua::organisation
