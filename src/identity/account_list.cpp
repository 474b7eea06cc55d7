#include "identity/account_list.h"

#include "base/text.h"
#include "identity/page_parts.h"
#include "identity/rights.h"

#include <map>

namespace thidua::identity {

namespace {

namespace json = http::json;
using access::Permission;

constexpr int kPageSize = 50;

// The WHERE of a list; its parameters ?1 … ?5 are those of `parameters`.
struct Condition {
    std::string sql;
    std::string name_part;
    std::string word_part;
    std::string unit_from;
    std::string unit_to;
    std::string role;
    std::string day;

    std::vector<storage::Param> parameters() const
    {
        return {name_part, word_part, unit_from, unit_to, role, day};
    }
};

std::string state_condition(std::string_view state)
{
    if (state == "active") return " AND a.disabled = 0 AND a.signed_in_at IS NOT NULL";
    if (state == "new") return " AND a.disabled = 0 AND a.signed_in_at IS NULL";
    if (state == "disabled") return " AND a.disabled = 1";
    return "";
}

Condition condition_of(storage::Transaction& tx,
                       access::Actor const& actor,
                       AccountFilter const& filter,
                       Date today)
{
    Condition where;
    where.sql = " FROM account a LEFT JOIN unit_scope u ON u.code = a.unit WHERE " +
                access::sql_in_scopes(actor.scopes(Permission::ManageAccounts), "u.path");
    where.name_part = fold(filter.q);
    where.word_part = " " + search_key(filter.q);
    if (!where.name_part.empty()) {
        // "Contains", written so that both engines agree.
        where.sql +=
            " AND (replace(a.name_key, ?1, '') <> a.name_key"
            " OR replace(lower(a.person), ?1, '') <> lower(a.person)"
            " OR replace(' ' || a.search_key, ?2, '') <> ' ' || a.search_key)";
    }
    if (!filter.unit.empty()) {
        where.unit_from = unit_path(tx, filter.unit);
        where.unit_to = where.unit_from;
        if (where.unit_to.empty())
            where.unit_to = "";  // An unknown unit has no accounts.
        else
            where.unit_to.back() = '0';
        where.sql += " AND u.path >= ?3 AND u.path < ?4";
    }
    where.role = filter.role;
    where.day = to_iso(today);
    if (!filter.role.empty()) {
        where.sql +=
            " AND EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id AND g.role = ?5"
            " AND g.revoked_at IS NULL AND g.from_on <= ?6 AND (g.to_on IS NULL OR g.to_on >= ?6))";
    }
    where.sql += state_condition(filter.state);
    return where;
}

// Roles in force of the accounts of one page, "role" and "role @ unit".
std::map<std::int64_t, json::array> roles_of(storage::Transaction& tx,
                                             std::string const& ids,
                                             std::string const& day)
{
    std::map<std::int64_t, json::array> roles;
    if (ids.empty()) return roles;
    auto rows =
        tx.query("SELECT account_id, role, unit FROM role_grant WHERE account_id IN (" + ids +
                     ") AND revoked_at IS NULL AND from_on <= ?1 AND (to_on IS NULL OR to_on >= ?1)"
                     " ORDER BY account_id, role, unit, id",
                 {day});
    while (rows.next()) {
        roles[rows.integer(0)].push_back(
            json::object{{"role", rows.text(1)}, {"unit", rows.text(2)}});
    }
    return roles;
}

std::string_view state_of(bool disabled, bool signed_in, bool must_change)
{
    if (disabled) return "disabled";
    if (!signed_in) return "new";
    return must_change ? "code" : "active";
}

std::vector<http::Column> columns()
{
    return {{"name", "identity.account.name"},
            {"display_name", "identity.account.display-name"},
            {"person", "identity.account.person"},
            {"unit", "identity.account.unit"},
            {"role_codes", "identity.account.roles", "key:access.role."},
            {"state", "identity.account.state", "key:identity.state."},
            {"signed_in_on", "identity.account.signed-in", "date"}};
}

void add_roles(storage::Transaction& tx,
               json::array& rows,
               std::vector<std::int64_t> const& ids,
               std::string const& day)
{
    std::string list;
    for (auto const id : ids) list += (list.empty() ? "" : ", ") + std::to_string(id);
    auto roles = roles_of(tx, list, day);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto& row = rows[i].as_object();
        std::string codes;
        for (auto const& role : roles[ids[i]]) {
            codes += (codes.empty() ? "" : "; ") + std::string{role.at("role").as_string()};
            auto const unit = std::string{role.at("unit").as_string()};
            if (!unit.empty()) codes += " (" + unit + ")";
        }
        row["roles"] = std::move(roles[ids[i]]);
        row["role_codes"] = codes;
    }
}

std::string_view running_state(
    storage::Rows const& rows, int from, int to, int revoked, std::string_view today)
{
    if (!rows.is_null(revoked)) return "revoked";
    if (!rows.is_null(to) && rows.text(to) < today) return "over";
    return rows.text(from) > today ? "coming" : "running";
}

}  // namespace

