#include "inbox/inbox.h"

#include "audit/settings.h"
#include "base/random.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::inbox {

namespace {

namespace json = boost::json;

std::string args_text(Args const& args)
{
    json::object object;
    for (auto const& [name, value] : args) object[name] = value;
    return json::serialize(object);
}

void put(audit::Act& act, std::string_view kind, Message const& message)
{
    if (message.dedup.empty()) throw std::logic_error("an inbox item needs a dedup key");
    if (message.to.account == 0 && !message.to.permission)
        throw std::logic_error("an inbox item needs a recipient");
    auto const ref = address_of(audit::instance_secret(act.tx), "inbox:" + message.dedup);
    auto const deadline =
        message.deadline ? std::optional{to_iso(*message.deadline)} : std::nullopt;
    auto const permission =
        message.to.permission ? access::name_of(*message.to.permission) : std::string_view{};
    auto const id = act.tx.insert(
        "INSERT INTO inbox_item (ref, dedup, kind, account, permission, unit_path, except_account, "
        "marking, sentence, "
        "args, link, deadline, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13) "
        "ON CONFLICT (dedup) DO UPDATE SET kind = ?3, account = ?4, permission = ?5, unit_path = "
        "?6, "
        "except_account = ?7, marking = ?8, sentence = ?9, args = ?10, link = ?11, deadline = ?12, "
        "created_at = ?13, "
        "done_at = NULL, done_by = '' RETURNING id",
        {ref,
         message.dedup,
         kind,
         message.to.account,
         permission,
         message.to.unit_path,
         message.to.except_account,
         static_cast<int>(message.marking),
         message.sentence,
         args_text(message.args),
         message.link,
         deadline,
         act.now.seconds});
    act.tx.execute("DELETE FROM inbox_seen WHERE item_id = ?1", {id});
}

// Work of a unit of its own: whoever holds the right over the whole tree helps out where asked, but
// would drown in everybody's tasks.
bool is_work_of_a_unit(access::Permission permission)
{
    using enum access::Permission;
    return permission == WriteMovements || permission == WriteRegistrations ||
           permission == WriteScores || permission == SignForUnit || permission == CastVote;
}

// Over the whole tree: "/", or the path of a unit at its top.
bool is_whole(access::Scope const& scope) { return std::count(scope.begin(), scope.end(), '/') < 3; }

// "the item lies in what the actor holds `permission` over".
std::string reached_by(access::Actor const& actor, access::Permission permission)
{
    auto scopes = actor.scopes(permission);
    auto const all = access::sql_in_scopes(scopes, "i.unit_path");
    if (!is_work_of_a_unit(permission)) return all;
    std::erase_if(scopes, is_whole);
    return "(" + access::sql_in_scopes(scopes, "i.unit_path") + " OR (" + all +
           " AND length(i.unit_path) - length(replace(i.unit_path, '/', '')) < 3))";
}

// "account = ?1 or the permission is held over the unit", within the clearance ?2.
std::string addressed_to(access::Actor const& actor)
{
    std::string sql = "i.marking <= ?2 AND i.except_account <> ?1 AND (i.account = ?1";
    for (int p = 0; p < access::kPermissionCount; ++p) {
        auto const permission = static_cast<access::Permission>(p);
        if (!actor.may(permission)) continue;
        sql += " OR (i.account = 0 AND i.permission = '" +
               std::string{access::name_of(permission)} + "' AND " + reached_by(actor, permission) + ')';
    }
    return sql + ')';
}

// Joined with what this reader has put away, so that a notice is done when they have.
std::string from_where(access::Actor const& actor, Filter const& filter)
{
    std::string sql =
        " FROM inbox_item i LEFT JOIN inbox_seen s ON s.item_id = i.id AND s.account = ?1 WHERE " +
        addressed_to(actor) + " AND COALESCE(i.done_at, s.at) IS " +
        (filter.done ? "NOT NULL" : "NULL");
    return filter.kind.empty() ? sql + " AND ?3 = ''" : sql + " AND i.kind = ?3";
}

}  // namespace

void assign(audit::Act& act, Message const& task) { put(act, "task", task); }
void notify(audit::Act& act, Message const& notice) { put(act, "notice", notice); }

void complete(audit::Act& act, std::string_view dedup)
{
    act.tx.execute(
        "UPDATE inbox_item SET done_at = ?2, done_by = ?3 WHERE dedup = ?1 AND done_at IS NULL",
        {dedup, act.now.seconds, act.actor.name});
}

std::vector<Item> items_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           Filter const& filter)
{
    auto const* const order =
        filter.done ? " ORDER BY COALESCE(i.done_at, s.at) DESC, i.id DESC"
                    : " ORDER BY i.deadline ASC NULLS LAST, "
                      "CASE i.kind WHEN 'notice' THEN -i.created_at ELSE i.created_at END, i.id";
    std::vector<Item> items;
    for (auto rows =
             tx.query("SELECT i.ref, i.kind, i.sentence, i.args, i.link, i.deadline, i.created_at, "
                      "COALESCE(i.done_at, s.at), i.done_by" +
                          from_where(actor, filter) + order + " LIMIT ?4 OFFSET ?5",
                      {actor.account,
                       static_cast<int>(actor.clearance),
                       filter.kind,
                       filter.limit,
                       filter.offset});
         rows.next();) {
        items.push_back({rows.string(0),
                         rows.string(1),
                         rows.string(2),
                         rows.string(3),
                         rows.string(4),
                         rows.maybe_string(5),
                         rows.integer(6),
                         rows.maybe_integer(7),
                         rows.string(8)});
    }
    return items;
}

std::int64_t count_items(storage::Transaction& tx, access::Actor const& actor, Filter const& filter)
{
    return tx
        .integer("SELECT count(*)" + from_where(actor, filter),
                 {actor.account, static_cast<int>(actor.clearance), filter.kind})
        .value_or(0);
}

std::int64_t count_late(storage::Transaction& tx, access::Actor const& actor, Date today)
{
    return tx
        .integer("SELECT count(*)" + from_where(actor, {.kind = "task"}) + " AND i.deadline < ?4",
                 {actor.account, static_cast<int>(actor.clearance), "task", to_iso(today)})
        .value_or(0);
}

Result<void> put_away(audit::Act& act, std::string_view ref)
{
    auto const item =
        act.tx.integer("SELECT i.id FROM inbox_item i WHERE " + addressed_to(act.actor) +
                           " AND i.ref = ?3 AND i.kind = 'notice'",
                       {act.actor.account, static_cast<int>(act.actor.clearance), ref});
    if (!item) return not_found();
    act.tx.execute(
        "INSERT INTO inbox_seen (item_id, account, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        {*item, act.actor.account, act.now.seconds});
    return {};
}

}  // namespace thidua::inbox
