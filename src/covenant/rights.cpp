// Who may read and write a covenant, and what every act on one begins and ends with.
#include "covenant/covenant.h"
#include "organisation/acts.h"
#include "organisation/block.h"

#include <algorithm>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

bool leads(access::Actor const& actor, Covenant const& covenant)
{
    return std::any_of(covenant.members.begin(), covenant.members.end(), [&](Member const& each) {
        return each.role != "member" && actor.may(Permission::LeadBlock, each.path);
    });
}

// Leaders and the council over the block as a whole.
bool directs(access::Actor const& actor, Covenant const& covenant)
{
    for (auto const permission : {Permission::PlanYear,
                                  Permission::GiveDirections,
                                  Permission::DecideResults,
                                  Permission::VerifyScores}) {
        if (actor.may(permission, covenant.scope)) return true;
    }
    return false;
}

std::string sql_over(access::Actor const& actor, Permission permission, std::string_view column)
{
    return access::sql_in_scopes(actor.scopes(permission), column);
}

std::string sql_member(std::string const& condition)
{
    return "EXISTS (SELECT 1 FROM block_member rm JOIN unit ru ON ru.id = rm.unit_id WHERE"
           " rm.block_id = c.block_id AND rm.year = c.year AND (" +
           condition + "))";
}

}  // namespace

bool may_draft(access::Actor const& actor, Covenant const& covenant)
{
    return actor.may(Permission::PlanYear, covenant.scope) || leads(actor, covenant);
}

bool acts_for(access::Actor const& actor, Member const& member)
{
    return actor.may(Permission::SignForUnit, member.path) ||
           actor.may(Permission::WriteScores, member.path);
}

bool oversees(access::Actor const& actor, Covenant const& covenant)
{
    return directs(actor, covenant) || leads(actor, covenant);
}

bool may_read(access::Actor const& actor, Covenant const& covenant)
{
    if (oversees(actor, covenant)) return true;
    auto const& members = covenant.members;
    auto const some = [&](auto const& holds) {
        return std::any_of(members.begin(), members.end(), holds);
    };
    if (some([&](Member const& each) { return acts_for(actor, each); })) return true;
    if (!covenant.in_force) return false;
    return actor.may(Permission::ReadMovements, covenant.scope) || some([&](Member const& each) {
               return actor.may(Permission::ReadMovements, each.path);
           });
}

std::string sql_readable(access::Actor const& actor)
{
    std::string const owner =
        "COALESCE((SELECT ow.path FROM unit ow WHERE ow.id = b.owner_unit_id), " +
        std::string{organisation::kSqlTopPath} + ")";
    std::string condition = "(";
    for (auto const permission : {Permission::PlanYear,
                                  Permission::GiveDirections,
                                  Permission::DecideResults,
                                  Permission::VerifyScores}) {
        condition += sql_over(actor, permission, owner) + " OR ";
    }
    condition +=
        sql_member("(rm.role <> 'member' AND " + sql_over(actor, Permission::LeadBlock, "ru.path") +
                   ") OR " + sql_over(actor, Permission::SignForUnit, "ru.path") + " OR " +
                   sql_over(actor, Permission::WriteScores, "ru.path"));
    condition += " OR (c.in_force IS NOT NULL AND (" +
                 sql_over(actor, Permission::ReadMovements, owner) + " OR " +
                 sql_member(sql_over(actor, Permission::ReadMovements, "ru.path")) + ")))";
    return condition;
}

Result<Covenant> covenant_to_draft(Act& act, std::string_view ref, std::int64_t version)
{
    auto covenant = find_covenant(act.tx, act.actor, ref);
    if (!covenant) return not_found();
    if (!may_draft(act.actor, *covenant)) return denied();
    if (covenant->version != version) return organisation::stale({});
    return *std::move(covenant);
}

Result<Covenant> open_covenant(Act& act, std::string_view ref, std::int64_t version)
{
    auto covenant = TD_TRY(covenant_to_draft(act, ref, version));
    if (!covenant.is_open()) return failure(Kind::Refused, "covenant.error.locked");
    return covenant;
}

void finish(Act& act,
            std::string_view what,
            Covenant const& covenant,
            json::object const& before,
            json::object const& after)
{
    act.tx.execute("UPDATE covenant SET version = version + 1 WHERE id = ?1", {covenant.id});
    auto const subject = "covenant:" + covenant.ref;
    audit::Line line{.what = what, .subject = subject};
    if (!before.empty()) line.before = &before;
    if (!after.empty()) line.after = &after;
    line.unit_path = covenant.scope;
    audit::record(act, line);
}

}  // namespace thidua::covenant