http::ListPage list_accounts(storage::Transaction& tx,
                             access::Actor const& actor,
                             AccountFilter const& filter,
                             Date today,
                             int page,
                             bool everything)
{
    http::ListPage list;
    list.columns = columns();
    list.page = everything ? 1 : page;
    list.page_size = kPageSize;
    auto const where = condition_of(tx, actor, filter, today);
    auto const parameters = where.parameters();
    // Every parameter is named once, so that both engines know its type whatever the filter.
    auto const named = std::string{
        " AND CAST(?1 AS TEXT) || CAST(?2 AS TEXT) || CAST(?3 AS TEXT) || CAST(?4 AS TEXT)"
        " || CAST(?5 AS TEXT) || CAST(?6 AS TEXT) IS NOT NULL"};
    list.total = tx.integer("SELECT count(*)" + where.sql + named, parameters).value_or(0);
    auto const limit =
        everything ? std::string{}
                   : " LIMIT " + std::to_string(kPageSize) + " OFFSET " +
                         std::to_string(static_cast<std::int64_t>(list.page - 1) * kPageSize);
    std::vector<std::int64_t> ids;
    {
        auto rows = tx.query(
            "SELECT a.id, a.name, a.display_name, a.person, a.unit, a.disabled, a.must_change,"
            " a.signed_in_at" +
                where.sql + named + " ORDER BY a.sort_key, a.name_key" + limit,
            parameters);
        while (rows.next()) {
            ids.push_back(rows.integer(0));
            auto const signed_in = rows.maybe_integer(7);
            list.rows.push_back(json::object{
                {"name", rows.text(1)},
                {"display_name", rows.text(2)},
                {"person", rows.text(3)},
                {"unit", rows.text(4)},
                {"state", state_of(rows.boolean(5), signed_in.has_value(), rows.boolean(6))},
                {"signed_in_on",
                 signed_in ? json::value(to_iso(legal_day(Instant{*signed_in}))) : json::value()}});
        }
    }
    add_roles(tx, list.rows, ids, where.day);
    return list;
}

json::array role_rows(storage::Transaction& tx, std::int64_t account, Date today)
{
    json::array found;
    auto const day = to_iso(today);
    auto rows = tx.query(
        "SELECT ref, role, unit, from_on, to_on, granted_by, revoked_at FROM role_grant"
        " WHERE account_id = ?1 ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, id DESC",
        {account});
    while (rows.next()) {
        auto const state = running_state(rows, 3, 4, 6, day);
        found.push_back(json::object{{"ref", rows.text(0)},
                                     {"role", rows.text(1)},
                                     {"unit", rows.text(2)},
                                     {"from", rows.text(3)},
                                     {"to", or_null(rows.maybe_string(4))},
                                     {"granted_by", rows.text(5)},
                                     {"state", state},
                                     {"may_revoke", state == "running" || state == "coming"}});
    }
    return found;
}

json::array clearance_rows(storage::Transaction& tx, std::int64_t account, Date today)
{
    json::array found;
    auto const day = to_iso(today);
    auto rows = tx.query(
        "SELECT ref, marking, from_on, to_on, paper_no, paper_date, granted_by, revoked_at"
        " FROM clearance WHERE account_id = ?1"
        " ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, id DESC",
        {account});
    while (rows.next()) {
        auto const state = running_state(rows, 2, 3, 7, day);
        found.push_back(json::object{
            {"ref", rows.text(0)},
            {"marking", access::name_of(static_cast<access::Marking>(rows.integer(1)))},
            {"from", rows.text(2)},
            {"to", or_null(rows.maybe_string(3))},
            {"paper_no", rows.text(4)},
            {"paper_date", rows.text(5)},
            {"granted_by", rows.text(6)},
            {"state", state},
            {"may_revoke", state == "running" || state == "coming"}});
    }
    return found;
}

}  // namespace thidua::identity
