#include "covenant/evidence.h"

#include "base/text.h"
#include "covenant/reporting.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

void leave_line(Act& act,
                std::string_view what,
                Reporting const& who,
                Period period,
                json::object facts)
{
    facts["unit"] = who.member.code;
    facts["period"] = name_of(period);
    auto const subject = "covenant:" + who.covenant.ref;
    audit::record(
        act, {.what = what, .subject = subject, .after = &facts, .unit_path = who.member.path});
}

}  // namespace

std::string evidence_owner(Covenant const& covenant,
                           Member const& member,
                           Period period,
                           std::string_view target)
{
    return "covenant-result:" + covenant.ref + ':' + std::to_string(member.id) + ':' +
           std::string{name_of(period)} + ':' + std::string{target};
}

bool may_open_evidence(access::Actor const& actor, Covenant const& covenant, Member const& member)
{
    return oversees(actor, covenant) || acts_for(actor, member);
}

Result<void> attach_evidence(Act& act, AttachEvidence const& command)
{
    auto const who = TD_TRY(reporting(act, command.ref, command.unit, command.period));
    auto const results = results_of(act.tx, who.covenant, who.member.id);
    auto const* target = target_named(results, command.target);
    if (target == nullptr) return bad_input("error.choice", {}, "target");
    files::NewFile const file{
        .owner = evidence_owner(who.covenant, who.member, command.period, command.target),
        .name = command.name,
        .unit_path = who.member.path};
    auto const stored = files::store(act, file, command.bytes);
    if (!stored) return stored.error();
    leave_line(act,
               "covenant.evidence",
               who,
               command.period,
               {{"content", target->content}, {"file", command.name}});
    return {};
}

Result<void> withdraw_evidence(Act& act, WithdrawEvidence const& command)
{
    auto const who = TD_TRY(reporting(act, command.ref, command.unit, command.period));
    auto const all = evidence_of(
        act.tx, act.actor, who.covenant, who.member, command.period, command.target);
    auto const found = std::find_if(all.begin(), all.end(), [&](Evidence const& each) {
        return each.file.ref == command.file;
    });
    if (found == all.end()) return not_found();
    if (found->withdrawn_on) return failure(Kind::Refused, "covenant.error.evidence-withdrawn");
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "reason");
    if (is_garbled(reason)) return bad_input("error.garbled", {}, "reason");
    act.tx.execute("INSERT INTO covenant_evidence_withdrawn (file_ref, covenant_id, reason,"
                   " withdrawn_by, withdrawn_on) VALUES (?1, ?2, ?3, ?4, ?5)",
                   {found->file.ref,
                    who.covenant.id,
                    reason,
                    act.actor.name,
                    to_iso(act.today())});
    leave_line(act,
               "covenant.evidence-withdraw",
               who,
               command.period,
               {{"file", found->file.name}, {"reason", reason}});
    return {};
}

std::vector<Evidence> evidence_of(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  Covenant const& covenant,
                                  Member const& member,
                                  Period period,
                                  std::string_view target)
{
    std::vector<Evidence> list;
    auto const owner = evidence_owner(covenant, member, period, target);
    for (auto& file : files::files_of(tx, actor, owner)) {
        Evidence evidence{.file = std::move(file)};
        auto rows = tx.query("SELECT reason, withdrawn_by, withdrawn_on FROM"
                             " covenant_evidence_withdrawn WHERE file_ref = ?1",
                             {evidence.file.ref});
        if (rows.next()) {
            evidence.withdrawn_why = rows.string(0);
            evidence.withdrawn_by = rows.string(1);
            evidence.withdrawn_on = organisation::date_at(rows, 2);
        }
        list.push_back(std::move(evidence));
    }
    return list;
}

}  // namespace thidua::covenant
