// How this folder reads its columns: one list of columns per noun, one function per row.
#pragma once

#include "base/date.h"
#include "organisation/lookup.h"
#include "storage/database.h"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace thidua::organisation {

// Of `unit u`; read by unit_of.
inline constexpr std::string_view kUnitColumns =
    "u.id, u.code, u.kind, u.name, u.path, u.parent_id, u.valid_from, u.valid_to, u.offline, "
    "u.head_decides, "
    "u.confirmed, u.version";
inline constexpr int kUnitColumnCount = 12;
Unit unit_of(storage::Rows const& rows);

// Of `person p JOIN unit u ON u.id = p.unit_id`; read by person_of.
inline constexpr std::string_view kPersonColumns =
    "p.id, p.code, p.origin, p.full_name, p.birth_date, p.sex, p.category, p.rank, p.position, "
    "p.unit_id, u.code, "
    "u.name, u.path, p.direct_worker, p.joined, p.sector_joined, p.left_on, p.left_reason, "
    "p.retires, p.ethnicity, "
    "p.education, p.party_joined, p.version";
inline constexpr std::string_view kPersonTables = " FROM person p JOIN unit u ON u.id = p.unit_id ";
Person person_of(storage::Rows const& rows);

std::optional<Date> date_at(storage::Rows const& rows, int column);
std::optional<bool> flag_at(storage::Rows const& rows, int column);

// What a column takes: NULL for nothing.
std::optional<std::string> iso(std::optional<Date> date);
std::optional<std::int64_t> flag(std::optional<bool> value);

// What a document takes: null for nothing.
boost::json::value json_of(std::optional<Date> date);
boost::json::value json_of(std::optional<bool> value);
boost::json::value json_of(std::optional<std::int64_t> value);
boost::json::value json_text(std::string_view text);  // null for ""
boost::json::value birth_year(std::optional<Date> birth_date);

}  // namespace thidua::organisation
