#include "register/papers.h"

#include "audit/settings.h"
#include "base/random.h"
#include "register/store.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::registry {

namespace {

using access::Permission;

// Under what the files are kept. Stays when the paper's address follows a new marking.
std::string owner_of(storage::Transaction& tx, Decision const& decision)
{
    return "decision:" + address_of(audit::instance_secret(tx), "files of decision " + std::to_string(decision.id));
}

void leave_line(audit::Act& act, std::string_view what, Decision const& decision)
{
    auto const part = part_of_decision(act.tx, decision.id, decision.marking);
    audit::record(act, {.what = what,
                        .subject = "decision:" + decision.ref,
                        .unit_path = part,
                        .marking = decision.marking});
}

}  // namespace

bool may_over_all(storage::Transaction& tx, access::Actor const& actor, Permission permission, Decision const& decision)
{
    if (actor.may(permission, "/")) return true;
    auto const awards = awards_of(tx, decision.id);
    bool const any = std::any_of(awards.begin(), awards.end(), [&](Award const& award) { return actor.may_read(award.marking); });
    return any && std::all_of(awards.begin(), awards.end(), [&](Award const& award) {
               return !actor.may_read(award.marking) || actor.may(permission, award.unit_path);
           });
}

Result<void> attach_paper(audit::Act& act, std::string const& decision_ref, http::Upload const& upload)
{
    auto const decision = find_decision(act.tx, act.actor, decision_ref);
    if (!decision) return not_found();
    if (!may_over_all(act.tx, act.actor, Permission::WriteRegister, *decision)) return denied();
    auto const owner = owner_of(act.tx, *decision);
    auto const bytes = upload.content();
    auto const hash = sha256_hex(bytes);
    auto const present = files::files_of(act.tx, act.actor, owner);
    if (std::any_of(present.begin(), present.end(), [&](files::File const& file) { return file.sha256 == hash; }))
        return failure(Kind::Refused, "register.paper.there-already", {}, "file");
    TD_TRY(files::store(act, {.owner = owner, .name = upload.filename, .marking = decision->marking}, bytes));
    leave_line(act, "register.decision.attach", *decision);
    return {};
}

Result<void> remove_paper(audit::Act& act, std::string const& decision_ref, std::string const& file_ref)
{
    auto const decision = find_decision(act.tx, act.actor, decision_ref);
    if (!decision) return not_found();
    if (!may_over_all(act.tx, act.actor, Permission::MendRegister, *decision)) return denied();
    auto const file = find_paper(act.tx, act.actor, *decision, file_ref);
    if (!file) return not_found();
    files::remove(act, *file);
    leave_line(act, "register.decision.detach", *decision);
    return {};
}

std::vector<files::File> papers_of(storage::Transaction& tx, access::Actor const& actor, Decision const& decision)
{
    if (!may_over_all(tx, actor, Permission::ReadRegister, decision)) return {};
    return files::files_of(tx, actor, owner_of(tx, decision));
}

std::optional<files::File> find_paper(storage::Transaction& tx, access::Actor const& actor, Decision const& decision,
                                      std::string_view file_ref)
{
    if (!may_over_all(tx, actor, Permission::ReadRegister, decision)) return std::nullopt;
    return files::find_file(tx, actor, owner_of(tx, decision), file_ref);
}

}  // namespace thidua::registry
