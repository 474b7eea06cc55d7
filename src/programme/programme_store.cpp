#include "programme/programme_store.h"

#include "organisation/acts.h"
#include "organisation/filter.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

namespace thidua::programme {
namespace {

using access::Permission;

constexpr std::string_view kSelect =
    "SELECT p.id, p.ref, p.owner_unit_id, p.year, p.calendar, p.theme, p.grounds, p.content,"
    " p.state, p.number, p.dated, p.signer, p.version FROM programme p"
    " JOIN unit o ON o.id = p.owner_unit_id";

Programme programme_at(storage::Transaction& tx, storage::Rows const& rows)
{
    Programme programme;
    programme.id = rows.integer(0);
    programme.ref = rows.string(1);
    programme.owner = organisation::unit_by_id(tx, rows.integer(2)).value();
    programme.year = static_cast<int>(rows.integer(3));
    programme.calendar = rows.string(4);
    programme.theme = rows.string(5);
    programme.grounds = rows.string(6);
    programme.content = rows.string(7);
    programme.state = rows.string(8);
    programme.number = rows.string(9);
    programme.dated = organisation::date_at(rows, 10);
    programme.signer = rows.string(11);
    programme.version = rows.integer(12);
    return programme;
}

void add_units(storage::Transaction& tx, Programme& programme)
{
    auto const sql = "SELECT " + std::string{organisation::kUnitColumns} +
                     " FROM programme_unit s JOIN unit u ON u.id = s.unit_id"
                     " WHERE s.programme_id = ?1 ORDER BY u.code_key, u.id";
    auto rows = tx.query(sql, {programme.id});
    while (rows.next()) programme.units.push_back(organisation::unit_of(rows));
}

std::optional<Programme> first_of(storage::Transaction& tx,
                                  std::string const& where,
                                  storage::Params params)
{
    auto rows = tx.query(std::string{kSelect} + where, params);
    if (!rows.next()) return std::nullopt;
    auto programme = programme_at(tx, rows);
    add_units(tx, programme);
    return programme;
}

// Issued, and its owner lies above or below a unit whose movements the actor may read.
std::string readable(organisation::Filter& filter, access::Actor const& actor)
{
    auto const scopes = actor.scopes(Permission::ReadMovements);
    std::string near = access::sql_in_scopes(scopes, "o.path");
    for (auto const& scope : scopes)
        near += " OR substr(" + filter.value(scope) + ", 1, length(o.path)) = o.path";
    return "((p.state = 'issued' AND (" + near + ")) OR " +
           access::sql_in_scopes(actor.scopes(Permission::PlanYear), "o.path") + ")";
}

}  // namespace

std::optional<Programme> load_programme(storage::Transaction& tx, std::string_view ref)
{
    return first_of(tx, " WHERE p.ref = ?1", {ref});
}

std::optional<Programme> load_programme(storage::Transaction& tx, std::int64_t id)
{
    return first_of(tx, " WHERE p.id = ?1", {id});
}

std::optional<Programme> find_programme(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view ref)
{
    organisation::Filter filter;
    filter.require("p.ref = " + filter.value(std::string{ref}));
    filter.require(readable(filter, actor));
    return first_of(tx, filter.where(), filter.params());
}

std::vector<Programme> programmes(storage::Transaction& tx, access::Actor const& actor)
{
    organisation::Filter filter;
    filter.require(readable(filter, actor));
    std::vector<Programme> list;
    for (auto rows = tx.query(std::string{kSelect} + filter.where() +
                                  " ORDER BY p.year DESC, o.path, p.calendar, p.id",
                              filter.params());
         rows.next();) {
        list.push_back(programme_at(tx, rows));
    }
    for (auto& each : list) add_units(tx, each);
    return list;
}

bool may_plan(access::Actor const& actor, Programme const& programme)
{
    return actor.may(Permission::PlanYear, programme.owner.path);
}

std::optional<organisation::Unit> top_unit(storage::Transaction& tx)
{
    auto const id = tx.integer("SELECT id FROM unit WHERE parent_id IS NULL"
                               " AND kind NOT IN ('ngoai', 'nhom') ORDER BY code_key, id LIMIT 1");
    return id ? organisation::unit_by_id(tx, *id) : std::nullopt;
}

std::vector<Amendment> amendments_of(storage::Transaction& tx, std::int64_t programme_id)
{
    std::vector<Amendment> list;
    for (auto rows = tx.query("SELECT what, subject, old_value, new_value, reason, entered_by,"
                              " entered_at FROM programme_amendment WHERE programme_id = ?1"
                              " ORDER BY id DESC",
                              {programme_id});
         rows.next();) {
        list.push_back({rows.string(0),
                        rows.string(1),
                        rows.string(2),
                        rows.string(3),
                        rows.string(4),
                        rows.string(5),
                        Instant{rows.integer(6)}});
    }
    return list;
}

Result<Programme> programme_to_change(audit::Act& act, std::string_view ref, std::int64_t version)
{
    auto programme = find_programme(act.tx, act.actor, ref);
    if (!programme) return not_found();
    if (!may_plan(act.actor, *programme)) return denied();
    if (programme->version != version) return organisation::stale({});
    return std::move(*programme);
}

Result<void> check_reason(Programme const& programme, std::string const& reason)
{
    if (programme.is_issued() && reason.empty()) return bad_input("error.required", {}, "reason");
    return {};
}

void touch(storage::Transaction& tx, Programme const& programme)
{
    tx.execute("UPDATE programme SET version = version + 1 WHERE id = ?1", {programme.id});
}

void keep_amendment(audit::Act& act, Programme const& programme, Change const& change)
{
    if (!programme.is_issued()) return;
    act.tx.execute("INSERT INTO programme_amendment (programme_id, what, subject, old_value,"
                   " new_value, reason, entered_by, entered_at)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                   {programme.id,
                    change.what,
                    change.subject,
                    change.old_value,
                    change.new_value,
                    change.reason,
                    act.actor.name,
                    act.now.seconds});
}

void leave_line(audit::Act& act,
                std::string_view what,
                Programme const& programme,
                boost::json::object const& before,
                boost::json::object const& after)
{
    auto const subject = "programme:" + programme.ref;
    audit::Line line{.what = what, .subject = subject};
    if (!before.empty()) line.before = &before;
    if (!after.empty()) line.after = &after;
    line.unit_path = programme.owner.path;
    audit::record(act, line);
}

}  // namespace thidua::programme
