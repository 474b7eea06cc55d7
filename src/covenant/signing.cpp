#include "covenant/signing.h"

#include "base/random.h"
#include "base/text.h"
#include "covenant/editions.h"
#include "covenant/tasks.h"
#include "identity/delegations.h"
#include "organisation/acts.h"
#include "organisation/rows.h"
#include "programme/windows.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

using organisation::iso;

// What a unit is about to answer to.
struct Laid {
    Covenant covenant;
    Member member;
    Edition edition;
    std::string state;  // Of the party.
    std::optional<Annex> annex;
};

Result<Laid> laid_before(Act& act,
                         std::string const& ref,
                         std::string const& unit,
                         std::string const& hash)
{
    auto covenant = find_covenant(act.tx, act.actor, ref);
    if (!covenant) return not_found();
    auto const* member = covenant->member(unit);
    if (member == nullptr) return not_found();
    if (!act.actor.may(Permission::SignForUnit, member->path)) return denied();
    auto edition = edition_to_sign(act.tx, *covenant);
    bool const open = covenant->state == State::Signing || covenant->state == State::InForce ||
                      covenant->state == State::MidYear;
    if (!edition || !open) return failure(Kind::Refused, "covenant.error.not-signing");
    if (edition->hash != hash) return failure(Kind::Conflict, "covenant.error.other-text");
    for (auto const& party : parties_of(act.tx, *edition)) {
        if (party.unit_id != member->id) continue;
        if (party.state == "signed")
            return failure(Kind::Refused, "covenant.error.signed", {{"unit", member->name}});
        auto const copy = *member;
        auto annex = annex_of(act.tx, *edition, copy.id);
        return Laid{
            *std::move(covenant), copy, *std::move(edition), party.state, std::move(annex)};
    }
    return failure(Kind::Refused, "covenant.error.no-party", {{"unit", member->name}});
}

struct Authority {
    std::string number;
    std::optional<Date> date;
};

// The paper of a delegation in force by which the actor may sign for the unit.
std::optional<Authority> delegated(Act& act, Member const& member)
{
    auto const right = std::string{access::name_of(Permission::SignForUnit)};
    auto const today = to_iso(act.today());
    for (auto const& each : identity::delegations(act.tx, act.actor)) {
        bool const lends =
            each.role == "unit-head" ||
            (' ' + each.permissions + ' ').find(' ' + right + ' ') != std::string::npos;
        bool const runs = !each.revoked && each.from <= today && today <= each.to;
        if (!lends || !runs || each.taker != act.actor.name) continue;
        auto const top = organisation::find_unit(act.tx, each.unit);
        if (each.unit.empty() || (top && access::covers(top->path, member.path)))
            return Authority{each.paper_no, parse_iso_date(each.paper_date)};
    }
    return std::nullopt;
}

Result<Authority> authority_of(Act& act, Sign const& command, Member const& member)
{
    Authority typed{tidy(command.authority_no), command.authority_date};
    if (typed.number.empty() && !typed.date) return delegated(act, member).value_or(Authority{});
    if (typed.number.empty()) return bad_input("error.required", {}, "paper_no");
    if (!typed.date) return bad_input("error.required", {}, "paper_date");
    if (*typed.date > act.today()) return bad_input("covenant.error.paper-later", {}, "paper_date");
    return typed;
}

bool is_late(Act& act, Laid const& laid)
{
    auto const window = programme::find_window(
        act.tx, programme::WindowKind::Covenant, laid.covenant.year, laid.member.id);
    auto const last = window ? std::optional{window->last_day} : laid.edition.last_day;
    return last && act.today() > *last;
}

