#include "organisation/facts.h"

#include "audit/settings.h"
#include "base/random.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::organisation {

namespace json = boost::json;

namespace {

constexpr int kFixedColumns = 9;  // Of fact_columns, before the fields.

bool is_number(FactField const& field)
{
    switch (field.type) {
    case FieldType::Year:
    case FieldType::Integer:
    case FieldType::Flag:
    case FieldType::Marking: return true;
    case FieldType::Text:
    case FieldType::Term:
    case FieldType::Date: return false;
    }
    return false;
}

std::optional<std::string> value_at(FactField const& field, storage::Rows const& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    return is_number(field) ? std::to_string(rows.integer(column)) : rows.string(column);
}

// What the column takes. Text columns other than dates hold "" where nothing is known.
storage::Param param(FactField const& field, std::optional<std::string> const& value)
{
    static std::string const kEmpty;
    if (is_number(field)) {
        if (!value) return field.type == FieldType::Marking ? storage::Param{0} : storage::Param{};
        return storage::Param{std::stoll(*value)};
    }
    if (value) return storage::Param{*value};
    return field.type == FieldType::Date ? storage::Param{} : storage::Param{kEmpty};
}

std::optional<std::string> const& value_of(FactValues const& values, std::string const& name)
{
    static std::optional<std::string> const kNothing;
    auto const found = values.find(name);
    return found == values.end() ? kNothing : found->second;
}

json::object shown(storage::Transaction& tx, FactKind const& kind, FactValues const& values)
{
    // The audit line of a marked fact says which fact, not what it is.
    auto const marking = kind.has_marking() ? value_of(values, "marking").value_or("0") : "0";
    json::object object{{"fact", kind.name}};
    for (auto const& [name, value] : values) {
        if (!value) continue;
        object[name] = marking == "0" || name == "year" || name == "marking"
                           ? *value
                           : audit::hashed(tx, *value);
    }
    return object;
}

void leave_line(Act& act,
                std::string_view what,
                FactKind const& kind,
                Subject const& subject,
                FactValues const* before,
                FactValues const* after)
{
    auto const name = "organisation.fact." + std::string{what};
    auto const about = subject.kind + ":" + subject.code;
    json::object const old = before == nullptr ? json::object{} : shown(act.tx, kind, *before);
    json::object const made = after == nullptr ? json::object{} : shown(act.tx, kind, *after);
    audit::Line line{.what = name, .subject = about};
    if (before != nullptr) line.before = &old;
    if (after != nullptr) line.after = &made;
    line.unit_path = subject.unit_path;
    if (kind.has_marking()) {
        auto const& values = after == nullptr ? *before : *after;
        line.marking =
            static_cast<access::Marking>(std::stoi(value_of(values, "marking").value_or("0")));
    }
    audit::record(act, line);
}

std::string id_column(FactKind const& kind)
{
    switch (kind.subject) {
    case FactSubject::Any: return "subject_id";
    case FactSubject::Person: return "person_id";
    case FactSubject::Unit: return "unit_id";
    }
    return "";
}

std::string name_for_address(FactKind const& kind, Fact const& fact)
{
    auto name = "fact:" + kind.name + ":" + fact.subject.kind + ":" + fact.subject.code;
    for (auto const& field : kind.fields) {
        if (field.in_address) name += ":" + value_of(fact.values, field.name).value_or("");
    }
    return name;
}

Result<void> check_values(Act const& act, FactKind const& kind, FactValues const& values)
{
    for (auto const& field : kind.fields) {
        auto const& value = value_of(values, field.name);
        if (field.required && (!value || value->empty()))
            return bad_input("error.required", {}, field.name);
        if (!value) continue;
        if (field.type == FieldType::Year && std::stoi(*value) > act.today().year()) {
            return bad_input("organisation.error.future-year", {}, field.name);
        }
        if (field.type == FieldType::Marking &&
            !act.actor.may_read(static_cast<access::Marking>(std::stoi(*value)))) {
            return bad_input("organisation.error.marking-too-high", {}, field.name);
        }
    }
    for (auto const* end : {"to", "cleared"}) {
        auto const& last = value_of(values, end);
        auto const& first = value_of(values, "from");
        if (last && first && *last < *first)
            return bad_input("organisation.error.ends-before-start", {}, end);
    }
    return {};
}

Result<void> check_once(Act& act,
                        FactKind const& kind,
                        Subject const& subject,
                        FactValues const& values,
                        std::int64_t but)
{
    if (!kind.once_a_year) return {};
    auto const year = std::stoll(value_of(values, "year").value_or("0"));
    auto const by_kind = kind.subject == FactSubject::Any
                             ? " AND subject_kind = '" + subject.kind + "'"
                             : std::string{};
    auto const twice = act.tx.integer("SELECT id FROM " + kind.table + " WHERE " + id_column(kind) +
                                          " = ?1 AND year = ?2 AND id <> ?3" + by_kind,
                                      {subject.id, year, but});
    if (twice)
        return bad_input("organisation.fact.twice", {{"year", std::to_string(year)}}, "year");
    return {};
}

Result<Subject> subject_for(Act& act,
                            FactKind const& kind,
                            std::string const& code,
                            std::string_view subject_kind,
                            std::string const& field)
{
    auto subject = std::optional<Subject>{};
    bool const wants_unit = kind.subject == FactSubject::Unit || subject_kind == kUnit;
    if (wants_unit) {
        if (auto const unit = find_unit(act.tx, code))
            subject = {std::string{kUnit}, unit->id, unit->code, unit->name, unit->path};
    } else {
        subject = find_subject(act.tx, code);
        if (subject && subject->kind == kUnit && kind.subject == FactSubject::Person)
            subject.reset();
    }
    if (!subject || !act.actor.may(kind.read, subject->unit_path)) {
        if (field.empty()) return not_found();
        return bad_input("organisation.error.unknown-subject", {{"code", code}}, field);
    }
    if (!act.actor.may(kind.write, subject->unit_path)) return denied();
    return *std::move(subject);
}

Result<Fact> find_fact(Act& act,
                       FactKind const& kind,
                       Subject const& subject,
                       std::string const& ref)
{
    auto facts = facts_of(act.tx, act.actor, kind, subject);
    auto const found =
        std::find_if(facts.begin(), facts.end(), [&](Fact const& fact) { return fact.ref == ref; });
    if (found == facts.end()) return not_found();
    return *std::move(found);
}

std::vector<Difference> differences(FactKind const& kind,
                                    FactValues const& mine,
                                    FactValues const& theirs)
{
    std::vector<Difference> all;
    for (auto const& field : kind.fields) {
        all.push_back({field.name,
                       value_of(mine, field.name).value_or(""),
                       value_of(theirs, field.name).value_or("")});
    }
    return all;
}

}  // namespace

