#include "voting/session.h"

#include "identity/rights.h"
#include "identity/roles.h"
#include "organisation/filter.h"
#include "voting/store.h"

#include <algorithm>

namespace thidua::voting {
namespace {

using access::Permission;

constexpr std::array<std::string_view, 7> kStates{
    "preparing", "keys", "open", "closed", "counted", "settled", "void"};

// Paths of the units whose own head the actor is. A head of a unit above is none: one head, one
// ballot.
std::vector<std::string> own_units(access::Actor const& actor)
{
    std::vector<std::string> paths;
    for (auto const& grant : actor.grants) {
        if (grant.permission == Permission::CastVote) paths.push_back(grant.scope);
    }
    return paths;
}

// "path is one of these"; false for none.
std::string is_one_of(organisation::Filter& filter,
                      std::vector<std::string> const& values,
                      std::string_view column)
{
    std::string list;
    for (auto const& value : values) list += (list.empty() ? "" : ", ") + filter.value(value);
    return list.empty() ? "(1=0)" : std::string{column} + " IN (" + list + ")";
}

std::string in_any_scope(access::Actor const& actor,
                         std::initializer_list<Permission> permissions,
                         std::string const& column)
{
    std::string sql;
    for (auto const permission : permissions) {
        sql +=
            (sql.empty() ? "(" : " OR ") + access::sql_in_scopes(actor.scopes(permission), column);
    }
    return sql + ")";
}

std::string is_led(access::Actor const& actor)
{
    return "EXISTS (SELECT 1 FROM block_member lm JOIN unit lu ON lu.id = lm.unit_id"
           " WHERE lm.block_id = s.block_id AND lm.year = s.year AND lm.role IN ('head', 'deputy')"
           " AND " +
           access::sql_in_scopes(actor.scopes(Permission::LeadBlock), "lu.path") + ")";
}

// The condition on the tables of sessions (store.h): the actor may know of it.
std::string is_known(organisation::Filter& filter, access::Actor const& actor)
{
    std::string const body = kSessionPath;
    auto const account = filter.value(actor.account);
    return "(" +
           in_any_scope(actor,
                        {Permission::PlanYear, Permission::VerifyScores, Permission::DecideResults},
                        body) +
           " OR " + is_led(actor) +
           " OR EXISTS (SELECT 1 FROM voting_teller t WHERE t.session_id = s.id AND t.account = " +
           account + ")" +
           " OR EXISTS (SELECT 1 FROM voting_elector e JOIN unit eu ON eu.id = e.unit_id"
           " WHERE e.session_id = s.id AND e.account IS NULL AND " +
           is_one_of(filter, own_units(actor), "eu.path") + ")" +
           " OR (s.state <> 'preparing' AND EXISTS (SELECT 1 FROM voting_elector p"
           " WHERE p.session_id = s.id AND p.account = " +
           account + ")) OR (s.state = 'settled' AND (" +
           in_any_scope(actor, {Permission::ReadMovements}, body) +
           " OR EXISTS (SELECT 1 FROM voting_elector r JOIN unit ru ON ru.id = r.unit_id"
           " WHERE r.session_id = s.id AND r.account IS NULL AND " +
           in_any_scope(actor, {Permission::ReadMovements}, "ru.path") + "))))";
}

void narrow(organisation::Filter& filter, access::Actor const& actor, SessionFilter const& asked)
{
    filter.require(is_known(filter, actor));
    if (!asked.block.empty()) filter.require("b.ref = " + filter.value(asked.block));
    if (asked.year) filter.require("s.year = " + filter.value(std::int64_t{*asked.year}));
    if (!asked.state.empty()) filter.require("s.state = " + filter.value(asked.state));
}

}  // namespace

std::string_view name_of(State state) { return kStates.at(static_cast<std::size_t>(state)); }

State state_named(std::string_view name)
{
    auto const found = std::find(kStates.begin(), kStates.end(), name);
    if (found == kStates.end()) throw std::logic_error("no such state: " + std::string{name});
    return static_cast<State>(found - kStates.begin());
}

std::int64_t Session::voted(Way way) const
{
    return std::count_if(electors.begin(), electors.end(), [way](Elector const& elector) {
        return elector.way == way;
    });
}

bool Session::is_called() const { return state != State::Preparing; }

bool Session::is_complete() const { return !electors.empty() && voted(Way::None) == 0; }

bool leads(storage::Transaction& tx, access::Actor const& actor, Body const& body)
{
    if (actor.may(Permission::PlanYear, body.path)) return true;
    auto rows = tx.query(
        "SELECT u.path FROM block_member m JOIN unit u ON u.id = m.unit_id"
        " WHERE m.block_id = ?1 AND m.year = ?2 AND m.role IN ('head', 'deputy') ORDER BY u.path",
        {body.block_id, body.year});
    while (rows.next()) {
        if (actor.may(Permission::LeadBlock, rows.text(0))) return true;
    }
    return false;
}

Standing standing_of(storage::Transaction& tx, access::Actor const& actor, Session const& session)
{
    Standing standing;
    standing.leads = leads(tx, actor, session.body);
    standing.oversees = actor.may(Permission::VerifyScores, session.body.path) ||
                        actor.may(Permission::DecideResults, session.body.path);
    for (std::size_t i = 0; i < session.tellers.size(); ++i) {
        if (actor.account != 0 && session.tellers[i].account == actor.account)
            standing.teller = static_cast<int>(i) + 1;
    }
    auto const own = own_units(actor);
    for (auto const& elector : session.electors) {
        bool const casts = elector.account != 0
                               ? elector.account == actor.account && session.is_called()
                               : std::find(own.begin(), own.end(), elector.path) != own.end();
        if (casts) standing.electors.push_back(elector.id);
    }
    return standing;
}

std::optional<Session> find_session(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref)
{
    organisation::Filter filter;
    filter.require("s.ref = " + filter.value(std::string{ref}));
    filter.require(is_known(filter, actor));
    auto found = select_sessions(tx, filter.where(), filter.params());
    if (found.empty()) return std::nullopt;
    complete(tx, found.front());
    return std::move(found.front());
}

std::optional<Session> load_session(storage::Transaction& tx, std::string_view ref)
{
    auto found = select_sessions(tx, " WHERE s.ref = ?1", {ref});
    if (found.empty()) return std::nullopt;
    complete(tx, found.front());
    return std::move(found.front());
}

std::vector<Session> sessions_for(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  SessionFilter const& asked)
{
    organisation::Filter filter;
    narrow(filter, actor, asked);
    auto const window = " ORDER BY s.id DESC LIMIT " + filter.value(std::int64_t{asked.limit}) +
                        " OFFSET " + filter.value(std::int64_t{asked.offset});
    return select_sessions(tx, filter.where() + window, filter.params());
}

std::int64_t count_sessions(storage::Transaction& tx,
                            access::Actor const& actor,
                            SessionFilter const& asked)
{
    organisation::Filter filter;
    narrow(filter, actor, asked);
    return tx
        .integer("SELECT count(*)" + std::string{kSessionTables} + filter.where(), filter.params())
        .value_or(0);
}

std::vector<Body> bodies_led(storage::Transaction& tx, access::Actor const& actor, int year)
{
    std::vector<Body> bodies;
    auto rows = tx.query("SELECT b.id, b.ref, b.name, " + std::string{kSessionPath} + " FROM block b" +
                             std::string{kOwner} +
                             " WHERE EXISTS (SELECT 1 FROM block_member m WHERE m.block_id = b.id"
                             " AND m.year = ?1) ORDER BY b.name_key",
                         {year});
    while (rows.next())
        bodies.push_back({rows.integer(0), rows.string(1), rows.string(2), rows.string(3), year});
    std::erase_if(bodies, [&](Body const& body) { return !leads(tx, actor, body); });
    return bodies;
}

namespace {

// Roles that hold the permission, as a list of SQL texts.
std::string roles_with(Permission permission)
{
    std::string list = "''";
    for (auto const& role : identity::roles()) {
        auto const& held = role.permissions;
        if (std::find(held.begin(), held.end(), permission) != held.end())
            list += ", '" + std::string{role.code} + "'";
    }
    return list;
}

}  // namespace

std::vector<organisation::NamedAccount> possible_tellers(storage::Transaction& tx,
                                                         Body const& body,
                                                         Date today)
{
    std::vector<organisation::NamedAccount> tellers;
    for (auto rows = tx.query(
             "SELECT a.id, a.name, a.display_name FROM account a WHERE a.disabled = 0"
             " AND (EXISTS (SELECT 1 FROM role_grant g WHERE g.account_id = a.id"
             " AND g.revoked_at IS NULL AND g.role IN (" +
                 roles_with(Permission::CountVotes) +
                 ")) OR EXISTS (SELECT 1 FROM delegation d WHERE d.taker_id = a.id"
                 " AND d.revoked_at IS NULL AND d.from_on <= ?1 AND d.to_on >= ?1))"
                 " ORDER BY a.sort_key, a.id",
             {to_iso(today)});
         rows.next();) {
        tellers.push_back({rows.integer(0), rows.string(1), rows.string(2)});
    }
    std::erase_if(tellers, [&](organisation::NamedAccount const& each) {
        auto const actor = identity::load_actor(tx, each.account, today);
        return !actor || !actor->may(Permission::CountVotes, body.path);
    });
    return tellers;
}

}  // namespace thidua::voting