void insert_signature(Act& act, Laid const& laid, Signature const& signature)
{
    act.tx.execute(
        "INSERT INTO covenant_signature (ref, edition_id, unit_id, kind, hash, account, signer,"
        " post, rank, authority_no, authority_date, reason, late, signed_on, signed_at,"
        " annex_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
        " ?16)",
        {signature.ref,
         laid.edition.id,
         laid.member.id,
         signature.kind,
         laid.edition.hash,
         act.actor.name,
         act.actor.display_name.empty() ? act.actor.name : act.actor.display_name,
         signature.post,
         signature.rank,
         signature.authority_no,
         iso(signature.authority_date),
         signature.reason,
         signature.late ? 1 : 0,
         to_iso(act.today()),
         act.now.seconds,
         signature.annex_hash});
}

// The audit line and the public act of a signature or refusal.
void tell(Act& act, Laid const& laid, Signature const& signature)
{
    json::object const body{{"covenant", laid.covenant.ref},
                            {"block", laid.covenant.block_name},
                            {"year", laid.covenant.year},
                            {"edition", laid.edition.number},
                            {"hash", laid.edition.hash},
                            {"unit", laid.member.code},
                            {"post", signature.post},
                            {"authority", signature.authority_no},
                            {"late", signature.late},
                            {"annex", signature.annex_hash},
                            {"on", to_iso(act.today())}};
    auto const what = "covenant." + signature.kind;
    audit::publish(act, what, body);
    auto const subject = "covenant:" + laid.covenant.ref;
    auto after = body;
    if (!signature.reason.empty()) after["reason"] = signature.reason;
    audit::record(
        act, {.what = what, .subject = subject, .after = &after, .unit_path = laid.member.path});
}

bool all_signed(storage::Transaction& tx, Edition const& edition)
{
    auto const parties = parties_of(tx, edition);
    return std::all_of(
        parties.begin(), parties.end(), [](Party const& each) { return each.state == "signed"; });
}

}  // namespace

std::vector<Signature> signatures_of(storage::Transaction& tx, Edition const& edition)
{
    std::vector<Signature> signatures;
    auto rows = tx.query(
        "SELECT id, ref, unit_id, kind, hash, account, signer, post, rank, authority_no,"
        " authority_date, reason, late, signed_on, signed_at, annex_hash FROM covenant_signature WHERE"
        " edition_id = ?1 ORDER BY id",
        {edition.id});
    while (rows.next()) {
        Signature each{.id = rows.integer(0),
                       .ref = rows.string(1),
                       .unit_id = rows.integer(2),
                       .kind = rows.string(3),
                       .hash = rows.string(4),
                       .account = rows.string(5),
                       .signer = rows.string(6),
                       .post = rows.string(7),
                       .rank = rows.string(8),
                       .authority_no = rows.string(9)};
        each.annex_hash = rows.string(15);
        each.authority_date = organisation::date_at(rows, 10);
        each.reason = rows.string(11);
        each.late = rows.boolean(12);
        each.signed_on = organisation::date_at(rows, 13).value();
        each.signed_at = Instant{rows.integer(14)};
        signatures.push_back(std::move(each));
    }
    return signatures;
}

Signature const* last_of(std::vector<Signature> const& signatures, std::int64_t unit_id)
{
    auto const found = std::find_if(signatures.rbegin(),
                                    signatures.rend(),
                                    [&](Signature const& each) { return each.unit_id == unit_id; });
    return found == signatures.rend() ? nullptr : &*found;
}

Result<void> sign(Act& act, Sign const& command)
{
    auto const laid = TD_TRY(laid_before(act, command.ref, command.unit, command.hash));
    if (laid.annex && laid.annex->hash != command.annex_hash)
        return failure(Kind::Conflict, "covenant.error.other-text");
    if (tidy(command.post).empty()) return bad_input("error.required", {}, "post");
    auto const authority = TD_TRY(authority_of(act, command, laid.member));
    Signature const signature{.ref = random_token(10),
                              .kind = "signed",
                              .annex_hash = laid.annex ? laid.annex->hash : std::string{},
                              .post = tidy(command.post),
                              .rank = tidy(command.rank),
                              .authority_no = authority.number,
                              .authority_date = authority.date,
                              .late = is_late(act, laid)};
    insert_signature(act, laid, signature);
    tell(act, laid, signature);
    signing_settled(act, laid.covenant, laid.edition, laid.member.id);
    programme::window_done(
        act, programme::WindowKind::Covenant, laid.covenant.year, laid.member.id);
    if (laid.covenant.state == State::Signing && all_signed(act.tx, laid.edition))
        put_in_force(act, laid.covenant, "");
    return {};
}

