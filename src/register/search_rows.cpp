#include "register/search_rows.h"

#include "register/search.h"

#include <boost/json.hpp>

#include <unordered_map>

namespace thidua::registry {

namespace json = boost::json;

namespace {

constexpr std::size_t kIdsAtOnce = 50;

std::string id_list()
{
    std::string list = "(";
    for (std::size_t i = 1; i <= kIdsAtOnce; ++i)
        list += (i == 1 ? "?" : ", ?") + std::to_string(i);
    return list + ")";
}

}  // namespace

json::array rows_by_id(storage::Transaction& tx,
                       std::string_view select,
                       std::vector<std::int64_t> const& ids,
                       std::function<json::object(storage::Rows const&)> const& make)
{
    json::array result;
    auto const sql = std::string{select} + id_list();
    for (std::size_t start = 0; start < ids.size(); start += kIdsAtOnce) {
        std::vector<storage::Param> params;
        for (std::size_t i = start; i < start + kIdsAtOnce; ++i)
            params.emplace_back(i < ids.size() ? ids[i] : -1);
        std::unordered_map<std::int64_t, json::object> made;
        auto rows = tx.query(sql, storage::Params{params});
        while (rows.next()) made.emplace(rows.integer(0), make(rows));
        for (std::size_t i = start; i < std::min(ids.size(), start + kIdsAtOnce); ++i) {
            if (auto const row = made.find(ids[i]); row != made.end())
                result.push_back(std::move(row->second));
        }
    }
    return result;
}

std::string exists_in_part(UnitPart const& part, std::string_view id_column)
{
    if (part.is_everything()) return "(1=1)";
    return "EXISTS (SELECT 1 FROM unit s WHERE s.id = " + std::string{id_column} + " AND " +
           part.sql("s.path") + ")";
}

json::value text_or_null(storage::Rows const& rows, int column)
{
    if (rows.text(column).empty()) return nullptr;
    return json::string{rows.text(column)};
}

json::value integer_or_null(storage::Rows const& rows, int column)
{
    if (rows.is_null(column)) return nullptr;
    return rows.integer(column);
}

json::array people_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids)
{
    return rows_by_id(
        tx,
        "SELECT p.id, p.code, p.full_name, substr(p.birth_date, 1, 4), p.sex, u.code, u.name, "
        "p.rank,"
        " p.position, p.left_on FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.id IN ",
        ids,
        [](storage::Rows const& row) {
            return json::object{{"code", row.text(1)},
                                {"full_name", row.text(2)},
                                {"birth_year", text_or_null(row, 3)},
                                {"sex", text_or_null(row, 4)},
                                {"unit", row.text(5)},
                                {"unit_name", row.text(6)},
                                {"rank", row.text(7)},
                                {"position", row.text(8)},
                                {"left_on", text_or_null(row, 9)}};
        });
}

json::array unit_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids)
{
    return rows_by_id(
        tx,
        "SELECT u.id, u.code, u.name, u.kind, u.valid_from, u.valid_to, p.name FROM unit u"
        " LEFT JOIN unit p ON p.id = u.parent_id WHERE u.id IN ",
        ids,
        [](storage::Rows const& row) {
            return json::object{{"code", row.text(1)},
                                {"name", row.text(2)},
                                {"kind", row.text(3)},
                                {"valid_from", row.text(4)},
                                {"valid_to", text_or_null(row, 5)},
                                {"parent_name", text_or_null(row, 6)}};
        });
}

json::array decision_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids)
{
    return rows_by_id(
        tx,
        "SELECT d.id, d.ref, d.number, d.decided_on, d.authority, d.kind, d.title, d.marking"
        " FROM decision d WHERE d.id IN ",
        ids,
        [](storage::Rows const& row) {
            auto const marking = static_cast<access::Marking>(row.integer(7));
            return json::object{{"ref", row.text(1)},
                                {"number", row.text(2)},
                                {"decided_on", row.text(3)},
                                {"authority", row.text(4)},
                                {"kind", row.text(5)},
                                {"title", row.text(6)},
                                {"marking", access::name_of(marking)}};
        });
}

}  // namespace thidua::registry