std::string fact_tables(FactKind const& kind)
{
    auto const from = " FROM " + kind.table + " f ";
    switch (kind.subject) {
    case FactSubject::Any:
        return from +
               "LEFT JOIN person p ON f.subject_kind = 'person' AND p.id = f.subject_id "
               "LEFT JOIN unit s ON f.subject_kind = 'unit' AND s.id = f.subject_id "
               "JOIN unit u ON u.id = COALESCE(p.unit_id, s.id) ";
    case FactSubject::Person:
        return from +
               "JOIN person p ON p.id = f.person_id LEFT JOIN unit s ON 1 = 0 JOIN unit u ON u.id "
               "= p.unit_id ";
    case FactSubject::Unit:
        return from +
               "JOIN unit s ON s.id = f.unit_id LEFT JOIN person p ON 1 = 0 JOIN unit u ON u.id = "
               "s.id ";
    }
    return "";
}

void require_readable(Filter& filter, FactKind const& kind, access::Actor const& actor)
{
    filter.require(access::sql_in_scopes(actor.scopes(kind.read), "u.path"));
    if (kind.has_marking()) {
        filter.require("f.marking <= " + filter.value(static_cast<std::int64_t>(actor.clearance)));
    }
}

std::string fact_columns(FactKind const& kind)
{
    std::string sql =
        "f.id, f.version, COALESCE(p.id, s.id), p.code, s.code, COALESCE(p.full_name, s.name), "
        "p.birth_date, "
        "u.code, u.path";
    for (auto const& field : kind.fields) sql += ", f." + field.column;
    return sql;
}

Fact fact_of(FactKind const& kind, storage::Rows const& rows)
{
    Fact fact{.id = rows.integer(0)};
    bool const is_person = !rows.is_null(3);
    fact.version = rows.integer(1);
    fact.subject = {std::string{is_person ? kPerson : kUnit},
                    rows.integer(2),
                    rows.string(is_person ? 3 : 4),
                    rows.string(5),
                    rows.string(8)};
    fact.birth_date = date_at(rows, 6);
    fact.unit_code = rows.string(7);
    int column = kFixedColumns;
    for (auto const& field : kind.fields) fact.values[field.name] = value_at(field, rows, column++);
    return fact;
}

void address_facts(storage::Transaction& tx, FactKind const& kind, std::vector<Fact>& facts)
{
    auto const secret = audit::instance_secret(tx);
    for (auto& fact : facts) fact.ref = address_of(secret, name_for_address(kind, fact));
}

