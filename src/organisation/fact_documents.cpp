#include "organisation/fact_documents.h"

#include "terms/vocabulary.h"

namespace thidua::organisation {

namespace json = boost::json;

namespace {

std::string column_kind(FactField const& field)
{
    switch (field.type) {
    case FieldType::Text: return "text";
    case FieldType::Term:
    case FieldType::Marking: return "term:" + field.vocabulary;
    case FieldType::Year: return "year";
    case FieldType::Date: return "date";
    case FieldType::Integer: return "number";
    case FieldType::Flag: return "flag";
    }
    return "text";
}

std::optional<std::string> number_text(std::optional<std::int64_t> number)
{
    return number ? std::optional{std::to_string(*number)} : std::nullopt;
}

std::optional<std::string> filled(std::string text)
{
    return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

std::optional<std::string> read_field(FactField const& field, FormReader& form)
{
    constexpr std::int64_t kLargest = 1'000'000'000;
    switch (field.type) {
    case FieldType::Text:
        return filled(field.required ? form.required(field.name) : form.text(field.name));
    case FieldType::Term:
        return filled(field.required ? form.required_term(field.name, field.vocabulary)
                                     : form.term(field.name, field.vocabulary));
    case FieldType::Year: return std::to_string(form.required_year(field.name));
    case FieldType::Date: {
        auto const day =
            field.required ? std::optional{form.required_date(field.name)} : form.date(field.name);
        return day ? std::optional{to_iso(*day)} : std::nullopt;
    }
    case FieldType::Integer: return number_text(form.integer(field.name, 0, kLargest));
    case FieldType::Flag: {
        auto const flag = form.known_flag(field.name);
        return flag ? std::optional<std::string>{*flag ? "1" : "0"} : std::nullopt;
    }
    case FieldType::Marking:
        return std::to_string(
            static_cast<int>(access::marking_of(form.term(field.name, field.vocabulary))));
    }
    return std::nullopt;
}

}  // namespace

json::value json_of(FactField const& field, std::optional<std::string> const& value)
{
    if (!value || value->empty()) return nullptr;
    switch (field.type) {
    case FieldType::Year:
    case FieldType::Integer: return std::stoll(*value);
    case FieldType::Flag: return *value == "1";
    case FieldType::Marking:
        return json::value(access::name_of(static_cast<access::Marking>(std::stoi(*value))));
    case FieldType::Text:
    case FieldType::Term:
    case FieldType::Date: return json::value(*value);
    }
    return nullptr;
}

json::object document_of(FactKind const& kind, Fact const& fact)
{
    json::object object{{"ref", fact.ref}, {"version", fact.version}};
    for (auto const& field : kind.fields) {
        auto const found = fact.values.find(field.name);
        object[field.name == "kind" ? "fact_kind" : field.name] =
            found == fact.values.end() ? json::value(nullptr) : json_of(field, found->second);
    }
    return object;
}

json::object section_of(storage::Transaction& tx,
                        access::Actor const& actor,
                        FactKind const& kind,
                        Subject const& subject)
{
    json::array rows;
    for (auto const& fact : facts_of(tx, actor, kind, subject))
        rows.push_back(document_of(kind, fact));
    return {{"kind", kind.name},
            {"rows", std::move(rows)},
            {"subject_kind", subject.kind},
            {"subject", subject.code},
            {"may_write", actor.may(kind.write, subject.unit_path)}};
}

std::vector<http::Column> columns_of(FactKind const& kind)
{
    std::vector<http::Column> columns = {{"code", "organisation.field.subject"},
                                         {"name", "organisation.field.name"},
                                         {"birth_year", "organisation.field.birth_year", "year"},
                                         {"unit", "organisation.field.unit"}};
    for (auto const& field : kind.fields) {
        if (!field.in_grid) continue;
        columns.push_back({field.name == "kind" ? "fact_kind" : field.name,
                           "organisation.field." + field.name,
                           column_kind(field)});
    }
    return columns;
}

FactValues read_fact(FactKind const& kind, FormReader& form)
{
    FactValues values;
    for (auto const& field : kind.fields) values[field.name] = read_field(field, form);
    return values;
}

}  // namespace thidua::organisation
