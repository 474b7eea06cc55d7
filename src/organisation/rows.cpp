#include "organisation/rows.h"

namespace thidua::organisation {

namespace json = boost::json;

Unit unit_of(storage::Rows const& rows)
{
    Unit unit;
    unit.id = rows.integer(0);
    unit.code = rows.string(1);
    unit.kind = rows.string(2);
    unit.name = rows.string(3);
    unit.path = rows.string(4);
    unit.parent_id = rows.maybe_integer(5);
    unit.valid_from = date_at(rows, 6).value_or(Date{});
    unit.valid_to = date_at(rows, 7);
    unit.offline = rows.boolean(8);
    unit.head_decides = rows.string(9);
    unit.confirmed = rows.boolean(10);
    unit.version = rows.integer(11);
    return unit;
}

Person person_of(storage::Rows const& rows)
{
    Person person;
    person.id = rows.integer(0);
    person.code = rows.string(1);
    person.origin = rows.string(2);
    person.full_name = rows.string(3);
    person.birth_date = date_at(rows, 4);
    person.sex = rows.string(5);
    person.category = rows.string(6);
    person.rank = rows.string(7);
    person.position = rows.string(8);
    person.unit_id = rows.integer(9);
    person.unit_code = rows.string(10);
    person.unit_name = rows.string(11);
    person.unit_path = rows.string(12);
    person.direct_worker = flag_at(rows, 13);
    person.joined = date_at(rows, 14);
    person.sector_joined = date_at(rows, 15);
    person.left_on = date_at(rows, 16);
    person.left_reason = rows.string(17);
    person.retires = date_at(rows, 18);
    person.ethnicity = rows.string(19);
    person.education = rows.string(20);
    person.party_joined = date_at(rows, 21);
    person.version = rows.integer(22);
    return person;
}

std::optional<Date> date_at(storage::Rows const& rows, int column)
{
    return parse_iso_date(rows.text(column));
}

std::optional<bool> flag_at(storage::Rows const& rows, int column)
{
    return rows.is_null(column) ? std::nullopt : std::optional{rows.boolean(column)};
}

std::optional<std::string> iso(std::optional<Date> date)
{
    return date ? std::optional{to_iso(*date)} : std::nullopt;
}

std::optional<std::int64_t> flag(std::optional<bool> value)
{
    return value ? std::optional<std::int64_t>{*value ? 1 : 0} : std::nullopt;
}

json::value json_of(std::optional<Date> date)
{
    return date ? json::value(to_iso(*date)) : json::value(nullptr);
}
json::value json_of(std::optional<bool> value)
{
    return value ? json::value(*value) : json::value(nullptr);
}
json::value json_of(std::optional<std::int64_t> value)
{
    return value ? json::value(*value) : json::value(nullptr);
}
json::value json_text(std::string_view text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value birth_year(std::optional<Date> birth_date)
{
    return birth_date ? json::value(birth_date->year()) : json::value(nullptr);
}

}  // namespace thidua::organisation