std::vector<Fact> facts_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           FactKind const& kind,
                           Subject const& subject)
{
    if (kind.subject == FactSubject::Person && subject.kind == kUnit) return {};
    if (kind.subject == FactSubject::Unit && subject.kind == kPerson) return {};
    Filter filter;
    require_readable(filter, kind, actor);
    filter.require("f." + id_column(kind) + " = " + filter.value(subject.id));
    if (kind.subject == FactSubject::Any)
        filter.require("f.subject_kind = " + filter.value(subject.kind));
    auto const order = " ORDER BY f." + kind.fields.front().column + " DESC, f.id DESC";
    std::vector<Fact> facts;
    auto rows =
        tx.query("SELECT " + fact_columns(kind) + fact_tables(kind) + filter.where() + order,
                 filter.params());
    while (rows.next()) facts.push_back(fact_of(kind, rows));
    address_facts(tx, kind, facts);
    return facts;
}

Result<Subject> add_fact(Act& act, AddFact const& command)
{
    auto const& kind = command.kind;
    auto const subject = TD_TRY(subject_for(act, kind, command.subject, "", "subject"));
    TD_CHECK(check_values(act, kind, command.values));
    TD_CHECK(check_once(act, kind, subject, command.values, 0));
    std::vector<storage::Param> params{subject.id};
    auto columns = id_column(kind);
    std::string places = "?1";
    if (kind.subject == FactSubject::Any) {
        columns += ", subject_kind";
        params.emplace_back(subject.kind);
        places += ", ?2";
    }
    for (auto const& field : kind.fields) {
        columns += ", " + field.column;
        params.push_back(param(field, value_of(command.values, field.name)));
        places += ", ?" + std::to_string(params.size());
    }
    act.tx.execute("INSERT INTO " + kind.table + " (" + columns + ") VALUES (" + places + ")",
                   params);
    leave_line(act, "add", kind, subject, nullptr, &command.values);
    return subject;
}

Result<Subject> edit_fact(Act& act, EditFact const& command)
{
    auto const& kind = command.kind;
    auto const subject = TD_TRY(subject_for(act, kind, command.subject, command.subject_kind, ""));
    auto const fact = TD_TRY(find_fact(act, kind, subject, command.ref));
    if (fact.version != command.version)
        return stale(differences(kind, command.values, fact.values));
    TD_CHECK(check_values(act, kind, command.values));
    TD_CHECK(check_once(act, kind, subject, command.values, fact.id));
    std::vector<storage::Param> params{fact.id};
    std::string changes = "version = version + 1";
    for (auto const& field : kind.fields) {
        params.push_back(param(field, value_of(command.values, field.name)));
        changes += ", " + field.column + " = ?" + std::to_string(params.size());
    }
    act.tx.execute("UPDATE " + kind.table + " SET " + changes + " WHERE id = ?1", params);
    leave_line(act, "edit", kind, subject, &fact.values, &command.values);
    return subject;
}

Result<Subject> remove_fact(Act& act, RemoveFact const& command)
{
    auto const& kind = command.kind;
    auto const subject = TD_TRY(subject_for(act, kind, command.subject, command.subject_kind, ""));
    auto const fact = TD_TRY(find_fact(act, kind, subject, command.ref));
    if (fact.version != command.version) return stale({});
    act.tx.execute("DELETE FROM " + kind.table + " WHERE id = ?1", {fact.id});
    leave_line(act, "remove", kind, subject, &fact.values, nullptr);
    return subject;
}

Result<Unit> declare_complete(Act& act, DeclareComplete const& command)
{
    auto const unit = TD_TRY(unit_for(act, command.unit, Permission::WriteFacts, "unit"));
    auto const& kinds = completeness_kinds();
    if (std::find(kinds.begin(), kinds.end(), command.kind) == kinds.end())
        return bad_input("error.choice", {}, "kind");
    if (command.year < 1900 || command.year > act.today().year())
        return bad_input("error.year", {}, "year");
    if (command.complete) {
        act.tx.execute(
            "INSERT INTO completeness (unit_id, kind, year, declared_by, declared_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (unit_id, kind, year) DO NOTHING",
            {unit.id, command.kind, command.year, act.actor.name, act.now.seconds});
    } else {
        act.tx.execute("DELETE FROM completeness WHERE unit_id = ?1 AND kind = ?2 AND year = ?3",
                       {unit.id, command.kind, command.year});
    }
    json::object const facts{
        {"kind", command.kind}, {"year", command.year}, {"complete", command.complete}};
    record(act, "organisation.completeness.declare", unit, {}, facts);
    return unit;
}

}  // namespace thidua::organisation