Result<void> refuse(Act& act, Refuse const& command)
{
    auto const laid = TD_TRY(laid_before(act, command.ref, command.unit, command.hash));
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("covenant.error.refusal-reason", {}, "reason");
    if (is_garbled(reason)) return bad_input("error.garbled", {}, "reason");
    Signature const signature{.ref = random_token(10), .kind = "refused", .reason = reason};
    insert_signature(act, laid, signature);
    tell(act, laid, signature);
    signing_settled(act, laid.covenant, laid.edition, laid.member.id);
    tell_of_refusal(act, laid.covenant, laid.member);
    return {};
}

std::vector<Member> not_asked(storage::Transaction& tx,
                              Covenant const& covenant,
                              Edition const& edition)
{
    auto const parties = parties_of(tx, edition);
    std::vector<Member> members;
    for (auto const& member : covenant.members) {
        bool const asked = std::any_of(parties.begin(), parties.end(), [&](Party const& each) {
            return each.unit_id == member.id;
        });
        if (!asked) members.push_back(member);
    }
    return members;
}

Result<void> admit_unit(Act& act, AdmitUnit const& command)
{
    auto const covenant = TD_TRY(covenant_to_draft(act, command.ref, command.version));
    auto const edition = edition_to_sign(act.tx, covenant);
    bool const open = covenant.state == State::Signing || covenant.state == State::InForce ||
                      covenant.state == State::MidYear;
    if (!edition || !open) return failure(Kind::Refused, "covenant.error.not-signing");
    auto const free = not_asked(act.tx, covenant, *edition);
    auto const found = std::find_if(
        free.begin(), free.end(), [&](Member const& each) { return each.code == command.unit; });
    if (found == free.end()) return bad_input("covenant.error.no-newcomer", {}, "unit");
    auto const plans = command.plans.empty() ? usual_plans(*edition) : command.plans;
    TD_CHECK(write_annex(act, covenant, *edition, *found, plans));
    act.tx.execute(
        "INSERT INTO covenant_party (edition_id, unit_id, joined_later, joined_on)"
        " VALUES (?1, ?2, 1, ?3)",
        {edition->id, found->id, to_iso(act.today())});
    ask_to_sign(act, covenant, *edition, *found);
    if (covenant.in_force == edition->number) {
        auto const period = covenant.mid_year_on ? Period::Year : Period::MidYear;
        ask_for_results(act, covenant, period, *found);
    }
    finish(act, "covenant.admit", covenant, {}, {{"unit", found->code}});
    return {};
}

std::string scan_owner(Edition const& edition)
{
    return "covenant-edition:" + std::to_string(edition.id);
}

Result<void> attach_scan(Act& act, AttachScan const& command)
{
    auto const covenant = find_covenant(act.tx, act.actor, command.ref);
    if (!covenant) return not_found();
    if (!may_draft(act.actor, *covenant)) return denied();
    auto const edition = find_edition(act.tx, *covenant, command.edition);
    if (!edition) return not_found();
    files::NewFile const file{
        .owner = scan_owner(*edition), .name = command.name, .unit_path = covenant->scope};
    TD_CHECK([&]() -> Result<void> {
        auto const stored = files::store(act, file, command.bytes);
        if (!stored) return stored.error();
        return {};
    }());
    auto const subject = "covenant:" + covenant->ref;
    json::object const after{{"edition", edition->number}, {"file", command.name}};
    audit::record(act,
                  {.what = "covenant.scan",
                   .subject = subject,
                   .after = &after,
                   .unit_path = covenant->scope});
    return {};
}

}  // namespace thidua::covenant
