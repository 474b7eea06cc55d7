#include "register/release.h"

#include "base/text.h"
#include "register/record.h"
#include "register/store.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::registry {

namespace {

using access::Marking;
using access::Permission;

void leave_line(audit::Act& act, std::string_view what, Decision const& decision, boost::json::object after)
{
    auto const shown = audited(act.tx, std::move(after), decision.marking);
    auto const part = part_of_decision(act.tx, decision.id, decision.marking);
    audit::record(act, {.what = what,
                        .subject = "decision:" + decision.ref,
                        .after = &shown,
                        .unit_path = part,
                        .marking = decision.marking});
}

// What is public of a paper, as the ledger keeps it.
boost::json::object public_facts(Decision const& decision)
{
    return {{"decision", decision.ref},
            {"number", decision.number},
            {"decided_on", to_iso(decision.decided_on)},
            {"authority", decision.authority}};
}

Result<Decision> fresh_decision(audit::Act& act, std::string const& ref, std::int64_t version)
{
    auto decision = find_decision(act.tx, act.actor, ref);
    if (!decision) return not_found();
    if (decision->version != version) return failure(Kind::Conflict, "register.stale");
    return *decision;
}

std::vector<Award> awards_to_release(storage::Transaction& tx, std::int64_t decision_id)
{
    auto awards = awards_of(tx, decision_id);
    std::erase_if(awards, [](Award const& award) {
        return award.released || award.state != kValid || award.marking != Marking::Thuong;
    });
    return awards;
}

// Everyone who had a hand in entering what is to be released.
std::set<std::string> writers(storage::Transaction& tx, Decision const& decision)
{
    std::set<std::string> names{decision.entered_by};
    for (auto rows = tx.query("SELECT DISTINCT a.entered_by, COALESCE(i.done_by, '') FROM award a"
                              " LEFT JOIN import_run i ON i.id = a.import_id"
                              " WHERE a.decision_id = ?1 AND a.released = 0 AND a.marking = 0 ORDER BY 1, 2",
                              {decision.id});
         rows.next();) {
        names.insert(rows.string(0));
        names.insert(rows.string(1));
    }
    return names;
}

}  // namespace

std::string_view name_of(Publicity publicity)
{
    switch (publicity) {
        case Publicity::Internal: return "internal";
        case Publicity::Waiting: return "waiting";
        case Publicity::Public: return "public";
        case Publicity::Marked: return "marked";
    }
    return "";
}

Publicity publicity_of(Decision const& decision)
{
    if (decision.marking != Marking::Thuong) return Publicity::Marked;
    if (decision.is_released() && !decision.has_additions) return Publicity::Public;
    return decision.wants_public || decision.is_released() ? Publicity::Waiting : Publicity::Internal;
}

Result<void> ask_for_release(audit::Act& act, AskForRelease const& command)
{
    if (!act.actor.may(Permission::WriteRegister) && !act.actor.may(Permission::ReleaseRegister)) return denied();
    auto decision = TD_TRY(fresh_decision(act, command.ref, command.version));
    if (decision.marking != Marking::Thuong) return failure(Kind::Refused, "register.decision.marked-not-public");
    if (!command.wanted && decision.is_released()) return failure(Kind::Refused, "register.release.withhold-instead");
    decision.wants_public = command.wanted;
    update_decision(act.tx, decision);
    leave_line(act, "register.decision.ask-for-release", decision, {{"wants_public", command.wanted}});
    return {};
}

Result<void> release(audit::Act& act, Release const& command)
{
    if (!act.actor.may(Permission::ReleaseRegister)) return denied();
    auto decision = TD_TRY(fresh_decision(act, command.ref, command.version));
    if (decision.marking != Marking::Thuong) return failure(Kind::Refused, "register.decision.marked-not-public");
    if (!decision.wants_public) return failure(Kind::Refused, "register.release.not-asked");
    if (writers(act.tx, decision).contains(act.actor.name))
        return failure(Kind::Refused, "register.release.second-person", {{"number", decision.number}});
    auto const awards = awards_to_release(act.tx, decision.id);
    if (decision.is_released() && awards.empty()) return failure(Kind::Refused, "register.release.already");
    for (auto const& award : awards)
        if (!act.actor.may(Permission::ReleaseRegister, award.unit_path)) return denied();
    if (awards.empty() && !act.actor.may(Permission::ReleaseRegister, "/")) return denied();

    act.tx.execute("UPDATE award SET released = 1, version = version + 1"
                   " WHERE decision_id = ?1 AND released = 0 AND state = 'valid' AND marking = 0",
                   {decision.id});
    decision.released_by = act.actor.name;
    decision.released_at = act.now;
    decision.has_additions = false;
    update_decision(act.tx, decision);
    auto facts = public_facts(decision);
    facts["awards"] = awards.size();
    audit::publish(act, "register.decision.release", facts);
    leave_line(act, "register.decision.release", decision, std::move(facts));
    return {};
}

void drop_from_public(audit::Act& act, Decision& decision, std::string_view reason)
{
    act.tx.execute("UPDATE award SET released = 0, version = version + 1 WHERE decision_id = ?1 AND released = 1",
                   {decision.id});
    decision.released_by.clear();
    decision.released_at.reset();
    decision.has_additions = false;
    decision.wants_public = false;
    boost::json::object facts{{"decision", decision.ref}};
    audit::publish(act, "register.decision.withhold", facts);
    facts["reason"] = reason;
    leave_line(act, "register.decision.withhold", decision, std::move(facts));
}

Result<void> withhold(audit::Act& act, Withhold const& command)
{
    if (!act.actor.may(Permission::ReleaseRegister, "/")) return denied();
    auto decision = TD_TRY(fresh_decision(act, command.ref, command.version));
    if (!decision.is_released()) return failure(Kind::Refused, "register.release.not-public");
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("register.reason-missing", {}, "reason");
    drop_from_public(act, decision, reason);
    update_decision(act.tx, decision);
    return {};
}

Result<std::int64_t> certify(audit::Act& act, Certify const& command)
{
    if (!act.actor.may(Permission::CertifyRegister)) return denied();
    auto const decision = find_decision(act.tx, act.actor, command.ref);
    if (!decision) return not_found();
    std::vector<Award> awards;
    if (command.award.empty()) {
        awards = awards_of(act.tx, decision->id);
        std::erase_if(awards, [&](Award const& award) {
            return award.state == kWithdrawn || !act.actor.may_read(award.marking) ||
                   award.checked_by.empty() != command.checked ||
                   !act.actor.may(Permission::CertifyRegister, award.unit_path);
        });
    } else {
        auto award = find_award(act.tx, act.actor, decision->id, command.award);
        if (!award) return not_found();
        if (!act.actor.may(Permission::CertifyRegister, award->unit_path)) return denied();
        if (award->version != command.version) return failure(Kind::Conflict, "register.stale");
        awards.push_back(std::move(*award));
    }
    for (auto& award : awards) {
        award.checked_by = command.checked ? act.actor.name : "";
        award.checked_at = command.checked ? std::optional{act.now} : std::nullopt;
        update_award(act.tx, award);
    }
    boost::json::object after{{"checked", command.checked}};
    if (!command.award.empty()) after["award"] = command.award;
    leave_line(act, "register.award.certify", *decision, std::move(after));
    return static_cast<std::int64_t>(awards.size());
}

}  // namespace thidua::registry
